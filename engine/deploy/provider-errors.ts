/**
 * What goes wrong in a provider.
 * @module
 */
import { status, type ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { PropertyMap } from "../state/types";
import { fromStruct } from "./struct";

/** The resource exists but is not as it should be: it was made, or changed, and did not become ready. */
export class PartialFailure extends Error {
  constructor(
    readonly id: string,
    readonly properties: PropertyMap,
    readonly reasons: string[],
  ) {
    super(
      `${reasons.length} error${reasons.length === 1 ? "" : "s"} occurred:` +
        reasons.map((reason) => `\n\t* ${reason}`).join(""),
    );
  }
}

/** The error that a failed call of the provider stands for. */
export function providerError(error: ServiceError, call: string, urn: string): Error {
  const details = initFailure(error);
  if (details) {
    const reasons = details.getReasonsList();
    return new PartialFailure(
      details.getId(),
      fromStruct(details.getProperties()),
      reasons.length === 0 ? [error.details] : reasons,
    );
  }
  if (error.code === status.UNAVAILABLE || error.code === status.CANCELLED) {
    return new Error(
      `The provider process ended while it was asked to ${call} ${urn}, so whether that happened is not known. ` +
        "See what it wrote above, and run the command again.",
      { cause: error },
    );
  }
  return new Error(error.details === "" ? error.message : error.details, { cause: error });
}

function initFailure(error: ServiceError): ErrorResourceInitFailed | undefined {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  if (!(bytes instanceof Uint8Array)) return undefined;
  const detail = Status.deserializeBinary(bytes)
    .getDetailsList()
    .find((any) => any.getTypeName() === "pulumirpc.ErrorResourceInitFailed");
  return detail && ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
}

/**
 * The bodies of faults: those of the gateway as JSON, those of Object Storage as its XML.
 * @module
 */
import { xmlWithoutDeclaration } from "../object-storage/xml";
import type { Fault, FaultAnswer } from "./fault";

/** What a fault is an answer to. */
export interface Faulted {
  readonly service: "iam" | "account" | "s3";
  readonly path: string;
  /** Object Storage's. */
  readonly requestId?: string;
}

type Answered = Exclude<Extract<Fault, string>, "drop-before" | "drop-after" | "truncated">;

/** As recorded, but for the texts that say so. */
const GATEWAY: Record<Answered, (path: string) => FaultAnswer> = {
  "rate-limited": () => ({ status: 429, headers: { "x-envoy-ratelimited": "true" } }),
  "server-error": () => ({ status: 500, body: { message: "Internal error" } }),
  unavailable: () => ({
    status: 503,
    body: "upstream connect error or disconnect/reset before headers",
    headers: { "content-type": "text/plain" },
  }),
  "transient-state": (path) => ({
    status: 409,
    body: {
      current_state: "updating",
      message: "resource is in a transient state",
      ...resourceOf(path),
      type: "transient_state",
    },
  }),
  "resource-not-usable": () => ({
    status: 412,
    body: {
      help_message: "an unexpected error happened when checking the resource, please retry later",
      message: "precondition is not respected",
      precondition: "resource_not_usable",
      type: "precondition_failed",
    },
  }),
};

/** Where Object Storage was not recorded, AWS's own code and text. */
const STORAGE: Partial<Record<Answered, readonly [status: number, code: string, message: string]>> =
  {
    "rate-limited": [503, "ServiceUnavailable", "Please reduce your request rate."],
    "server-error": [500, "InternalError", "We encountered an internal error. Please try again."],
    unavailable: [503, "ServiceUnavailable", "Service is unable to handle request."],
    "transient-state": [
      409,
      "OperationAborted",
      "A conflicting conditional operation is currently in progress against this resource. Please try again.",
    ],
  };

/**
 * The answer that a fault gives instead of the service's own.
 * @returns undefined where the fault leaves the answer to the service, or that service does not have it
 */
export function answerOf(fault: Fault, request: Faulted): FaultAnswer | undefined {
  if (typeof fault === "string") return isAnswered(fault) ? named(fault, request) : undefined;
  if ("status" in fault) return fault;
  if (fault.kind !== "rate-limited") return undefined;
  const answer = named("rate-limited", request);
  const headers = { ...answer?.headers, "retry-after": String(fault.retryAfterSeconds) };
  return answer && { ...answer, headers };
}

function isAnswered(name: Extract<Fault, string>): name is Answered {
  return name in GATEWAY;
}

function named(
  name: Answered,
  { service, path, requestId = "" }: Faulted,
): FaultAnswer | undefined {
  if (service !== "s3") return GATEWAY[name](path);
  const refusal = STORAGE[name];
  if (!refusal) return undefined;
  const [status, Code, Message] = refusal;
  const ids = { RequestId: requestId, HostId: requestId };
  const body = xmlWithoutDeclaration("Error", { Code, Message, ...ids, Resource: path });
  return { status, body, headers: { "content-type": "application/xml" } };
}

/** `group` and its id, of `/iam/v1alpha1/groups/<id>/add-member`. */
function resourceOf(path: string): { resource: string; resource_id: string } {
  const [, , , collection = "", id = ""] = path.split("/");
  return { resource: collection.replace(/ies$/, "y").replace(/s$/, ""), resource_id: id };
}

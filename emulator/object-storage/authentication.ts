/**
 * Who sends a request: the key behind its credential, alive, on time, with the right secret.
 * @module
 */
import type { Caller } from "./call";
import type { Credential } from "./credentials";
import type { ObjectStorageDependencies, StorageKey, StorageRequest } from "./dependencies";
import { S3Error } from "./errors";
import { verifySignature, type ChainSigner, type SignedRequest } from "./signature";

const MAXIMUM_SKEW_MILLISECONDS = 15 * 60 * 1000;

/** A caller, and the signer for the chunks of its body. */
export interface Authenticated {
  readonly caller: Caller;
  readonly sign: ChainSigner;
}

/**
 * Verifies a credential.
 * @param key - the one that the credential names, if there is such a key
 * @throws S3Error when the key is unknown or expired, the clock is off, or the signature is another
 */
export async function authenticate(
  request: SignedRequest & { readonly facts: StorageRequest },
  credential: Credential,
  key: StorageKey | undefined,
  dependencies: ObjectStorageDependencies,
): Promise<Authenticated> {
  if (!key || key.expired || !dependencies.isKnown(key, request.facts))
    throw new S3Error(dependencies.switches().s3ErrorForDeadKey);
  verifyTime(credential, request.facts.time);
  const sign = await verifySignature(request, credential, key.secretKey);
  const projectId = credential.projectId ?? key.preferredProjectId;
  return { caller: { key, projectId, region: credential.region, request: request.facts }, sign };
}

function verifyTime({ form, signedAt, lifetimeSeconds }: Credential, now: Date): void {
  // A form lives as long as its policy says.
  if (form === "policy") return;
  const ageMilliseconds = now.getTime() - signedAt.getTime();
  if (lifetimeSeconds === undefined) {
    if (Math.abs(ageMilliseconds) > MAXIMUM_SKEW_MILLISECONDS) {
      throw new S3Error("RequestTimeTooSkewed", {
        details: {
          RequestTime: signedAt.toISOString(),
          ServerTime: now.toISOString(),
          MaxAllowedSkewMilliseconds: String(MAXIMUM_SKEW_MILLISECONDS),
        },
      });
    }
    return;
  }
  if (ageMilliseconds < -MAXIMUM_SKEW_MILLISECONDS) {
    throw new S3Error("AccessDenied", { message: "Request is not yet valid" });
  }
  if (ageMilliseconds > lifetimeSeconds * 1000) {
    throw new S3Error("AccessDenied", { message: "Request has expired" });
  }
}

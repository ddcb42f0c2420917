/**
 * S3 says by an error that a thing is not there; which thing is said by the code.
 * @module
 */
import { CloudError, isCloudError } from "../../../core/errors";

/** The outcome of a call, or undefined where it fails with one of these S3 codes for a missing thing. */
export async function unlessCode<T>(
  codes: readonly string[],
  call: Promise<T>,
): Promise<T | undefined> {
  try {
    return await call;
  } catch (thrown) {
    const isMissing = isCloudError(thrown, "notFound") && codes.includes(thrown.code ?? "");
    if (isMissing) return undefined;
    throw thrown;
  }
}

/** What an answer must hold; without it, whoever answered is not Object Storage. */
export function requirePart<T>(
  part: T | undefined,
  { operation, resource }: { readonly operation: string; readonly resource: string },
): T {
  if (part !== undefined) return part;
  throw new CloudError({
    kind: "protocol",
    operation,
    resource,
    answer: "the answer does not hold what was asked for",
    hint: "Check the configured Object Storage address.",
  });
}

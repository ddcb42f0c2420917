/**
 * S3 says by an error that a thing is not there; which thing is said by the code.
 * @module
 */
import { isCloudError } from "../../../core/errors";

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

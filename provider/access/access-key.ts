/**
 * Access keys as S3 clients sign with them: `SCW...`, or `SCW...@<Project>` to act in another Project than the key prefers.
 * @module
 */

/** The parts of what a client signs with. */
export interface SigningName {
  /** The access key alone, as IAM knows it. */
  readonly accessKey: string;
  /** The Project behind the `@`; undefined where it names none. */
  readonly projectId: string | undefined;
}

/** Cuts at the `@`. */
export function signingPartsOf(signedAs: string): SigningName {
  const [accessKey = "", projectId] = signedAs.split("@");
  return { accessKey, projectId };
}

/**
 * Why a version could not be deleted: what keeps it, until when, and what there is to do about it.
 * @module
 */
import { CloudError } from "../../../core/errors";
import type { StorageConnection } from "./connection";

/** A version whose deletion was refused. */
export interface RefusedVersion {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
  /** The S3 error code. */
  readonly code: string;
  readonly message: string;
  /** How many were refused together with it, itself included. */
  readonly count: number;
  /** What was tried, for the message. */
  readonly operation: string;
}

/** The error that says it all; object lock is looked into where the refusal may come from it. */
export async function refusedDeletion(
  connection: StorageConnection,
  refused: RefusedVersion,
): Promise<CloudError> {
  const { bucket, key, code, message, count, operation } = refused;
  const kept = code === "AccessDenied" ? await lockOf(connection, refused) : undefined;
  const which = count === 1 ? `${key} stays` : `${count} versions stay, the first one of ${key}`;
  return new CloudError({
    kind: code === "AccessDenied" && !kept ? "denied" : "conflict",
    code: kept ? "object_locked" : code,
    operation,
    resource: bucket,
    answer: `${which}: ${kept?.reason ?? `${code} ${message}`.trim()}`,
    hint:
      kept?.remedy ??
      "The right to delete objects is one of its own, and a bucket policy may withhold it.",
  });
}

interface Lock {
  readonly reason: string;
  readonly remedy: string;
}

/** Undefined where nothing keeps the version, or the caller may not know. */
async function lockOf(
  connection: StorageConnection,
  { bucket, key, versionId }: RefusedVersion,
): Promise<Lock | undefined> {
  const looking = connection.call({
    sdkOperation: "HeadObject",
    operation: "look at what keeps an object in bucket",
    resource: bucket,
    send: (client, sdk, options) =>
      client.send(
        new sdk.HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
        options,
      ),
  });
  // What is refused here as well leaves the first refusal as it was.
  const found = await looking.catch(() => undefined);
  if (found?.ObjectLockLegalHoldStatus === "ON") {
    return {
      reason: "it is under a legal hold",
      remedy: "Lift the hold where it was set, then run the deployment again.",
    };
  }
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = found ?? {};
  if (mode === undefined) return undefined;
  return {
    reason: `it is kept in ${mode} mode until ${until?.toISOString() ?? "a later time"}`,
    remedy:
      mode === "COMPLIANCE"
        ? "Until then nobody can remove it, and the bucket stays: remove the bucket from the program with the resource option retainOnDelete, or destroy it after that time."
        : "Nothing is bypassed here: wait until then, or delete the versions yourself with the header that passes over governance (aws s3api delete-object --bypass-governance-retention); then run the deployment again.",
  };
}

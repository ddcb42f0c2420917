/**
 * What writing, finding and deleting an object means while versioning is off, enabled or suspended.
 * @module
 */
import type { BucketCall } from "./call";
import { invalidArgument, S3Error } from "./errors";
import { lockOfNew, verifyDeletable } from "./retention";
import type { Bucket, ObjectDescription, ObjectVersion, Ownership, StorageState } from "./state";
import { DEFAULT_STORAGE_CLASS } from "./storage-classes";

/** What the version of an object is called that no versioning gave a name. */
const NULL_VERSION = "null";

/** What a version is made of, before it has its place among the others. */
export interface Content
  extends
    ObjectDescription,
    Ownership,
    Pick<ObjectVersion, "key" | "etag" | "checksum" | "parts" | "uploadId"> {
  readonly body: Buffer;
  readonly now: Date;
}

/** Which version a request asks for. */
export interface VersionQuery {
  readonly bucket: Bucket;
  readonly key: string;
  /** Absent: the latest. */
  readonly versionId: string | undefined;
}

/** What a deletion did. */
export interface Deletion {
  /** Absent where versioning was never enabled. */
  readonly versionId?: string;
  /** A marker was set, or one was removed. */
  readonly isDeleteMarker: boolean;
}

/** Makes an object the latest version of its key. */
export function writeVersion(state: StorageState, bucket: Bucket, content: Content): ObjectVersion {
  const { body, now, ...rest } = content;
  const version = {
    ...newVersion(state, bucket, now),
    ...rest,
    ...lockOfNew(content, bucket, now),
    sizeBytes: body.length,
  };
  if (bucket.versioning !== "Enabled") removeNullVersion(state, bucket, content.key);
  state.addVersion(version, body);
  return version;
}

/**
 * Finds a version that can be read.
 * @throws S3Error NoSuchKey, NoSuchVersion, or MethodNotAllowed for a delete marker that was asked for by its id
 */
export function findVersion(state: StorageState, query: VersionQuery): ObjectVersion {
  const { bucket, key, versionId } = query;
  const version = lookUp(state, query);
  if (!version) {
    throw versionId === undefined
      ? new S3Error("NoSuchKey")
      : new S3Error("NoSuchVersion", { details: { Key: key, VersionId: versionId } });
  }
  if (!version.isDeleteMarker) return version;
  const headers = { "x-amz-delete-marker": "true", ...versionHeader(bucket, version.versionId) };
  if (versionId === undefined) throw new S3Error("NoSuchKey", { headers });
  throw new S3Error("MethodNotAllowed", { headers });
}

/** The latest version, unless there is none or it is a delete marker. */
export function currentVersion(
  state: StorageState,
  bucket: Bucket,
  key: string,
): ObjectVersion | undefined {
  const [latest] = state.versionsOf(bucket.name, key);
  return latest?.isDeleteMarker === false ? latest : undefined;
}

/**
 * Removes the version asked for, or else what the bucket's versioning demands. Nothing there is a success.
 * @throws S3Error AccessDenied as long as object lock keeps the version
 */
export function deleteVersion(call: BucketCall, query: VersionQuery): Deletion {
  const { state, now } = call;
  const { bucket, key, versionId } = query;
  if (versionId !== undefined) {
    const version = lookUp(state, query);
    if (version) {
      verifyDeletable(version, call.bypassesGovernance(), now);
      state.removeVersion(version);
    }
    return { versionId, isDeleteMarker: version?.isDeleteMarker ?? false };
  }
  return deleteLatest(state, { bucket, key }, now);
}

/** Removes the latest version, or hides it behind a delete marker where the bucket has versions. */
export function deleteLatest(
  state: StorageState,
  { bucket, key }: Pick<VersionQuery, "bucket" | "key">,
  now: Date,
): Deletion {
  if (bucket.versioning === "") {
    removeNullVersion(state, bucket, key);
    return { isDeleteMarker: false };
  }
  const marker = { ...newVersion(state, bucket, now), key, isDeleteMarker: true };
  if (bucket.versioning === "Suspended") removeNullVersion(state, bucket, key);
  state.addVersion(marker, Buffer.alloc(0));
  return { versionId: marker.versionId, isDeleteMarker: true };
}

/** Removes the version that a new one without a name would replace. */
function removeNullVersion(state: StorageState, bucket: Bucket, key: string): void {
  const version = lookUp(state, { bucket, key, versionId: NULL_VERSION });
  if (version) state.removeVersion(version);
}

/** The header that names a version, where the bucket has versions. */
export function versionHeader(
  bucket: Bucket,
  versionId: string | undefined,
): Record<string, string> {
  return bucket.versioning === "" || versionId === undefined
    ? {}
    : { "x-amz-version-id": versionId };
}

/** The version asked for, also a delete marker; undefined where there is none. */
export function versionAt(state: StorageState, query: VersionQuery): ObjectVersion | undefined {
  const { bucket, key, versionId } = query;
  const versions = state.versionsOf(bucket.name, key);
  return versionId === undefined
    ? versions[0]
    : versions.find((version) => version.versionId === versionId);
}

function lookUp(state: StorageState, query: VersionQuery): ObjectVersion | undefined {
  const { versionId = NULL_VERSION } = query;
  if (versionId !== NULL_VERSION && !/^\d{1,20}$/.test(versionId)) {
    throw invalidArgument("versionId", versionId, "Invalid version id specified");
  }
  return versionAt(state, query);
}

function newVersion(state: StorageState, bucket: Bucket, now: Date): Omit<ObjectVersion, "key"> {
  const sequence = state.nextSequence();
  return {
    bucket: bucket.name,
    sequence,
    versionId: bucket.versioning === "Enabled" ? String(sequence) : NULL_VERSION,
    isDeleteMarker: false,
    modifiedAtMilliseconds: now.getTime(),
    sizeBytes: 0,
    etag: "",
    headers: {},
    storageClass: DEFAULT_STORAGE_CLASS,
    tags: [],
  };
}

/**
 * Removes everything that a bucket holds: versions, delete markers, and uploads that were never finished.
 * @module
 */
import type {
  ListMultipartUploadsCommandInput,
  ListMultipartUploadsCommandOutput,
  ListObjectVersionsCommandInput,
  ListObjectVersionsCommandOutput,
  ObjectIdentifier,
} from "@aws-sdk/client-s3";
import { CloudError } from "../../../core/errors";
import type { StorageConnection } from "./connection";
import { refusedDeletion } from "./kept";
import { limited } from "./limiter";
import { eachPage, nextOf } from "./pages";

/** What S3 takes in one call. */
const BATCH_SIZE = 1_000;
/** Calls under way at a time. */
const PARALLEL_CALLS = 8;
/** A bucket that still shows content after so many rounds is being written to by somebody else. */
const ROUNDS = 5;

/**
 * Empties a bucket.
 * @throws CloudError where an object is locked, or where content keeps coming
 */
export async function emptyBucket(connection: StorageConnection, bucket: string): Promise<void> {
  await abortUploads(connection, bucket);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const removed = await removeVersions(connection, { bucket });
    if (removed === 0) return;
    connection.context.log.info(
      `emptying bucket ${bucket}: ${String(removed)} versions and markers removed`,
    );
  }
  throw new CloudError({
    kind: "conflict",
    operation: "empty bucket",
    resource: bucket,
    answer: `new objects kept coming over ${String(ROUNDS)} rounds`,
    hint: "Stop what writes to it, then run the deployment again.",
  });
}

/** True where the bucket holds no object, no version and no delete marker. */
export async function isEmpty(connection: StorageConnection, name: string): Promise<boolean> {
  const page = await connection.call({
    sdkOperation: "ListObjectVersions",
    operation: LIST_VERSIONS,
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.ListObjectVersionsCommand({ Bucket: name, MaxKeys: 1 }), options),
  });
  return (page.Versions ?? []).length === 0 && (page.DeleteMarkers ?? []).length === 0;
}

const LIST_VERSIONS = "list the versions in bucket";
const LIST_UPLOADS = "list the uploads in bucket";

type VersionMarker = Pick<ListObjectVersionsCommandInput, "KeyMarker" | "VersionIdMarker">;
type UploadMarker = Pick<ListMultipartUploadsCommandInput, "KeyMarker" | "UploadIdMarker">;

/** What is removed: everything in a bucket, or every version of one key. */
interface Scope {
  readonly bucket: string;
  readonly key?: string;
}

/**
 * One round over all pages; answers how many were removed.
 * @throws CloudError where an object is locked
 */
export async function removeVersions(
  connection: StorageConnection,
  { bucket, key }: Scope,
): Promise<number> {
  let removed = 0;
  await limited(PARALLEL_CALLS, async (add) => {
    const listing = { operation: LIST_VERSIONS, resource: bucket };
    await eachPage<VersionMarker>(listing, async (marker) => {
      const page = await listVersions(connection, {
        Bucket: bucket,
        MaxKeys: BATCH_SIZE,
        Prefix: key,
        ...marker,
      });
      const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      const batch = found.flatMap(({ Key, VersionId }) =>
        Key === undefined || Key !== (key ?? Key) ? [] : [{ Key, VersionId: VersionId ?? "null" }],
      );
      removed += batch.length;
      if (batch.length > 0) await add(() => deleteBatch(connection, bucket, batch));
      const next = nextOf(listing, page.IsTruncated, page.NextKeyMarker);
      const isOver = next === undefined || next !== (key ?? next);
      return isOver ? undefined : { KeyMarker: next, VersionIdMarker: page.NextVersionIdMarker };
    });
  });
  return removed;
}

function listVersions(
  connection: StorageConnection,
  input: ListObjectVersionsCommandInput,
): Promise<ListObjectVersionsCommandOutput> {
  return connection.call({
    sdkOperation: "ListObjectVersions",
    operation: LIST_VERSIONS,
    resource: input.Bucket ?? "",
    send: (client, sdk, options) => client.send(new sdk.ListObjectVersionsCommand(input), options),
  });
}

async function deleteBatch(
  connection: StorageConnection,
  bucket: string,
  batch: ObjectIdentifier[],
): Promise<void> {
  const answer = await connection.call({
    sdkOperation: "DeleteObjects",
    operation: "empty bucket",
    resource: bucket,
    send: (client, sdk, options) =>
      client.send(
        new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: batch, Quiet: true } }),
        options,
      ),
  });
  const [refused] = answer.Errors ?? [];
  if (refused === undefined) return;
  throw await refusedDeletion(connection, {
    operation: "empty bucket",
    bucket,
    key: refused.Key ?? "",
    versionId: refused.VersionId,
    code: refused.Code ?? "",
    message: refused.Message ?? "",
    count: answer.Errors?.length ?? 1,
  });
}

/** Gives up every unfinished upload of a bucket, or of one key. */
export async function abortUploads(
  connection: StorageConnection,
  bucket: string,
  key?: string,
): Promise<void> {
  await limited(PARALLEL_CALLS, async (add) => {
    const listing = { operation: LIST_UPLOADS, resource: bucket };
    await eachPage<UploadMarker>(listing, async (marker) => {
      const page = await listUploads(connection, {
        Bucket: bucket,
        MaxUploads: BATCH_SIZE,
        Prefix: key,
        ...marker,
      });
      for (const { Key, UploadId } of page.Uploads ?? []) {
        if (key !== undefined && Key !== key) continue;
        await add(() => abortUpload(connection, bucket, { key: Key, id: UploadId }));
      }
      const next = nextOf(listing, page.IsTruncated, page.NextKeyMarker);
      return next === undefined
        ? undefined
        : { KeyMarker: next, UploadIdMarker: page.NextUploadIdMarker };
    });
  });
}

function listUploads(
  connection: StorageConnection,
  input: ListMultipartUploadsCommandInput,
): Promise<ListMultipartUploadsCommandOutput> {
  return connection.call({
    sdkOperation: "ListMultipartUploads",
    operation: LIST_UPLOADS,
    resource: input.Bucket ?? "",
    send: (client, sdk, options) =>
      client.send(new sdk.ListMultipartUploadsCommand(input), options),
  });
}

async function abortUpload(
  connection: StorageConnection,
  bucket: string,
  upload: { readonly key: string | undefined; readonly id: string | undefined },
): Promise<void> {
  try {
    await connection.call({
      sdkOperation: "AbortMultipartUpload",
      operation: "abort an upload in bucket",
      resource: bucket,
      send: (client, sdk, options) =>
        client.send(
          new sdk.AbortMultipartUploadCommand({
            Bucket: bucket,
            Key: upload.key,
            UploadId: upload.id,
          }),
          options,
        ),
    });
  } catch (thrown) {
    // Finished or aborted meanwhile: a finished one shows up among the versions.
    if (!(thrown instanceof CloudError && thrown.code === "NoSuchUpload")) throw thrown;
  }
}

/**
 * The typed client of Object Storage: buckets of one Project in one region.
 * @module
 */
import { CloudError, isCloudError } from "../../core/errors";
import { isAmbiguous, retry } from "../../core/retry";
import { emptyBucket } from "./empty-bucket";
import type { StorageCall, StorageConnection } from "./storage-connection";

/** Whether a bucket keeps old versions; once switched on it can only be suspended. */
export type Versioning = "never" | "enabled" | "suspended";

/** A bucket in a list. */
export interface ListedBucket {
  readonly name: string;
  readonly createdAt: string | undefined;
}

/** Calls on the buckets of one Project in one region. A method fails with a CloudError. */
export interface ObjectStorageClient {
  /**
   * Where the bucket is; undefined where none has that name.
   * A bucket of another Project or customer is an error of kind `denied`.
   */
  headBucket(name: string): Promise<{ readonly region: string } | undefined>;
  /** Every bucket of the Project in the region. */
  listBuckets(): Promise<ListedBucket[]>;
  /** Makes a bucket. One of that name, also one's own, is an error of kind `conflict`; a lost answer is looked into. */
  createBucket(name: string, options?: { readonly objectLock?: boolean }): Promise<void>;
  /** One that is gone already is fine; one that holds something is an error of kind `conflict`. */
  deleteBucket(name: string): Promise<void>;
  getTags(name: string): Promise<Record<string, string>>;
  /** Replaces all tags. */
  setTags(name: string, tags: Readonly<Record<string, string>>): Promise<void>;
  getVersioning(name: string): Promise<Versioning>;
  setVersioning(name: string, versioning: "enabled" | "suspended"): Promise<void>;
  /** True where the bucket holds no object, no version and no delete marker. */
  isEmpty(name: string): Promise<boolean>;
  /** Removes all objects, versions, delete markers and unfinished uploads. */
  emptyBucket(name: string): Promise<void>;
}

/** The client of one operation. */
export function objectStorageClient(connection: StorageConnection): ObjectStorageClient {
  return {
    headBucket: (name) => headBucket(connection, name),
    listBuckets: () => listBuckets(connection),
    createBucket: (name, options = {}) => createBucket(connection, name, options),
    deleteBucket: (name) => deleteBucket(connection, name),
    getTags: (name) => getTags(connection, name),
    setTags: (name, tags) => setTags(connection, name, tags),
    getVersioning: (name) => getVersioning(connection, name),
    setVersioning: (name, versioning) => setVersioning(connection, name, versioning),
    isEmpty: (name) => isEmpty(connection, name),
    emptyBucket: (name) => emptyBucket(connection, name),
  };
}

async function headBucket(
  connection: StorageConnection,
  name: string,
): Promise<{ readonly region: string } | undefined> {
  const call: StorageCall<{ readonly BucketRegion?: string | undefined }> = {
    sdkOperation: "HeadBucket",
    operation: "look at bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.HeadBucketCommand({ Bucket: name }), options),
  };
  const found = await unlessCode(["NoSuchBucket", "NotFound"], connection.call(call));
  if (found === undefined) return undefined;
  if (found.BucketRegion === undefined) {
    throw new CloudError({
      kind: "protocol",
      operation: call.operation,
      resource: name,
      answer: "the answer does not name the bucket's region",
      hint: "Check the configured Object Storage address.",
    });
  }
  return { region: found.BucketRegion };
}

async function listBuckets(connection: StorageConnection): Promise<ListedBucket[]> {
  const buckets: ListedBucket[] = [];
  let token: string | undefined;
  do {
    const page = await connection.call({
      sdkOperation: "ListBuckets",
      operation: "list buckets",
      resource: "",
      send: (client, sdk, options) =>
        client.send(new sdk.ListBucketsCommand({ ContinuationToken: token }), options),
    });
    for (const { Name, CreationDate } of page.Buckets ?? []) {
      if (Name !== undefined) buckets.push({ name: Name, createdAt: CreationDate?.toISOString() });
    }
    token = page.ContinuationToken;
  } while (token !== undefined);
  return buckets;
}

async function createBucket(
  connection: StorageConnection,
  name: string,
  { objectLock = false }: { readonly objectLock?: boolean },
): Promise<void> {
  let mayBeMade = false;
  const policy = { pacing: connection.context, what: `create bucket "${name}"` };
  await retry(policy, async () => {
    try {
      await connection.once({
        sdkOperation: "CreateBucket",
        operation: "create bucket",
        resource: name,
        send: (client, sdk, options) =>
          client.send(
            new sdk.CreateBucketCommand({
              Bucket: name,
              ...(objectLock ? { ObjectLockEnabledForBucket: true } : {}),
            }),
            options,
          ),
      });
    } catch (thrown) {
      if (!isCloudError(thrown)) throw thrown;
      if (mayBeMade && thrown.code === "BucketAlreadyOwnedByYou") return;
      mayBeMade ||= isAmbiguous(thrown);
      throw thrown;
    }
  });
}

async function deleteBucket(connection: StorageConnection, name: string): Promise<void> {
  const deletion = connection.call({
    sdkOperation: "DeleteBucket",
    operation: "delete bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.DeleteBucketCommand({ Bucket: name }), options),
  });
  await unlessCode(["NoSuchBucket"], deletion);
}

async function getTags(
  connection: StorageConnection,
  name: string,
): Promise<Record<string, string>> {
  const reading = connection.call({
    sdkOperation: "GetBucketTagging",
    operation: "read the tags of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.GetBucketTaggingCommand({ Bucket: name }), options),
  });
  const found = await unlessCode(["NoSuchTagSet"], reading);
  return Object.fromEntries(
    (found?.TagSet ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]),
  );
}

async function setTags(
  connection: StorageConnection,
  name: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const tagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const isEmptySet = tagSet.length === 0;
  await connection.call<unknown>({
    sdkOperation: isEmptySet ? "DeleteBucketTagging" : "PutBucketTagging",
    operation: "set the tags of bucket",
    resource: name,
    send: (client, sdk, options) =>
      isEmptySet
        ? client.send(new sdk.DeleteBucketTaggingCommand({ Bucket: name }), options)
        : client.send(
            new sdk.PutBucketTaggingCommand({ Bucket: name, Tagging: { TagSet: tagSet } }),
            options,
          ),
  });
}

async function getVersioning(connection: StorageConnection, name: string): Promise<Versioning> {
  const { Status: status } = await connection.call({
    sdkOperation: "GetBucketVersioning",
    operation: "read the versioning of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.GetBucketVersioningCommand({ Bucket: name }), options),
  });
  if (status === "Enabled") return "enabled";
  return status === "Suspended" ? "suspended" : "never";
}

async function setVersioning(
  connection: StorageConnection,
  name: string,
  versioning: "enabled" | "suspended",
): Promise<void> {
  const status = versioning === "enabled" ? "Enabled" : "Suspended";
  await connection.call({
    sdkOperation: "PutBucketVersioning",
    operation: "set the versioning of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(
        new sdk.PutBucketVersioningCommand({
          Bucket: name,
          VersioningConfiguration: { Status: status },
        }),
        options,
      ),
  });
}

async function isEmpty(connection: StorageConnection, name: string): Promise<boolean> {
  const page = await connection.call({
    sdkOperation: "ListObjectVersions",
    operation: "list the versions in bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.ListObjectVersionsCommand({ Bucket: name, MaxKeys: 1 }), options),
  });
  return (page.Versions ?? []).length === 0 && (page.DeleteMarkers ?? []).length === 0;
}

/** The outcome of a call, or undefined where it fails with one of these S3 codes for a missing thing. */
async function unlessCode<T>(codes: readonly string[], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (thrown) {
    const isMissing = isCloudError(thrown, "notFound") && codes.includes(thrown.code ?? "");
    if (isMissing) return undefined;
    throw thrown;
  }
}

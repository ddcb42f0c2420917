/**
 * Buckets themselves: look, list, make, remove.
 * @module
 */
import { CloudError, isCloudError } from "../../../core/errors";
import { isAmbiguous, retry } from "../../../core/retry";
import type { StorageCall, StorageConnection } from "./connection";
import { unlessCode } from "./missing";
import { eachPage } from "./pages";

/** A bucket in a list. */
export interface ListedBucket {
  readonly name: string;
  readonly createdAt: string | undefined;
}

/** Where the bucket is; undefined where none has that name. */
export async function headBucket(
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

/** Every bucket of the Project in the region. */
export async function listBuckets(connection: StorageConnection): Promise<ListedBucket[]> {
  const buckets: ListedBucket[] = [];
  const listing = { operation: "list buckets", resource: "" };
  await eachPage<string>(listing, async (token) => {
    const page = await connection.call({
      ...listing,
      sdkOperation: "ListBuckets",
      send: (client, sdk, options) =>
        client.send(new sdk.ListBucketsCommand({ ContinuationToken: token }), options),
    });
    for (const { Name, CreationDate } of page.Buckets ?? []) {
      if (Name !== undefined) buckets.push({ name: Name, createdAt: CreationDate?.toISOString() });
    }
    return page.ContinuationToken === "" ? undefined : page.ContinuationToken;
  });
  return buckets;
}

/** Makes a bucket. "Yours already" counts as made where an earlier answer was lost, and is a conflict otherwise. */
export async function createBucket(
  connection: StorageConnection,
  name: string,
  { objectLock = false }: { readonly objectLock?: boolean | undefined },
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

/** Removes an empty bucket; one that is gone already is fine. */
export async function deleteBucket(connection: StorageConnection, name: string): Promise<void> {
  const deletion = connection.call({
    sdkOperation: "DeleteBucket",
    operation: "delete bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.DeleteBucketCommand({ Bucket: name }), options),
  });
  await unlessCode(["NoSuchBucket"], deletion);
}

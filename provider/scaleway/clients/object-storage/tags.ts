/**
 * The tags of a bucket.
 * @module
 */
import type { StorageConnection } from "./connection";
import { unlessCode } from "./missing";

/** All tags by key. */
export async function getTags(
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

/** Replaces all tags; none are left by removing the set. */
export async function setTags(
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

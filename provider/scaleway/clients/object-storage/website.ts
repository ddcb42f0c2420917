/**
 * The website that a bucket is.
 * @module
 */
import type { StorageConnection } from "./connection";
import { requirePart, unlessCode } from "./missing";

/** Which objects stand for folders, and which for what cannot be shown. */
export interface Website {
  /** The end of the key of every folder's page. */
  readonly index?: string | undefined;
  /** Key of the page for errors. */
  readonly error?: string | undefined;
}

/** As it is now; undefined where the bucket is none. */
export async function getWebsite(
  connection: StorageConnection,
  name: string,
): Promise<Website | undefined> {
  const asked = { operation: "read the website of bucket", resource: name };
  const reading = connection.call({
    sdkOperation: "GetBucketWebsite",
    ...asked,
    send: (client, sdk, options) =>
      client.send(new sdk.GetBucketWebsiteCommand({ Bucket: name }), options),
  });
  const found = await unlessCode(["NoSuchWebsiteConfiguration"], reading);
  if (!found) return undefined;
  const index = requirePart(found.IndexDocument?.Suffix, asked);
  return { index, error: found.ErrorDocument?.Key };
}

/** Replaces both documents. */
export async function setWebsite(
  connection: StorageConnection,
  name: string,
  { index = "", error }: Website,
): Promise<void> {
  await connection.call({
    sdkOperation: "PutBucketWebsite",
    operation: "set the website of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(
        new sdk.PutBucketWebsiteCommand({
          Bucket: name,
          WebsiteConfiguration: {
            IndexDocument: { Suffix: index },
            ...(error === undefined ? {} : { ErrorDocument: { Key: error } }),
          },
        }),
        options,
      ),
  });
}

/** The bucket is no website any more; its objects stay. */
export async function removeWebsite(connection: StorageConnection, name: string): Promise<void> {
  await connection.call({
    sdkOperation: "DeleteBucketWebsite",
    operation: "remove the website of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.DeleteBucketWebsiteCommand({ Bucket: name }), options),
  });
}

/**
 * Calls that show whether a right is in effect and change nothing.
 * @module
 */
import type { S3Client } from "@aws-sdk/client-s3";
import { isCloudError, type CloudError } from "../../../core/errors";
import type { Sdk, SendOptions, StorageConnection } from "./connection";

/** How an operation is sent, on a bucket where it takes one. */
type Send = (client: S3Client, sdk: Sdk, bucket: string, options: SendOptions) => Promise<unknown>;

/** An object that hardly anybody has: whether it is there is asked only of those who may read it. */
const Key = ".pulumi-storage-access/probe";

/** At most one byte, where the object is there after all. */
const readOneByte: Send = async (client, sdk, Bucket, options) => {
  const { Body } = await client.send(
    new sdk.GetObjectCommand({ Bucket, Key, Range: "bytes=0-0" }),
    options,
  );
  await Body?.transformToByteArray();
};

/** Every operation that can be tried without a trace, by its name in the AWS SDK. */
const PROBES: Readonly<Record<string, Send>> = {
  ListBuckets: (client, sdk, _bucket, options) =>
    client.send(new sdk.ListBucketsCommand({}), options),
  HeadBucket: (client, sdk, Bucket, options) =>
    client.send(new sdk.HeadBucketCommand({ Bucket }), options),
  GetBucketLocation: (client, sdk, Bucket, options) =>
    client.send(new sdk.GetBucketLocationCommand({ Bucket }), options),
  ListObjects: (client, sdk, Bucket, options) =>
    client.send(new sdk.ListObjectsCommand({ Bucket, MaxKeys: 1 }), options),
  ListObjectsV2: (client, sdk, Bucket, options) =>
    client.send(new sdk.ListObjectsV2Command({ Bucket, MaxKeys: 1 }), options),
  ListObjectVersions: (client, sdk, Bucket, options) =>
    client.send(new sdk.ListObjectVersionsCommand({ Bucket, MaxKeys: 1 }), options),
  ListMultipartUploads: (client, sdk, Bucket, options) =>
    client.send(new sdk.ListMultipartUploadsCommand({ Bucket, MaxUploads: 1 }), options),
  GetBucketAcl: (client, sdk, Bucket, options) =>
    client.send(new sdk.GetBucketAclCommand({ Bucket }), options),
  GetBucketCors: (client, sdk, Bucket, options) =>
    client.send(new sdk.GetBucketCorsCommand({ Bucket }), options),
  GetBucketLifecycleConfiguration: (client, sdk, Bucket, options) =>
    client.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket }), options),
  GetBucketPolicy: (client, sdk, Bucket, options) =>
    client.send(new sdk.GetBucketPolicyCommand({ Bucket }), options),
  GetBucketTagging: (client, sdk, Bucket, options) =>
    client.send(new sdk.GetBucketTaggingCommand({ Bucket }), options),
  GetBucketVersioning: (client, sdk, Bucket, options) =>
    client.send(new sdk.GetBucketVersioningCommand({ Bucket }), options),
  GetObject: readOneByte,
  HeadObject: readOneByte,
};

/** True for an operation that can be tried without writing anything. */
export const isProbeable = (operation: string): boolean => Object.hasOwn(PROBES, operation);

/** Codes of what is no answer: the command was given up, or its time is over. */
const ENDS: ReadonlySet<string> = new Set(["canceled", "deadline"]);

/** What a probe was answered: nothing where the right is in effect. */
export async function probe(
  connection: StorageConnection,
  operation: string,
  bucket: string,
): Promise<CloudError | undefined> {
  const send = PROBES[operation];
  if (!send) throw new Error(`${operation} cannot be tried without writing`);
  try {
    await connection.once({
      sdkOperation: operation,
      operation: `try ${operation}${bucket === "" ? "" : " on bucket"}`,
      resource: bucket,
      send: (client, sdk, options) => send(client, sdk, bucket, options),
    });
    return undefined;
  } catch (thrown) {
    if (!isCloudError(thrown) || ENDS.has(thrown.code ?? "")) throw thrown;
    return isAboutContent(thrown) ? undefined : thrown;
  }
}

/** "There is no such object, or no such setting" is told only to those who may read it; "no such bucket" to everybody. */
function isAboutContent({ status, code = "" }: CloudError): boolean {
  if (status === 416) return true;
  return status === 404 && /^NoSuch|NotFoundError$/.test(code) && code !== "NoSuchBucket";
}

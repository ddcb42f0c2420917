/**
 * Large objects, uploaded in parts: a few at a time, and given up as a whole where one fails.
 * @module
 */
import type { CreateMultipartUploadCommandInput } from "@aws-sdk/client-s3";
import type { ObjectContent } from "../../object-content";
import type { StorageConnection } from "./connection";
import { abortUploads } from "./emptying";
import { limited } from "./limiter";
import { writtenOf, type ObjectAddress, type Written } from "./objects";

/** Parts in memory at a time. */
const PARALLEL_PARTS = 4;

interface UploadAddress extends ObjectAddress {
  readonly uploadId: string | undefined;
}

/** Uploads content in parts. What an interrupted run left of the same object goes first: it would be paid for without end. */
export async function uploadInParts(
  connection: StorageConnection,
  address: ObjectAddress,
  content: ObjectContent,
  headers: Partial<CreateMultipartUploadCommandInput>,
): Promise<Written> {
  const { bucket, key } = address;
  await abortUploads(connection, bucket, key);
  const { UploadId: uploadId } = await connection.call({
    sdkOperation: "CreateMultipartUpload",
    operation: "begin to upload object",
    resource: `${bucket}/${key}`,
    send: (client, sdk, options) =>
      client.send(
        new sdk.CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ...headers }),
        options,
      ),
  });
  const upload = { ...address, uploadId };
  try {
    const etags = await sendParts(connection, upload, content);
    return await complete(connection, upload, etags);
  } catch (thrown) {
    // The failure itself is what matters; the next run removes what is left here.
    await abortUploads(connection, bucket, key).catch(() => undefined);
    throw thrown;
  }
}

async function sendParts(
  connection: StorageConnection,
  { bucket, key, uploadId }: UploadAddress,
  { sizeBytes, partBytes, read }: ObjectContent,
): Promise<string[]> {
  const etags: string[] = [];
  const sendPart = async (index: number): Promise<void> => {
    const start = index * partBytes;
    const body = await read(start, Math.min(start + partBytes, sizeBytes));
    const { ETag = "" } = await connection.call({
      sdkOperation: "UploadPart",
      operation: `upload part ${String(index + 1)} of object`,
      resource: `${bucket}/${key}`,
      send: (client, sdk, options) =>
        client.send(
          new sdk.UploadPartCommand({
            Bucket: bucket,
            Key: key,
            UploadId: uploadId,
            PartNumber: index + 1,
            Body: body,
          }),
          options,
        ),
    });
    etags[index] = ETag;
  };
  await limited(PARALLEL_PARTS, async (add) => {
    for (let index = 0; index * partBytes < sizeBytes; index += 1) await add(() => sendPart(index));
  });
  return etags;
}

async function complete(
  connection: StorageConnection,
  { bucket, key, uploadId }: UploadAddress,
  etags: readonly string[],
): Promise<Written> {
  const Parts = etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
  const { ETag, VersionId } = await connection.call({
    sdkOperation: "CompleteMultipartUpload",
    operation: "finish the upload of object",
    resource: `${bucket}/${key}`,
    send: (client, sdk, options) =>
      client.send(
        new sdk.CompleteMultipartUploadCommand({
          Bucket: bucket,
          Key: key,
          UploadId: uploadId,
          MultipartUpload: { Parts },
        }),
        options,
      ),
  });
  return writtenOf(ETag, VersionId);
}

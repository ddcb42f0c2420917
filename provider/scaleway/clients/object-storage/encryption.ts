/**
 * How a bucket encrypts what is written to it.
 * @module
 */
import type { ServerSideEncryption } from "@aws-sdk/client-s3";
import type { StorageConnection } from "./connection";
import { requirePart, unlessCode } from "./missing";

/** With keys that the service holds, or with one of Key Manager. */
export interface Encryption {
  readonly algorithm?: string | undefined;
  readonly keyId?: string | undefined;
  readonly bucketKeyEnabled?: boolean | undefined;
}

/** As it is now; undefined where nothing is set, which is an empty configuration or a missing one. */
export async function getEncryption(
  connection: StorageConnection,
  name: string,
): Promise<Encryption | undefined> {
  const asked = { operation: "read the encryption of bucket", resource: name };
  const reading = connection.call({
    sdkOperation: "GetBucketEncryption",
    ...asked,
    send: (client, sdk, options) =>
      client.send(new sdk.GetBucketEncryptionCommand({ Bucket: name }), options),
  });
  const found = await unlessCode(["ServerSideEncryptionConfigurationNotFoundError"], reading);
  // An empty configuration is "none" only in an answer of Object Storage's own.
  if (found) requirePart(found.$metadata.requestId, asked);
  const [rule] = found?.ServerSideEncryptionConfiguration?.Rules ?? [];
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId } =
    rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (algorithm === undefined) return undefined;
  return { algorithm, keyId, bucketKeyEnabled: rule?.BucketKeyEnabled ?? false };
}

/** Replaces it. */
export async function setEncryption(
  connection: StorageConnection,
  name: string,
  { algorithm, keyId, bucketKeyEnabled = false }: Encryption,
): Promise<void> {
  await connection.call({
    sdkOperation: "PutBucketEncryption",
    operation: "set the encryption of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(
        new sdk.PutBucketEncryptionCommand({
          Bucket: name,
          ServerSideEncryptionConfiguration: {
            Rules: [
              {
                ApplyServerSideEncryptionByDefault: {
                  SSEAlgorithm: algorithm as ServerSideEncryption,
                  KMSMasterKeyID: keyId,
                },
                BucketKeyEnabled: bucketKeyEnabled,
              },
            ],
          },
        }),
        options,
      ),
  });
}

/** Nothing that is written from now on is encrypted; what is there stays as it is. */
export async function removeEncryption(connection: StorageConnection, name: string): Promise<void> {
  await connection.call({
    sdkOperation: "DeleteBucketEncryption",
    operation: "remove the encryption of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.DeleteBucketEncryptionCommand({ Bucket: name }), options),
  });
}

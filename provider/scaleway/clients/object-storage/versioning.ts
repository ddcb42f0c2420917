/**
 * Whether a bucket keeps old versions of its objects.
 * @module
 */
import type { StorageConnection } from "./connection";

/** Once switched on it can only be suspended. */
export type Versioning = "never" | "enabled" | "suspended";

/** As it is now. */
export async function getVersioning(
  connection: StorageConnection,
  name: string,
): Promise<Versioning> {
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

/** Switches it on, or suspends it. */
export async function setVersioning(
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

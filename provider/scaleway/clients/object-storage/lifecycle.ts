/**
 * The lifecycle of a bucket.
 * @module
 */
import type { LifecycleRule } from "@aws-sdk/client-s3";
import type { StorageConnection } from "./connection";
import { requirePart, unlessCode } from "./missing";
import { fromSdk, toSdk, type NestedShape } from "./shapes";

/** Its rules; undefined where it has none. */
export async function getLifecycle(
  connection: StorageConnection,
  name: string,
): Promise<readonly NestedShape[] | undefined> {
  const asked = { operation: "read the lifecycle of bucket", resource: name };
  const reading = connection.call({
    sdkOperation: "GetBucketLifecycleConfiguration",
    ...asked,
    send: (client, sdk, options) =>
      client.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket: name }), options),
  });
  const found = await unlessCode(["NoSuchLifecycleConfiguration"], reading);
  return found && requirePart(found.Rules, asked).map(fromSdk).map(withoutOldForm);
}

/** Replaces all rules. */
export async function setLifecycle(
  connection: StorageConnection,
  name: string,
  rules: readonly NestedShape[],
): Promise<void> {
  const Rules = rules.map(toSdk) as LifecycleRule[];
  await connection.call({
    sdkOperation: "PutBucketLifecycleConfiguration",
    operation: "set the lifecycle of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(
        new sdk.PutBucketLifecycleConfigurationCommand({
          Bucket: name,
          LifecycleConfiguration: { Rules },
        }),
        options,
      ),
  });
}

/** Removes all rules. */
export async function removeLifecycle(connection: StorageConnection, name: string): Promise<void> {
  await connection.call({
    sdkOperation: "DeleteBucketLifecycle",
    operation: "remove the lifecycle of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.DeleteBucketLifecycleCommand({ Bucket: name }), options),
  });
}

/** A prefix that stands below the rule itself means the same as one in its filter. */
function withoutOldForm({ prefix, ...rule }: NestedShape): NestedShape {
  return prefix === undefined ? rule : { ...rule, filter: { prefix } };
}

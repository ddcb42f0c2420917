/**
 * A bucket's rules for pages of other origins.
 * @module
 */
import type { CORSRule } from "@aws-sdk/client-s3";
import type { StorageConnection } from "./connection";
import { requirePart, unlessCode } from "./missing";
import { fromSdk, toSdk, type NestedShape } from "./shapes";

/** The rules in their order; undefined where the bucket has none. */
export async function getCors(
  connection: StorageConnection,
  name: string,
): Promise<readonly NestedShape[] | undefined> {
  const asked = { operation: "read the CORS rules of bucket", resource: name };
  const reading = connection.call({
    sdkOperation: "GetBucketCors",
    ...asked,
    send: (client, sdk, options) =>
      client.send(new sdk.GetBucketCorsCommand({ Bucket: name }), options),
  });
  const found = await unlessCode(["NoSuchCORSConfiguration"], reading);
  return found && requirePart(found.CORSRules, asked).map(fromSdk);
}

/** Replaces all rules. */
export async function setCors(
  connection: StorageConnection,
  name: string,
  rules: readonly NestedShape[],
): Promise<void> {
  const CORSRules = rules.map(toSdk) as CORSRule[];
  await connection.call({
    sdkOperation: "PutBucketCors",
    operation: "set the CORS rules of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(
        new sdk.PutBucketCorsCommand({ Bucket: name, CORSConfiguration: { CORSRules } }),
        options,
      ),
  });
}

/** Removes all rules. */
export async function removeCors(connection: StorageConnection, name: string): Promise<void> {
  await connection.call({
    sdkOperation: "DeleteBucketCors",
    operation: "remove the CORS rules of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.DeleteBucketCorsCommand({ Bucket: name }), options),
  });
}

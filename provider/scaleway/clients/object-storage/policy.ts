/**
 * The policy of a bucket.
 * @module
 */
import type { StorageConnection } from "./connection";
import { requirePart, unlessCode } from "./missing";
import { policyOfText, policyToText, type BucketPolicyContent } from "./policy-text";

const MISSING = ["NoSuchBucketPolicy"];

/** What it says; undefined where the bucket has none. */
export async function getPolicy(
  connection: StorageConnection,
  name: string,
): Promise<BucketPolicyContent | undefined> {
  const asked = { operation: "read the policy of bucket", resource: name };
  const reading = connection.call({
    sdkOperation: "GetBucketPolicy",
    ...asked,
    send: (client, sdk, options) =>
      client.send(new sdk.GetBucketPolicyCommand({ Bucket: name }), options),
  });
  const found = await unlessCode(MISSING, reading);
  if (found === undefined) return undefined;
  return requirePart(policyOfText(found.Policy), asked);
}

/** Puts it in the place of the one before. */
export async function setPolicy(
  connection: StorageConnection,
  name: string,
  policy: BucketPolicyContent,
): Promise<void> {
  await connection.call({
    sdkOperation: "PutBucketPolicy",
    operation: "set the policy of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(
        new sdk.PutBucketPolicyCommand({ Bucket: name, Policy: policyToText(name, policy) }),
        options,
      ),
  });
}

/** Takes it away; none is fine. */
export async function deletePolicy(connection: StorageConnection, name: string): Promise<void> {
  const deletion = connection.call({
    sdkOperation: "DeleteBucketPolicy",
    operation: "delete the policy of bucket",
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.DeleteBucketPolicyCommand({ Bucket: name }), options),
  });
  await unlessCode([...MISSING, "NoSuchBucket"], deletion);
}

/**
 * The policy of a bucket.
 * @module
 */
import { CloudError } from "../../../core/errors";
import type { StorageConnection } from "./connection";
import { unlessCode } from "./missing";
import { policyOfText, policyToText, type BucketPolicyContent } from "./policy-text";

const MISSING = ["NoSuchBucketPolicy"];

/** What it says; undefined where the bucket has none. */
export async function getPolicy(
  connection: StorageConnection,
  name: string,
): Promise<BucketPolicyContent | undefined> {
  const operation = "read the policy of bucket";
  const reading = connection.call({
    sdkOperation: "GetBucketPolicy",
    operation,
    resource: name,
    send: (client, sdk, options) =>
      client.send(new sdk.GetBucketPolicyCommand({ Bucket: name }), options),
  });
  const found = await unlessCode(MISSING, reading);
  if (found === undefined) return undefined;
  const policy = policyOfText(found.Policy);
  if (policy) return policy;
  throw new CloudError({
    kind: "protocol",
    operation,
    resource: name,
    answer: "the answer is no bucket policy",
    hint: "Check the configured Object Storage address.",
  });
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

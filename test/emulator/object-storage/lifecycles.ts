/**
 * Rules of lifecycles, and a bucket under them.
 * @module
 */
import {
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  type S3Client,
} from "@aws-sdk/client-s3";

/** The bucket whose objects age. */
export const AGING = "aging";

/** A rule about everything in its bucket. */
export function whole(more: Partial<LifecycleRule>): LifecycleRule {
  return { ID: "rule", Status: "Enabled", Filter: { Prefix: "" }, ...more };
}

export function setRules(
  client: S3Client,
  Rules: LifecycleRule[],
  Bucket = AGING,
): Promise<unknown> {
  const LifecycleConfiguration = { Rules };
  return client.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }),
  );
}

export async function rulesOf(client: S3Client): Promise<LifecycleRule[] | undefined> {
  const asked = new GetBucketLifecycleConfigurationCommand({ Bucket: AGING });
  return (await client.send(asked)).Rules;
}

/**
 * A bucket's lifecycle: read, replaced, removed. `lifecycle-run.ts` carries it out.
 * @module
 */
import { NO_CONTENT, type BucketCall, type Handlers } from "./call";
import { S3Error } from "./errors";
import { verifyLifecycle } from "./lifecycle-limits";
import { lifecycleRulesOf, lifecycleRulesToXml } from "./lifecycle-rules";

/** Handlers about the lifecycle of a bucket. */
export const lifecycleHandlers: Handlers<BucketCall> = {
  GetBucketLifecycleConfiguration: ({ bucket }) => {
    if (bucket.lifecycle) return { body: lifecycleRulesToXml(bucket.lifecycle.rules) };
    // The refusal names the bucket beside the resource: recorded.
    throw new S3Error("NoSuchLifecycleConfiguration", { details: { BucketName: bucket.name } });
  },
  PutBucketLifecycleConfiguration: ({ bucket, body, state, now, randomHex }) => {
    const rules = lifecycleRulesOf(body, () => randomHex(16));
    verifyLifecycle(rules, bucket.region);
    const lifecycle = { rules, setAtMilliseconds: now.getTime() };
    state.buckets.set(bucket.name, { ...bucket, lifecycle });
    return {};
  },
  DeleteBucketLifecycle: ({ bucket, state }) => {
    state.buckets.set(bucket.name, { ...bucket, lifecycle: undefined });
    return NO_CONTENT;
  },
};

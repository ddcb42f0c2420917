import { partsOf } from "../bucket-parts";
import { BUCKET, BUCKET_LIFECYCLE } from "../kinds";
import type { Declared } from "../declared";
import type { Place } from "../place";
import { stackRule } from "../rule";

/** Parts of uploads that were given up, and old versions, are paid for and seen nowhere. */
export const objNoAbortMpu = stackRule({
  id: "obj-no-abort-mpu",
  severity: "low",
  description: "What nobody sees in a bucket goes by itself: parts of uploads, and old versions.",
  remediation:
    "Give the bucket a `BucketLifecycle` with `abortIncompleteMultipartUpload`, and with `noncurrentVersionExpiration` where it keeps versions.",
  subjects: (stack) => stack.of(BUCKET),
  check: (bucket, stack) => {
    const rules = partsOf(stack, bucket, BUCKET_LIFECYCLE)
      .flatMap((lifecycle) => lifecycle.at("rules").items())
      .filter((rule) => (rule.at("status").text() ?? "Enabled") === "Enabled");
    const missing = [
      ...(has(rules, "abortIncompleteMultipartUpload")
        ? []
        : ["parts of uploads that were given up"]),
      ...(keepsVersions(bucket) && !has(rules, "noncurrentVersionExpiration")
        ? ["old versions"]
        : []),
    ];
    if (missing.length === 0) return undefined;
    return { urn: bucket.urn, message: `nothing ever removes ${missing.join(", nor ")}` };
  },
});

const has = (rules: readonly Place[], name: string): boolean =>
  rules.some((rule) => rule.at(name).isGiven);

const keepsVersions = (bucket: Declared): boolean =>
  bucket.at("versioning").isTrue() || bucket.at("objectLock").isTrue();

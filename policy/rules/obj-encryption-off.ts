import { partsOf } from "../bucket-parts";
import { BUCKET, BUCKET_ENCRYPTION } from "../kinds";
import { stackRule } from "../rule";

/** Without it objects lie on the disks as they were sent. */
export const objEncryptionOff = stackRule({
  id: "obj-encryption-off",
  severity: "medium",
  description: "A bucket encrypts what is written to it.",
  remediation: "Give the bucket a `BucketEncryption`.",
  subjects: (stack) => stack.of(BUCKET),
  check: (bucket, stack) =>
    partsOf(stack, bucket, BUCKET_ENCRYPTION).length > 0
      ? undefined
      : { urn: bucket.urn, message: "the bucket does not encrypt what is written to it" },
});

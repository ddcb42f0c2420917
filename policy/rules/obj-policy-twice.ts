import { bucketIdOf, bucketOf } from "../bucket-parts";
import { BUCKET_POLICY } from "../kinds";
import type { Declared } from "../declared";
import { stackRule } from "../rule";
import type { Stack } from "../stack";

/** A bucket has one policy: each deployment would undo what the other resource has written. */
export const objPolicyTwice = stackRule({
  id: "obj-policy-twice",
  severity: "critical",
  description: "A bucket has one policy.",
  remediation: "Put all statements into one `BucketPolicy`.",
  subjects: (stack) => stack.of(BUCKET_POLICY),
  check: (policy, stack) => {
    const mine = identityOf(stack, policy);
    const others = stack
      .of(BUCKET_POLICY)
      .filter(
        (other) => other !== policy && mine !== undefined && identityOf(stack, other) === mine,
      );
    if (others.length === 0) return undefined;
    const names = others.map(({ name }) => name).join(", ");
    return { urn: policy.urn, message: `the same bucket has another policy: ${names}` };
  },
});

const identityOf = (stack: Stack, policy: Declared): string | undefined =>
  bucketOf(stack, policy)?.urn ?? bucketIdOf(stack, policy);

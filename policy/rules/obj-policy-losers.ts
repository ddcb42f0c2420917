import { textList } from "../config";
import { BUCKET_POLICY } from "../kinds";
import { bucketIdOf } from "../bucket-parts";
import { Undecidable } from "../place";
import type { access } from "../access";
import { byIamAlone, nameOf } from "../rights";
import { stackRule } from "../rule";
import { isAllowed, type Stack } from "../stack";

const ACTIONS = ["ListObjectsV2", "GetObject", "PutObject", "DeleteObject"];

/** A policy denies everybody whom it does not name, however much IAM gives. */
export const objPolicyLosers = stackRule({
  id: "obj-policy-losers",
  severity: "high",
  description:
    "A bucket policy shuts nobody out by oversight who has rights in the bucket's Project.",
  remediation:
    "Name them in the policy, take their rights in the Project away, or list them in `expected`.",
  config: { expected: textList("Ids, or names, of principals who are meant to be shut out.") },
  subjects: (stack) => stack.of(BUCKET_POLICY),
  check: (policy, stack, { config }) => {
    const name = bucketIdOf(stack, policy);
    const bucket = stack.world.buckets.find((each) => each.name === name);
    if (!bucket?.policy) return undefined;
    const { malformed } = bucket.policy;
    if (malformed !== undefined) throw new Undecidable(`the policy: ${malformed}`, policy.urn);
    const expected = config.texts("expected");
    const losers = stack.world.principals
      .filter(({ id, name: called }) => !expected.includes(id) && !expected.includes(called))
      .filter((principal) => loses(stack, principal, bucket, policy.urn))
      .map((principal) => nameOf(stack, principal));
    if (losers.length === 0) return undefined;
    return {
      urn: policy.urn,
      message: `it shuts out, whatever their rights: ${losers.join(", ")}`,
    };
  },
});

function loses(
  stack: Stack,
  asker: access.Principal,
  { name, policy }: access.Bucket,
  urn: string,
): boolean {
  const free = stack.accessIn("IAM alone", byIamAlone);
  const had = ACTIONS.filter((action) => {
    const target = { bucket: name, key: "any" };
    return free.answer({ asker, action, target }) === "allow";
  });
  const keys = ["any", ...(policy?.statements ?? []).flatMap(({ resources }) => keysOf(resources))];
  return (
    had.length > 0 &&
    !had.some((action) =>
      keys.some((key) =>
        isAllowed(stack.access, { asker, action, target: { bucket: name, key } }, urn),
      ),
    )
  );
}

/** One key for each part of the bucket that a statement is about. */
const keysOf = (resources: readonly string[]): string[] =>
  resources.flatMap((text) => {
    const [, ...key] = text.split("/");
    return key.length === 0 ? [] : [key.join("/").replaceAll("*", "any")];
  });

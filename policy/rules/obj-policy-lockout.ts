import { bucketIdOf } from "../bucket-parts";
import { textList } from "../config";
import { BUCKET_POLICY } from "../kinds";
import { Undecidable } from "../place";
import { stackRule } from "../rule";
import { isAllowed } from "../stack";

const NEEDED = ["GetObject", "ListObjectsV2", "PutBucketPolicy"];

/** After such a policy only the Organization's Owner can open the bucket again. */
export const objPolicyLockout = stackRule({
  id: "obj-policy-lockout",
  severity: "critical",
  description: "Under its policy somebody can still read and list a bucket and change the policy.",
  remediation:
    "Leave `keepDeployer` at true, or name an application that has ObjectStorageFullAccess and ObjectStorageBucketPolicyFullAccess on the bucket's Project.",
  config: {
    breakGlass: textList(
      "Ids, or names, of principals of whom one must keep access. Default: anybody of the program will do.",
    ),
  },
  subjects: (stack) => stack.of(BUCKET_POLICY),
  check: (policy, stack, { config }) => {
    // The provider adds a statement for whoever deploys.
    if (policy.at("keepDeployer").known() !== false) return undefined;
    const { urn } = policy;
    const name = bucketIdOf(stack, policy);
    const bucket = stack.world.buckets.find((each) => each.name === name);
    if (!bucket?.policy || name === undefined) return undefined;
    const { malformed } = bucket.policy;
    if (malformed !== undefined) throw new Undecidable(`the policy: ${malformed}`, urn);
    const chosen = config.texts("breakGlass");
    const principals = stack.world.principals.filter(
      (each) => chosen.length === 0 || chosen.includes(each.id) || chosen.includes(each.name),
    );
    const target = { bucket: name, key: "any" };
    const isKept = principals.some((asker) =>
      NEEDED.every((action) => isAllowed(stack.access, { asker, action, target }, urn)),
    );
    if (isKept) return undefined;
    const who = chosen.length === 0 ? "nobody of this program" : `none of ${chosen.join(", ")}`;
    return {
      urn,
      message: `under this policy ${who} can read, list and change the policy of the bucket`,
    };
  },
});

import { bucketOf } from "../bucket-parts";
import { textList } from "../config";
import { BUCKET_POLICY } from "../kinds";
import { stackRule } from "../rule";
import {
  allows,
  conditionsOf,
  firstFitting,
  isForEveryone,
  isRead,
  statementsOf,
} from "../statements";

/** What everybody may read is on the internet. */
export const objPolicyPublicRead = stackRule({
  id: "obj-policy-public-read",
  severity: "high",
  description: "Only buckets that are labeled as public can be read by everybody.",
  remediation:
    "Name users and applications instead of everyone, add a condition; or give the bucket a tag that says it is public.",
  config: { tags: textList("Names of tags that label such a bucket.", ["public"]) },
  subjects: function* (stack) {
    for (const policy of stack.of(BUCKET_POLICY)) {
      for (const statement of statementsOf(policy)) yield { policy, statement };
    }
  },
  check: ({ policy, statement }, stack, { config }) => {
    const action = firstFitting(statement.at("actions"), isRead);
    if (!action || !allows(statement) || !isForEveryone(statement)) return undefined;
    if (conditionsOf(statement).length > 0) return undefined;
    const tags = bucketOf(stack, policy)?.at("tags").members() ?? [];
    if (tags.some(([name]) => config.texts("tags").includes(name.toLowerCase()))) return undefined;
    return {
      urn: policy.urn,
      message: `${statement.path} allows ${String(action.text())} to everybody, also without a key`,
    };
  },
});

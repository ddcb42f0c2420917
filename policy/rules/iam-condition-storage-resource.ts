import { conditionalRules, namesResource } from "../conditions";
import { isStorageSet } from "../grants";
import { POLICY } from "../kinds";
import { resourceRule } from "../rule";

/** Conditions on single resources work for IAM, Key Manager and Secret Manager, and for nothing else. */
export const iamConditionStorageResource = resourceRule({
  id: "iam-condition-storage-resource",
  severity: "high",
  description: "No condition on single resources stands beside sets of Object Storage.",
  remediation:
    "Say who may use which bucket by a `BucketPolicy`; conditions on `request.*` may stay.",
  types: [POLICY],
  subjects: function* (policy) {
    for (const { rule, condition } of conditionalRules(policy)) {
      for (const set of rule.at("permissionSetNames").items()) yield { set, condition };
    }
  },
  check: ({ set, condition }) => {
    if (!isStorageSet(set.text() ?? "") || !namesResource(condition.text() ?? "")) return undefined;
    return `${condition.path} is about \`resource\`, which Object Storage does not tell: what it means for ${String(set.text())} is not stated anywhere`;
  },
});

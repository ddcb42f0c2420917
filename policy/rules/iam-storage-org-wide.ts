import { grantedSets, isStorageSet } from "../grants";
import { POLICY } from "../kinds";
import { resourceRule } from "../rule";

/** On the Organization, a set of Object Storage reaches every bucket there will ever be. */
export const iamStorageOrgWide = resourceRule({
  id: "iam-storage-org-wide",
  severity: "high",
  description: "Rights on Object Storage are given on Projects, not on the whole Organization.",
  remediation: "Give the rule `projectIds` instead of `organizationId`.",
  types: [POLICY],
  subjects: function* (policy) {
    for (const granted of grantedSets(policy)) {
      if (granted.rule.at("organizationId").isGiven) yield granted;
    }
  },
  check: ({ set }) => {
    const name = set.text() ?? "";
    if (!isStorageSet(name)) return undefined;
    return `${set.path} gives ${name} on the whole Organization: on all its Projects, also those to come`;
  },
});

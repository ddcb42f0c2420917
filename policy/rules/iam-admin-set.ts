import { textList } from "../config";
import { ADMIN_SETS, grantedSets } from "../grants";
import { POLICY } from "../kinds";
import { resourceRule } from "../rule";

/** The vendor's own warning: whoever holds one of these sets can give itself anything. */
export const iamAdminSet = resourceRule({
  id: "iam-admin-set",
  severity: "critical",
  description: "Only chosen policies give a set whose holder can give itself everything.",
  remediation:
    "Give the sets that are needed, such as IAMReadOnly or ProjectManager; or name the policy's resource in `allowed`.",
  config: {
    allowed: textList("Names of `Policy` resources in the program that may give such a set."),
  },
  types: [POLICY],
  subjects: (policy, { config }) =>
    config.texts("allowed").includes(policy.name) ? [] : grantedSets(policy),
  check: ({ set }) => {
    const name = set.text() ?? "";
    return ADMIN_SETS.includes(name)
      ? `${set.path} is ${name}: its holder can give itself every right`
      : undefined;
  },
});

import { allowsForLists, conditionalRules, namesResource } from "../conditions";
import { POLICY } from "../kinds";
import { resourceRule } from "../rule";

/** A list is about no single resource: a condition on one refuses it. */
export const iamConditionBreaksList = resourceRule({
  id: "iam-condition-breaks-list",
  severity: "low",
  description: "A condition on single resources lets lists pass.",
  remediation: "Add `|| !has(resource.id)` to the condition.",
  types: [POLICY],
  subjects: conditionalRules,
  check: ({ condition }) => {
    const text = condition.text() ?? "";
    if (!namesResource(text) || allowsForLists(text)) return undefined;
    return `${condition.path} refuses every list, which is about no single resource`;
  },
});

import { conditionalRules, impossibleIn } from "../conditions";
import { POLICY } from "../kinds";
import { resourceRule } from "../rule";

/** The service looks at the grammar of a condition only, and takes one that never holds. */
export const iamConditionImpossible = resourceRule({
  id: "iam-condition-impossible",
  severity: "medium",
  description: "The condition of a rule can hold.",
  remediation: "Write `||` between values of which one is enough, or `in [...]`.",
  types: [POLICY],
  subjects: conditionalRules,
  check: ({ condition }) => {
    const why = impossibleIn(condition.text() ?? "");
    return why === undefined ? undefined : `${condition.path} never holds: ${why}`;
  },
});

import { BUCKET_POLICY } from "../kinds";
import type { Place } from "../place";
import { resourceRule } from "../rule";
import { allows, conditionsOf, isForEveryone, statementsOf } from "../statements";

const ANY_ADDRESS = ["0.0.0.0/0", "::/0"];

/** Conditions that look like a gate and are none. */
export const objPolicyWideSource = resourceRule({
  id: "obj-policy-wide-source",
  severity: "high",
  description: "The conditions of a bucket policy keep somebody out.",
  remediation:
    "Name your own networks in `aws:SourceIp`. A `aws:Referer` is whatever the caller says it is: put another condition, or principals, beside it.",
  types: [BUCKET_POLICY],
  subjects: statementsOf,
  check: (statement) => (allows(statement) ? problemOf(statement) : undefined),
});

function problemOf(statement: Place): string | undefined {
  const conditions = conditionsOf(statement);
  const wide = conditions
    .filter(({ operator, key }) => operator === "IpAddress" && key === "aws:sourceip")
    .flatMap(({ values }) => values.filter((value) => ANY_ADDRESS.includes(value)));
  if (wide.length > 0) return `${statement.path} lets in ${wide.join(" and ")}: every address`;
  const isOnlyReferer =
    conditions.length > 0 && conditions.every(({ key }) => key === "aws:referer");
  if (!isOnlyReferer || !isForEveryone(statement)) return undefined;
  return `${statement.path} is open to everybody who says the right \`aws:Referer\`, which anyone can`;
}

import { BUCKET_POLICY } from "../kinds";
import { resourceRule } from "../rule";
import { CURRENT_VERSION, statementsOf, versionOf } from "../statements";

/** What is not allowed is denied already; the vendor's pages disagree on what a Deny does beyond that. */
export const objPolicyDeny = resourceRule({
  id: "obj-policy-deny",
  severity: "medium",
  description: "Bucket policies only allow.",
  remediation:
    "Take the statement out and narrow those that allow: whoever no statement allows is denied already.",
  types: [BUCKET_POLICY],
  subjects: (policy) => (versionOf(policy) === CURRENT_VERSION ? statementsOf(policy) : []),
  check: (statement) =>
    statement.at("effect").text() === "Deny"
      ? `${statement.path} denies: in this version whoever is not allowed is denied already`
      : undefined,
});

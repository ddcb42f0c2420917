import { BUCKET_POLICY } from "../kinds";
import { resourceRule } from "../rule";
import { allows, firstFitting, isChange, isForEveryone, statementsOf } from "../statements";

/** Whoever comes by may then write, delete, or fill the bucket at its owner's cost. */
export const objPolicyPublicWrite = resourceRule({
  id: "obj-policy-public-write",
  severity: "critical",
  description: "No bucket policy lets everybody write, delete or change anything.",
  remediation:
    "Name users and applications instead of everyone, or give presigned URLs to visitors.",
  types: [BUCKET_POLICY],
  subjects: statementsOf,
  check: (statement) => {
    const action = firstFitting(statement.at("actions"), isChange);
    if (!action || !allows(statement) || !isForEveryone(statement)) return undefined;
    return `${statement.path} allows ${String(action.text())} to everybody, also without a key`;
  },
});

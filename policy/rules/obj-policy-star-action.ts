import { textList } from "../config";
import { BUCKET_POLICY } from "../kinds";
import { resourceRule } from "../rule";
import { allows, firstFitting, isEverything, statementsOf } from "../statements";

/** All actions: the right to empty the bucket as well as to read it. */
export const objPolicyStarAction = resourceRule({
  id: "obj-policy-star-action",
  severity: "medium",
  description: "A bucket policy says which actions it allows.",
  remediation:
    "Name the actions. A statement for administrators may be named in `sids`; the deployer has a statement of its own anyway.",
  config: { sids: textList("Names (`sid`) of statements that may allow everything.") },
  types: [BUCKET_POLICY],
  subjects: statementsOf,
  check: (statement, _policy, { config }) => {
    const action = firstFitting(statement.at("actions"), isEverything);
    if (!action || !allows(statement)) return undefined;
    if (config.texts("sids").includes(statement.at("sid").text() ?? "")) return undefined;
    return `${statement.path} allows every action`;
  },
});

import { catalogDate } from "pulumi-storage-access-catalog";
import { BUCKET_POLICY } from "../kinds";
import { suggestion } from "../nearest";
import { resourceRule } from "../rule";
import { actionNames, isAction, statementsOf } from "../statements";

/** The service refuses the whole policy for one of them. */
export const objPolicyUnknownAction = resourceRule({
  id: "obj-policy-unknown-action",
  severity: "medium",
  description: "Bucket policies name actions that there are.",
  remediation:
    "Correct the name. s3:GetObject covers HeadObject, s3:ListBucket covers HeadBucket, and no action covers CreateBucket.",
  types: [BUCKET_POLICY],
  subjects: function* (policy) {
    for (const statement of statementsOf(policy)) yield* statement.at("actions").items();
  },
  check: (action) => {
    const name = action.text();
    if (name === undefined || isAction(name)) return undefined;
    return `${action.path}: the catalog of ${catalogDate} knows no action ${JSON.stringify(name)}${suggestion(name, actionNames)}`;
  },
});

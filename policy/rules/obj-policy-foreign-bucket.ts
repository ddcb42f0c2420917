import { BUCKET_POLICY } from "../kinds";
import { resourceRule } from "../rule";
import { statementsOf } from "../statements";

/** The service refuses it, or takes it and never applies it. */
export const objPolicyForeignBucket = resourceRule({
  id: "obj-policy-foreign-bucket",
  severity: "medium",
  description: "A bucket policy is about its own bucket.",
  remediation:
    "Name this bucket in `resources`, or leave them out: the whole bucket is then meant.",
  types: [BUCKET_POLICY],
  subjects: function* (policy) {
    for (const statement of statementsOf(policy)) yield* statement.at("resources").items();
  },
  check: (resource, policy) => {
    const text = resource.text();
    if (text === undefined || text.startsWith("arn:")) return undefined;
    const bucket = policy.at("bucket").text();
    if (bucket === undefined || text === bucket || text.startsWith(`${bucket}/`)) return undefined;
    return `${resource.path} is ${text}, which is not in bucket ${bucket}`;
  },
});

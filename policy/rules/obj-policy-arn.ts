import { BUCKET_POLICY } from "../kinds";
import { resourceRule } from "../rule";
import { statementsOf } from "../statements";

/** Copied from another cloud; this one refuses it. */
export const objPolicyArn = resourceRule({
  id: "obj-policy-arn",
  severity: "high",
  description: "Resources in a bucket policy are plain names.",
  remediation: "Write the bucket's name, `name/*` or `name/prefix/*`, without `arn:aws:s3:::`.",
  types: [BUCKET_POLICY],
  subjects: function* (policy) {
    for (const statement of statementsOf(policy)) yield* statement.at("resources").items();
  },
  check: (resource) => {
    // What is not known yet is made of names of buckets, which never look like that.
    if (resource.isUnknown || !resource.text()?.startsWith("arn:")) return undefined;
    return `${resource.path} is ${String(resource.text())}: the service knows no ARNs`;
  },
});

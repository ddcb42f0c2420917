import { BUCKET_POLICY } from "../kinds";
import { resourceRule } from "../rule";
import { statementsOf, versionOf } from "../statements";

const OLD = "2012-10-17";

/** The old version only adds to what IAM gives: it keeps nobody out. */
export const objPolicyOldVersion = resourceRule({
  id: "obj-policy-old-version",
  severity: "high",
  description: "Bucket policies are written in the current version.",
  remediation:
    "Write the policy in version 2023-04-17, and name everybody who is to keep access: it denies all others.",
  types: [BUCKET_POLICY],
  subjects: (policy) => [policy],
  check: (policy) => {
    if (versionOf(policy) !== OLD) return undefined;
    const ofApplications = statementsOf(policy).find(
      (statement) => statement.at("principals").at("applicationIds").items().length > 0,
    );
    return ofApplications
      ? `the version is ${OLD}, in which ${ofApplications.path} may not name applications: the service refuses it`
      : `the version is ${OLD}, which is deprecated and keeps nobody out whom IAM lets in`;
  },
});

import { POLICY } from "../kinds";
import { resourceRule } from "../rule";

const PRINCIPALS = ["applicationId", "userId", "groupId"];

/** Such a policy does nothing, and looks as if it did. */
export const iamPolicyNoPrincipal = resourceRule({
  id: "iam-policy-no-principal",
  severity: "medium",
  description: "A policy serves somebody.",
  remediation: "Give it an `applicationId`, `userId` or `groupId`, or take it out.",
  types: [POLICY],
  subjects: (policy) => [policy],
  check: (policy) =>
    PRINCIPALS.some((name) => policy.at(name).isGiven)
      ? undefined
      : "the policy serves nobody: it gives no right to anyone",
});

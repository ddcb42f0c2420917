import { POLICY } from "../kinds";
import { resourceRule } from "../rule";

/** Rights by group go with the job, not with the person. */
export const iamDirectUserGrant = resourceRule({
  id: "iam-direct-user-grant",
  severity: "low",
  description: "People have rights by their groups.",
  remediation: "Put the user into a `Group`, and give the policy that group's id.",
  types: [POLICY],
  subjects: (policy) => [policy.at("userId")],
  check: (userId) =>
    userId.isGiven ? "the policy serves one user directly, not by a group" : undefined,
});

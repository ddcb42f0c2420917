import { BUCKET_POLICY } from "../kinds";
import { resourceRule } from "../rule";
import { malformationOf } from "../statements";

/** A policy that nobody can read says nothing that the other rules could look at. */
export const objPolicyMalformed = resourceRule({
  id: "obj-policy-malformed",
  severity: "high",
  description: "A bucket policy can be understood.",
  remediation: "Write the policy as `statements`, whose parts the program's compiler checks.",
  types: [BUCKET_POLICY],
  subjects: (policy) => [policy],
  check: (policy) => malformationOf(policy),
});

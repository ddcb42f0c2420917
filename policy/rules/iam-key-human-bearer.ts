import { API_KEY } from "../kinds";
import { resourceRule } from "../rule";

/** Keys of people carry all that these people may do, and outlive their jobs. */
export const iamKeyHumanBearer = resourceRule({
  id: "iam-key-human-bearer",
  severity: "high",
  description: "An API key that a program keeps belongs to an application, not to a person.",
  remediation: "Give the key an `applicationId`, and give that application a policy of its own.",
  types: [API_KEY],
  subjects: (key) => [key.at("userId")],
  check: (userId) =>
    userId.isGiven
      ? "the key belongs to a user: it carries all that this person may do"
      : undefined,
});

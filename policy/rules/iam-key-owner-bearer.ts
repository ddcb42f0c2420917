import { textList } from "../config";
import { API_KEY } from "../kinds";
import { resourceRule } from "../rule";

/** Nothing can take a right away from the Owner, and so nothing from its keys. */
export const iamKeyOwnerBearer = resourceRule({
  id: "iam-key-owner-bearer",
  severity: "critical",
  description: "No API key that a program keeps belongs to the Organization's Owner.",
  remediation:
    "Give the key an `applicationId`, and that application the few rights that it needs. `owners` must name the Owner for this rule to know it.",
  config: { owners: textList("Ids of users who own an Organization.") },
  types: [API_KEY],
  subjects: (key, { config }) => (config.texts("owners").length === 0 ? [] : [key.at("userId")]),
  check: (userId, key, { config }) => {
    // Whom the program itself makes is a member, never the Owner.
    if (userId.isUnknown && key.referenceAt("userId") !== undefined) return undefined;
    return config.texts("owners").includes(userId.text() ?? "")
      ? "the key belongs to the Owner: no rule and no policy limits it"
      : undefined;
  },
});

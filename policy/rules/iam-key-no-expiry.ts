import { API_KEY } from "../kinds";
import { resourceRule } from "../rule";

/** A key without an end is good until somebody remembers it. */
export const iamKeyNoExpiry = resourceRule({
  id: "iam-key-no-expiry",
  severity: "high",
  description: "An API key has an end.",
  remediation:
    "Give the key `expiresAt`, and `rotation` for its successors. Where the level is `remediate`, the configured `expiresAt` is given to it.",
  config: {
    expiresAt: {
      type: "string",
      format: "date-time",
      description:
        "The end that keys without one are given where the level is `remediate`, as RFC 3339 writes it. Default: none, and nothing is changed.",
    },
  },
  types: [API_KEY],
  subjects: (key) => [key.at("expiresAt")],
  check: (expiresAt) => (expiresAt.isGiven ? undefined : "the key never ends"),
  remedy: (properties, key, { config }) => {
    const expiresAt = config.text("expiresAt");
    if (expiresAt === undefined || key.at("expiresAt").isGiven) return false;
    properties["expiresAt"] = expiresAt;
    return true;
  },
});

import { count } from "../config";
import { API_KEY } from "../kinds";
import { DAY_MILLISECONDS, momentOf } from "../moments";
import { resourceRule } from "../rule";

/** A key that ends soon stops whatever uses it. */
export const iamKeyExpiring = resourceRule({
  id: "iam-key-expiring",
  severity: "medium",
  description: "An API key is good for a while yet.",
  remediation:
    "Give it a later `expiresAt`, or `rotation` so that the next key is there before this one ends; then hand the new key out.",
  config: { days: count("How many days before its end a key is spoken of.", 14) },
  types: [API_KEY],
  subjects: (key) => [key.at("expiresAt")],
  check: (expiresAt, _key, { config, now }) => {
    const end = momentOf(expiresAt.text());
    if (end === undefined) return undefined;
    const left = end - now.getTime();
    if (left <= 0) return "the key has ended: it no longer works";
    const days = Math.ceil(left / DAY_MILLISECONDS);
    return days <= config.number("days") ? `the key ends in ${String(days)} days` : undefined;
  },
});

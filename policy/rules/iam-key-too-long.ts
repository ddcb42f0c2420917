import { count } from "../config";
import { API_KEY } from "../kinds";
import { DAY_MILLISECONDS, momentOf } from "../moments";
import { resourceRule } from "../rule";

/** The longer a key lives, the longer a stolen one is good. */
export const iamKeyTooLong = resourceRule({
  id: "iam-key-too-long",
  severity: "medium",
  description: "An API key ends within a few months.",
  remediation: "Give it an earlier `expiresAt`, and `rotation` for its successors.",
  config: { maximumDays: count("How many days from now a key may end at most.", 90) },
  types: [API_KEY],
  subjects: (key) => [key.at("expiresAt")],
  check: (expiresAt, _key, { config, now }) => {
    const end = momentOf(expiresAt.text());
    if (end === undefined) return undefined;
    const days = Math.ceil((end - now.getTime()) / DAY_MILLISECONDS);
    const most = config.number("maximumDays");
    return days > most
      ? `the key ends in ${String(days)} days: at most ${String(most)} are allowed`
      : undefined;
  },
});

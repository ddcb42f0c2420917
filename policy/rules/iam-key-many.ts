import { bearerOf } from "../bearers";
import { count } from "../config";
import { API_KEY } from "../kinds";
import { momentOf } from "../moments";
import type { Declared } from "../declared";
import { stackRule } from "../rule";

/** Of several keys nobody knows which ones are in use. A key in rotation counts once. */
export const iamKeyMany = stackRule<Declared>({
  id: "iam-key-many",
  severity: "medium",
  description: "An application or user has no more live API keys than it needs.",
  remediation:
    "Use one key with a `rotation`, whose old key stays good while the new one is handed out; or make one application for each use.",
  config: { maximum: count("How many keys that have not ended one bearer may have.", 1) },
  subjects: (stack) => stack.of(API_KEY),
  check: (key, stack, { config, now }) => {
    const bearer = bearerOf(stack, key)?.id;
    if (bearer === undefined || hasEnded(key, now)) return undefined;
    const all = stack
      .of(API_KEY)
      .filter((other) => bearerOf(stack, other)?.id === bearer && !hasEnded(other, now));
    const most = config.number("maximum");
    if (all.length <= most) return undefined;
    const names = all.map(({ name }) => name).join(", ");
    return {
      urn: key.urn,
      message: `its bearer has ${String(all.length)} keys (${names}): at most ${String(most)} allowed`,
    };
  },
});

function hasEnded(key: Declared, now: Date): boolean {
  const expiresAt = key.at("expiresAt");
  const end = expiresAt.isUnknown ? undefined : momentOf(expiresAt.text());
  return end !== undefined && end <= now.getTime();
}

/**
 * Rotation in an Organization that lets keys live only for so long: the end of each key rolls. It is the longest that is
 * allowed when the key is made, and never later than the `expiresAt` of the program, which stays the end of all.
 * @module
 */
import type { Context } from "../core/context";
import type { Findings, Foresight } from "../core/definition";
import { means } from "../core/fields";
import type { Properties } from "../core/sanitize";
import { serviceTime } from "../core/service-time";
import { expiry, isNearEnd } from "./api-key-expiry";
import { isKeyWorkDue, rotationOf, rotationRule } from "./api-key-rotation";
import type { LiveApiKey } from "./api-key-secret";
import { longestKeyLifeSeconds } from "./security-settings";

const DAY_SECONDS = 24 * 3600;

/** The service counts from the moment at which it makes the key, and its clock is known to a second. */
const MARGIN_SECONDS = 60;

/**
 * The end to ask for: what the program says, but for a key with a rotation no later than allowed.
 * @param wish of the program; its `rotation` and `expiresAt` count
 */
export async function endOfNewKey(
  context: Context,
  wish: { readonly rotation?: unknown; readonly expiresAt?: string | undefined },
): Promise<string | undefined> {
  if (!rotationOf({ rotation: wish.rotation })) return wish.expiresAt;
  const limit = await longestKeyLifeSeconds(context);
  if (limit === 0) return wish.expiresAt;
  const latest = serviceTime(context).getTime() + (limit - MARGIN_SECONDS) * 1000;
  const isEarlier = wish.expiresAt !== undefined && Date.parse(wish.expiresAt) <= latest;
  return isEarlier ? wish.expiresAt : new Date(latest).toISOString().replace(/\.\d+Z$/, "Z");
}

/** A key whose end was rolled, as the program is to see it. */
export function withWishedEnd(key: LiveApiKey, expiresAt: string | undefined): LiveApiKey {
  if (means(expiry, key.expiresAt, expiresAt)) return key;
  return { ...key, expiresAt, endsAt: key.expiresAt };
}

/** A listed key as the state knows it: an end that was rolled is not one that somebody has changed. */
export function withKnownEnd(key: LiveApiKey, { endsAt, expiresAt }: Properties): LiveApiKey {
  if (typeof endsAt !== "string" || !means(expiry, key.expiresAt, endsAt)) return key;
  return withWishedEnd(key, typeof expiresAt === "string" ? expiresAt : undefined);
}

/** True for a rotation that may be asked for, and is not the one of the last run. */
function isNewRotation({ rotation }: Properties, before: Properties): boolean {
  let isAllowed = rotationOf({ rotation }) !== undefined;
  rotationRule.check(rotation, "rotation", () => (isAllowed = false));
  return isAllowed && !means(rotationRule, rotation, before["rotation"]);
}

/** A date that this clock calls past or near, or a rotation that is due by it, is judged by the service's. */
export const foresight: Foresight = {
  beforeCheck: (inputs, before, now) =>
    isNearEnd(inputs["expiresAt"], now) || isNewRotation(inputs, before),
  beforeDiff: (state, news, now) =>
    isKeyWorkDue(state, news, now) ||
    (!!rotationOf(news) && Date.parse(String(state["createdAt"])) > now.getTime()),
  ask: async (context, inputs, findings) => {
    const limit = await longestKeyLifeSeconds(context);
    if (limit > 0) checkPeriod(inputs, limit / DAY_SECONDS, findings);
  },
};

/** A key that may not live until its successor is made is dead before it. */
function checkPeriod(inputs: Properties, longestDays: number, { report, warn }: Findings): void {
  const rotation = rotationOf(inputs);
  if (!rotation) return;
  const allowed = `the Organization lets an API key live for ${String(longestDays)} days at most`;
  if (rotation.everyDays >= longestDays) {
    report("rotation.everyDays", `it must be less than ${String(longestDays)}: ${allowed}`);
  } else if (rotation.everyDays + rotation.overlapDays > longestDays) {
    warn(`the overlap of keys is shorter than overlapDays: ${allowed}, and the old one ends then`);
  }
}

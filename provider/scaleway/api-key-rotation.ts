/**
 * Rotation of API keys: when a new key is due, and what becomes of the old one while its users move.
 * @module
 */
import type { Context } from "../core/context";
import { isCloudError } from "../core/errors";
import { means, quote, type Rule } from "../core/fields";
import { microseconds, number, record } from "../core/rules";
import type { Properties } from "../core/sanitize";
import { serviceTime } from "../core/service-time";
import type { Retired, Succession } from "../core/succession";
import { changeExpiry, expiry, EXPIRY_UNCHANGED } from "./api-key-expiry";
import type { LiveApiKey } from "./api-key-secret";
import { cloudFor } from "./cloud";
import { removing, requireOtherKey } from "./lock-out";

/** When a key gets a successor, and how long the two are good side by side. */
export interface ApiKeyRotation {
  /** The first `up` that many days after a key was made makes the next one. 1 to 3,650. */
  everyDays: number;
  /** How many days the old key stays good beside the new one; less than `everyDays`. 0: it is revoked at once. */
  overlapDays: number;
}

/** A key that is still good while its users move to the current one. */
export interface PreviousKey {
  /** The old access key. */
  readonly accessKey: string;
  /** When it dies, as RFC 3339 writes it. */
  readonly revokeAt: string;
}

const LONGEST_ROTATION_DAYS = 3_650;
const DAY_MILLISECONDS = 24 * 3600 * 1000;

/** What a rotation must look like. */
export const rotationRule: Rule = record(
  {
    everyDays: { rule: number(1, LONGEST_ROTATION_DAYS), required: true },
    overlapDays: { rule: number(0, LONGEST_ROTATION_DAYS), required: true },
  },
  ({ everyDays, overlapDays }, path, report) => {
    if (typeof everyDays !== "number" || typeof overlapDays !== "number") return;
    if (overlapDays < everyDays) return;
    const reason = `${quote(overlapDays)} is not allowed: it must be less than everyDays, ${quote(everyDays)}`;
    report(`${path}.overlapDays`, reason);
  },
);

/** The rotation that a program asks for; undefined where there is none, or where it is not known yet. */
export function rotationOf({ rotation }: Properties): ApiKeyRotation | undefined {
  const { everyDays, overlapDays } = (rotation ?? {}) as Partial<ApiKeyRotation>;
  if (typeof everyDays !== "number" || typeof overlapDays !== "number") return undefined;
  return { everyDays, overlapDays };
}

/** The keys in overlap. */
const previousKeysOf = (state: Properties): readonly PreviousKey[] =>
  (state["previousKeys"] ?? []) as readonly PreviousKey[];

const isPast = (moment: unknown, now: Date): boolean => {
  const parsed = typeof moment === "string" ? microseconds(moment) : undefined;
  return parsed !== undefined && parsed <= BigInt(now.getTime()) * 1000n;
};

/** True where the current key is old enough, or is to end at another moment than it was made to. */
function isRotationDue(state: Properties, news: Properties, now: Date): boolean {
  const rotation = rotationOf(news);
  const madeAt = Date.parse(String(state["createdAt"]));
  // A key that is to be dead by now has no successor.
  if (!rotation || Number.isNaN(madeAt) || isPast(news["expiresAt"], now)) return false;
  const isOld = now.getTime() >= madeAt + rotation.everyDays * DAY_MILLISECONDS;
  return (
    isOld ||
    isEnding(state["endsAt"], rotation, now) ||
    !means(expiry, state["expiresAt"], news["expiresAt"])
  );
}

/** True where a key that the Organization does not let live longer is about to end: its overlap begins. */
function isEnding(endsAt: unknown, { overlapDays }: ApiKeyRotation, now: Date): boolean {
  return isPast(endsAt, new Date(now.getTime() + overlapDays * DAY_MILLISECONDS));
}

/** True where the next `up` has a key to make or to revoke although nothing differs. */
export function isKeyWorkDue(state: Properties, news: Properties, now: Date): boolean {
  const isOver = previousKeysOf(state).some(({ revokeAt }) => isPast(revokeAt, now));
  return isOver || isRotationDue(state, news, now);
}

/** How keys follow one another. */
export const rotation: Succession<LiveApiKey> = {
  field: "rotation",
  ids: (id, state) => [
    typeof state["accessKey"] === "string" ? state["accessKey"] : id,
    ...previousKeysOf(state).map(({ accessKey }) => accessKey),
  ],
  isDue: isRotationDue,
  retire: ({ live, state, news, now }: Retired<LiveApiKey>) => {
    const { overlapDays = 0 } = rotationOf(news) ?? rotationOf(state) ?? {};
    const end = new Date(now.getTime() + overlapDays * DAY_MILLISECONDS);
    const retired = { accessKey: live.id, revokeAt: earlier(live.endsAt ?? live.expiresAt, end) };
    return { ...state, previousKeys: [...previousKeysOf(state), retired] };
  },
  // A run that was interrupted after it had set the old key's end.
  written: ["expiresAt"],
  forget: (state, id) => ({
    ...state,
    previousKeys: previousKeysOf(state).filter(({ accessKey }) => accessKey !== id),
  }),
  settle: async (context, state, saw) => {
    let known = state;
    for (const previous of previousKeysOf(state)) {
      if (await settleOne(context, previous, state)) continue;
      known = rotation.forget(known, previous.accessKey);
      saw(known);
    }
  },
};

function earlier(expiresAt: string | undefined, end: Date): string {
  if (expiresAt !== undefined && Date.parse(expiresAt) < end.getTime()) return expiresAt;
  return end.toISOString().replace(/\.\d+Z$/, "Z");
}

/** Revokes a key whose overlap is over, and lets any other end by itself then; answers whether it is still there. */
async function settleOne(
  context: Context,
  { accessKey, revokeAt }: PreviousKey,
  state: Properties,
): Promise<boolean> {
  const { iam } = cloudFor(context);
  if (isPast(revokeAt, serviceTime(context))) {
    requireOtherKey(context, accessKey, removing("API key", accessKey, state));
    context.log.info(`revokes ${accessKey}: its overlap ended at ${revokeAt}`);
    await iam.deleteApiKey(accessKey);
    return false;
  }
  const live = await iam.getApiKey(accessKey);
  if (!live) return false;
  if (live.expiresAt !== undefined && Date.parse(live.expiresAt) <= Date.parse(revokeAt)) {
    return true;
  }
  try {
    await changeExpiry(context, live, revokeAt);
    context.log.info(`${accessKey} is good until ${revokeAt}, beside the new key`);
  } catch (thrown) {
    if (!isCloudError(thrown) || thrown.code !== EXPIRY_UNCHANGED) throw thrown;
    context.log.warn(
      `${accessKey} does not end by itself at ${revokeAt}: ${thrown.answer}. The first \`up\` after that moment revokes it.`,
    );
  }
  return true;
}

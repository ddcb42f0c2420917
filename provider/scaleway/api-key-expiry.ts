/**
 * The expiry of an API key: when it may be past, and what to do where the service does not let it be changed.
 * @module
 */
import type { Context } from "../core/context";
import type { Checked } from "../core/definition";
import { CloudError, isCloudError } from "../core/errors";
import { means, quote } from "../core/fields";
import { instant, microseconds } from "../core/rules";
import { serviceTime } from "../core/service-time";
import { isUnknown } from "../core/unknown";
import type { ApiKey } from "./clients/iam";
import { cloudFor } from "./cloud";

/** What an expiry must look like. */
export const expiry = instant();

const DAY_MICROSECONDS = 24n * 3600n * 1_000_000n;

/** A key that ends sooner than this is spoken of at every preview. */
const WARNING_DAYS = 14n;

/** How long a key is still good, in microseconds; undefined where it ends never, or when is not known. */
function leftOf(expiresAt: unknown, now: Date): bigint | undefined {
  if (typeof expiresAt !== "string" || isUnknown(expiresAt)) return undefined;
  const moment = microseconds(expiresAt);
  return moment === undefined ? undefined : moment - BigInt(now.getTime()) * 1000n;
}

/** True where the end of a key is worth a word. */
export function isNearEnd(expiresAt: unknown, now: Date): boolean {
  const left = leftOf(expiresAt, now);
  return left !== undefined && left <= WARNING_DAYS * DAY_MICROSECONDS;
}

/** A past expiry is a mistake where it is new or changed, and a warning where it is not: a date must not stop a stack. */
export function checkExpiry(expiresAt: unknown, { before, now, report, warn }: Checked): void {
  const left = leftOf(expiresAt, now);
  if (left === undefined || typeof expiresAt !== "string" || !isNearEnd(expiresAt, now)) return;
  if (left > 0n) {
    warn(
      `the key ends at ${expiresAt}, in less than ${String(left / DAY_MICROSECONDS + 1n)} days: plan its successor (rotation, or a later expiresAt with replaceOnExpiryChange: true)`,
    );
    return;
  }
  if (means(expiry, expiresAt, before["expiresAt"])) {
    warn(`the key expired at ${expiresAt}; it no longer works`);
  } else {
    const text = `${quote(expiresAt)} is past: it must be later than now, ${quote(now.toISOString())}`;
    report("expiresAt", text);
  }
}

const SOON_MILLISECONDS = 3600 * 1000;

/** True for a moment within the next hour, in which a deployment may still be running. */
export function endsSoon(context: Context, expiresAt: string | undefined): boolean {
  const moment = expiresAt === undefined ? undefined : microseconds(expiresAt);
  const soon = BigInt(serviceTime(context).getTime() + SOON_MILLISECONDS) * 1000n;
  return moment !== undefined && moment < soon;
}

/**
 * Writes the expiry and compares the answer.
 * @throws CloudError where the service refuses the change, or takes it and ignores it
 */
export async function changeExpiry(
  context: Context,
  live: ApiKey,
  expiresAt: string | undefined,
): Promise<ApiKey> {
  const patch = { expiresAt: expiresAt ?? null };
  try {
    const changed = await cloudFor(context).iam.updateApiKey(live.id, patch);
    if (means(expiry, changed.expiresAt, expiresAt)) return changed;
    throw expiryUnchanged(live, expiresAt, `the service ignored it: ${saying(changed.expiresAt)}`);
  } catch (thrown) {
    const isRefusal = isCloudError(thrown, "invalid", "precondition", "conflict");
    if (!isRefusal || thrown.code === EXPIRY_UNCHANGED) throw thrown;
    throw expiryUnchanged(live, expiresAt, `the service refused it: ${thrown.answer}`);
  }
}

/** The code of the error where the service does not change an expiry. */
export const EXPIRY_UNCHANGED = "expiry_unchanged";
const saying = (expiresAt: string | undefined): string =>
  `expiresAt is ${quote(expiresAt ?? null)}`;

function expiryUnchanged(live: ApiKey, expiresAt: string | undefined, answer: string): CloudError {
  return new CloudError({
    kind: "precondition",
    code: EXPIRY_UNCHANGED,
    operation: `change expiresAt to ${quote(expiresAt ?? null)} on API key`,
    resource: live.id,
    answer,
    hint: `The key is as it was (${saying(live.expiresAt)}), and it is not replaced in silence. Put the old value back, or set replaceOnExpiryChange: true to get a new key with a new secret.`,
  });
}

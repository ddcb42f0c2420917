/**
 * What the Organization's security settings ask of a new API key: known before the service refuses one.
 * @module
 */
import type { Context } from "../core/context";
import { CloudError, isCloudError } from "../core/errors";
import { quote } from "../core/fields";
import { microseconds } from "../core/rules";
import { serviceTime } from "../core/service-time";
import type { SecuritySettings } from "./clients/iam";
import { cloudFor, organizationId } from "./cloud";

/** The settings, under the Organization's id. */
export interface KnownSettings extends SecuritySettings {
  readonly id: string;
}

const SHELF = "security settings of the Organization";

/** Notes what the settings are from now on. */
export function rememberSecuritySettings(context: Context, settings: KnownSettings): void {
  context.bulk.put(SHELF, settings);
}

/** The settings, read once for all keys of a deployment; undefined where the caller may not read them. */
async function knownSettings(context: Context): Promise<KnownSettings | undefined> {
  const id = await organizationId(context);
  const all = await context.bulk.list<KnownSettings>(SHELF, async () => {
    try {
      return [{ id, ...(await cloudFor(context).iam.getSecuritySettings()) }];
    } catch (thrown) {
      // Whoever may make keys need not be allowed to read this: the service then has the last word.
      if (isCloudError(thrown, "denied", "notFound", "protocol")) return [];
      throw thrown;
    }
  });
  return all.get(id);
}

/** How long an API key may live in the Organization; 0: for ever, or as the service says, which keeps it to itself. */
export async function longestKeyLifeSeconds(context: Context): Promise<number> {
  return (await knownSettings(context))?.maxApiKeyExpirationDurationSeconds ?? 0;
}

/**
 * Looks at an expiry before it is sent.
 * @param expiresAt undefined: never
 * @throws CloudError where the Organization asks for another
 */
export async function requireAllowedExpiry(
  context: Context,
  expiresAt: string | undefined,
  attempted: { readonly operation: string; readonly resource: string },
): Promise<void> {
  const limit = await longestKeyLifeSeconds(context);
  if (limit === 0) return;
  const latest = new Date(serviceTime(context).getTime() + limit * 1000);
  const moment = expiresAt === undefined ? undefined : microseconds(expiresAt);
  if (moment !== undefined && moment <= BigInt(latest.getTime()) * 1000n) return;
  const wish = expiresAt === undefined ? "has no expiresAt" : `is to end at ${quote(expiresAt)}`;
  throw new CloudError({
    ...attempted,
    kind: "precondition",
    code: "expiry_not_allowed",
    answer: `the Organization lets an API key live for ${inWords(limit)} at most, and this one ${wish}`,
    hint: `Nothing was sent. The latest expiresAt allowed now is ${quote(withoutMilliseconds(latest))}.`,
  });
}

const DAY_SECONDS = 24 * 3600;

function inWords(seconds: number): string {
  const days = seconds / DAY_SECONDS;
  return Number.isInteger(days) ? `${String(days)} days` : `${String(seconds)} seconds`;
}

const withoutMilliseconds = (moment: Date): string =>
  moment.toISOString().replace(/\.\d{3}Z$/, "Z");

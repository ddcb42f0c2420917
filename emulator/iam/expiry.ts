/**
 * When a key ends: set once, and changed only where the switch lets it.
 * @module
 */
import type { ApiContext } from "../gateway/context";
import { invalidArgument } from "../gateway/errors";
import type { ApiKey } from "../organization/records";
import { microsecondsNow, parseTimestamp, type Microseconds } from "../timestamps";

/**
 * The expiry of a new key, which the Organization may ask for.
 * @throws ApiError 400 where it is missing, no moment, has passed, or lies further ahead than the Organization allows
 */
export function firstExpiry(
  text: string | undefined,
  context: ApiContext,
): Microseconds | undefined {
  if (text !== undefined) return newExpiry(text, context);
  const { maximumApiKeyLifetimeSeconds } = context.organization.profile.security;
  if (maximumApiKeyLifetimeSeconds === 0) return undefined;
  const help = "organization security settings require an expiration date for API keys";
  throw invalidArgument("expires_at", "constraint", help);
}

function newExpiry(text: string, { clock, switches, organization }: ApiContext): Microseconds {
  const moment = parseTimestamp(text);
  if (moment === undefined) {
    throw invalidArgument("expires_at", "format", "value must be a valid timestamp");
  }
  if (moment <= microsecondsNow(clock) && switches().pastExpiry === "refuse") {
    throw invalidArgument("expires_at", "constraint", "value must be in the future");
  }
  const { maximumApiKeyLifetimeSeconds: maximum } = organization.profile.security;
  if (maximum > 0 && moment > microsecondsNow(clock) + maximum * 1_000_000) {
    const help = `organization security settings limit the life of API keys to ${maximum}s`;
    throw invalidArgument("expires_at", "constraint", help);
  }
  return moment;
}

/**
 * The expiry that a key has after a PATCH. A key from before the Organization limited keys keeps the one it has.
 * @throws ApiError 400 where a set expiry cannot be changed, or the new one is none
 */
export function editedExpiry(key: ApiKey, text: string, context: ApiContext): Microseconds {
  if (key.expiresAt === undefined) return newExpiry(text, context);
  if (parseTimestamp(text) === key.expiresAt) return key.expiresAt;
  const { expiryEditable } = context.switches();
  if (expiryEditable === "accept") return newExpiry(text, context);
  if (expiryEditable === "ignore") return key.expiresAt;
  throw invalidArgument("expires_at", "constraint", "an expiration date cannot be changed");
}

/**
 * When a key ends: set once, and changed only where the switch lets it.
 * @module
 */
import type { ApiContext } from "../gateway/context";
import { invalidArgument } from "../gateway/errors";
import type { ApiKey } from "../organization/records";
import { microsecondsNow, parseTimestamp, type Microseconds } from "../timestamps";

/**
 * The expiry of a new key, or of a key that has none.
 * @throws ApiError 400 for no moment, or one that has passed
 */
export function newExpiry(text: string, { clock, switches }: ApiContext): Microseconds {
  const moment = parseTimestamp(text);
  if (moment === undefined) {
    throw invalidArgument("expires_at", "format", "value must be a valid timestamp");
  }
  if (moment <= microsecondsNow(clock) && switches().pastExpiry === "refuse") {
    throw invalidArgument("expires_at", "constraint", "value must be in the future");
  }
  return moment;
}

/**
 * The expiry that a key has after a PATCH.
 * @throws ApiError 400 where a set expiry cannot be changed
 */
export function editedExpiry(key: ApiKey, text: string, context: ApiContext): Microseconds {
  if (key.expiresAt === undefined) return newExpiry(text, context);
  if (parseTimestamp(text) === key.expiresAt) return key.expiresAt;
  const { expiryEditable } = context.switches();
  if (expiryEditable === "accept") return newExpiry(text, context);
  if (expiryEditable === "ignore") return key.expiresAt;
  throw invalidArgument("expires_at", "constraint", "an expiration date cannot be changed");
}

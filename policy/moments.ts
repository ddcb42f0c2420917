/**
 * Moments in time, as programs write them.
 * @module
 */

/** A day. */
export const DAY_MILLISECONDS = 24 * 3600 * 1000;

/** Milliseconds after the epoch; undefined for what is no moment. */
export function momentOf(text: string | undefined): number | undefined {
  const moment = Date.parse(text ?? "");
  return Number.isNaN(moment) ? undefined : moment;
}

/**
 * Durations as the API writes them: seconds with an `s`, such as `86400s` or `2.5s`.
 * @module
 */
import { invalidArgument } from "../gateway/errors";

/** Schema of a duration. */
export const DURATION = { type: "string" };

const TEXT = /^\d{1,12}(\.\d{1,9})?s$/;

/**
 * Reads a duration.
 * @throws ApiError 400
 */
export function secondsFrom(argument: string, text: string): number {
  if (TEXT.test(text)) return Number(text.slice(0, -1));
  throw invalidArgument(argument, "format", 'value must be a duration, such as "86400s"');
}

/** Writes a duration. */
export function durationText(seconds: number): string {
  return `${seconds}s`;
}

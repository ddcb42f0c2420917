/**
 * Moments to the microsecond, as the service stores and prints them.
 * @module
 */
import type { Clock } from "./clock";

/** Microseconds since 1970-01-01T00:00:00Z: an exact integer until the year 2255. */
export type Microseconds = number;

const MICROSECONDS_PER_SECOND = 1_000_000;

/** The clock's time in microseconds. */
export function microsecondsNow(clock: Clock): Microseconds {
  return clock.now().getTime() * 1000;
}

/** Stamps records: never twice the same moment, so the order of creation can always be told. */
export class Stamps {
  private last: Microseconds = 0;

  constructor(private readonly clock: Clock) {}

  next(): Microseconds {
    this.last = Math.max(microsecondsNow(this.clock), this.last + 1);
    return this.last;
  }
}

/** RFC 3339 in UTC with 0, 3 or 6 digits after the point: groups of three zeros at the end are dropped. */
export function formatTimestamp(moment: Microseconds): string {
  const seconds = Math.floor(moment / MICROSECONDS_PER_SECOND);
  const fraction = String(moment - seconds * MICROSECONDS_PER_SECOND).padStart(6, "0");
  const digits = fraction.replace(/(000){1,2}$/, "");
  const whole = new Date(seconds * 1000).toISOString().slice(0, -".000Z".length);
  return `${whole}${digits === "" ? "" : `.${digits}`}Z`;
}

/** Reads RFC 3339 with any offset; digits beyond the microsecond are cut. Undefined when it is no such text. */
export function parseTimestamp(text: string): Microseconds | undefined {
  const parts = /^(.+?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/i.exec(text);
  const milliseconds = parts ? Date.parse(`${parts[1] ?? ""}${parts[3] ?? ""}`) : NaN;
  if (Number.isNaN(milliseconds)) return undefined;
  const fraction = (parts?.[2] ?? "").padEnd(6, "0").slice(0, 6);
  return milliseconds * 1000 + Number(fraction);
}

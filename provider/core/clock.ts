/**
 * Time as the provider sees it. Nothing else reads the time or sets a timer, so that tests run years in no time.
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";

/** Tells the time and waits. */
export interface Clock {
  now(): Date;
  /** Resolves after that many milliseconds; rejects at once when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const realClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
};

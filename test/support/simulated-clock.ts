/**
 * A clock on which waiting takes no time: sleeping moves the hands at once.
 * @module
 */
import type { Clock } from "../../provider/core/clock";

/** A clock that tests read and set. */
export interface SimulatedClock extends Clock {
  /** Every sleep so far, in milliseconds. */
  readonly sleeps: readonly number[];
  advance(milliseconds: number): void;
}

/** A clock that stands at the given moment until somebody sleeps on it. */
export function simulatedClock(start = "2027-01-01T00:00:00Z"): SimulatedClock {
  let now = Date.parse(start);
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => new Date(now),
    advance: (milliseconds) => void (now += milliseconds),
    sleep(milliseconds, signal) {
      if (signal?.aborted === true) {
        return Promise.reject(Object.assign(new Error("aborted"), { name: "AbortError" }));
      }
      sleeps.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

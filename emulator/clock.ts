/**
 * What time it is in the local cloud: real, or moved by a test.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";

/** Where the cloud reads the time; a test gives one that it moves itself. */
export interface Clock {
  now(): Date;
  /** Waits so long. Absent: really, whatever the hands say. */
  sleep?(milliseconds: number): Promise<void>;
}

/** The machine's own time. */
export const realClock: Clock = { now: () => new Date() };

/** A clock that runs beside another, as far ahead of it or behind it as it was moved. */
export class MovableClock implements Clock {
  private offsetMilliseconds = 0;

  constructor(private readonly clock: Clock) {}

  now(): Date {
    return new Date(this.clock.now().getTime() + this.offsetMilliseconds);
  }

  sleep(milliseconds: number): Promise<void> {
    return this.clock.sleep?.(milliseconds) ?? sleep(milliseconds);
  }

  /** @param milliseconds - below 0: back */
  advance(milliseconds: number): void {
    this.offsetMilliseconds += milliseconds;
  }

  /** It is that time now, and goes on from there. */
  setTime(time: Date): void {
    this.advance(time.getTime() - this.now().getTime());
  }
}

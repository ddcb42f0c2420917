/**
 * What time it is in the local cloud: real, or moved by a test.
 * @module
 */

/** Where the cloud reads the time; a test gives one that it moves itself. */
export interface Clock {
  now(): Date;
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

  /** @param milliseconds - below 0: back */
  advance(milliseconds: number): void {
    this.offsetMilliseconds += milliseconds;
  }

  /** It is that time now, and goes on from there. */
  setTime(time: Date): void {
    this.advance(time.getTime() - this.now().getTime());
  }
}

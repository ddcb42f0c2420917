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

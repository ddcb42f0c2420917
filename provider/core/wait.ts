/**
 * Waiting that is bounded, explained and never silent.
 * @module
 */
import type { Clock } from "./clock";
import { canceledError, CloudError, isAbort, isCloudError, type CloudErrorFields } from "./errors";
import type { Log } from "./log";

/** What every wait and every retry of one operation shares. */
export interface Pacing {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** No wait goes on after this moment. */
  readonly deadline: Date;
  /** A number from 0 (included) to 1 (excluded), as `Math.random` gives. */
  readonly random: () => number;
}

/** Waits of more than this are said aloud. */
const SILENCE_MILLISECONDS = 5_000;
/** Between two lines about the same wait. */
const ANNOUNCEMENT_INTERVAL_MILLISECONDS = 15_000;

const seconds = (milliseconds: number): string => `${String(Math.round(milliseconds / 1000))} s`;

/** Milliseconds from now to the deadline; negative once it has passed. */
export function remainingMilliseconds({ clock, deadline }: Pacing): number {
  return deadline.getTime() - clock.now().getTime();
}

/** Sleeps; `observed` says what was seen last. */
export type Pause = (milliseconds: number, observed?: string) => Promise<void>;

/**
 * A sleep that belongs to one wait: as soon as the wait as a whole exceeds five seconds it prints what it waits for, how
 * long it has waited and until when it may.
 * @param what what is waited for, such as `Project photos to become deletable`
 */
export function createPause(what: string, pacing: Pacing): Pause {
  const { clock, log, signal, deadline } = pacing;
  const startedAt = clock.now().getTime();
  let announcedAt: number | undefined;
  return async (milliseconds, observed) => {
    const now = clock.now().getTime();
    const isLong = now - startedAt + milliseconds > SILENCE_MILLISECONDS;
    const isDue =
      announcedAt === undefined || now - announcedAt >= ANNOUNCEMENT_INTERVAL_MILLISECONDS;
    if (isLong && isDue) {
      announcedAt = now;
      const seen = observed === undefined ? "" : ` (${observed})`;
      log.info(
        `waiting for ${what}${seen}: ${seconds(now - startedAt)} so far, next try in ${seconds(milliseconds)}, ` +
          `deadline in ${seconds(remainingMilliseconds(pacing))} (${deadline.toISOString()})`,
      );
    }
    try {
      await clock.sleep(milliseconds, signal);
    } catch (thrown) {
      if (isAbort(thrown)) throw canceledError({ operation: "wait for", resource: what });
      throw thrown;
    }
  };
}

/** What one look found: the end of the wait, or what is still in the way. */
export type Probe<T> =
  | { readonly done: true; readonly value: T }
  | {
      readonly done: false;
      readonly observed: string;
      /** How long the service asked callers to stay away. */
      readonly retryAfterSeconds?: number | undefined;
    };

/** A wait for something that a probe can see. */
export interface WaitOptions<T> {
  /** What is waited for, such as `Project photos to become deletable`. */
  readonly what: string;
  readonly probe: () => Promise<Probe<T>>;
  readonly pacing: Pacing;
  /** Time between the first two probes; it grows by half from probe to probe. Default 1,000. */
  readonly intervalMilliseconds?: number;
  /** The longest time between two probes. Default 10,000. */
  readonly maximumIntervalMilliseconds?: number;
  /** How the error at the deadline differs from the plain one: its kind (default `unavailable`), code or hint. */
  readonly failure?: Partial<CloudErrorFields>;
}

/**
 * Probes until it is done. At least one probe is made, and one more at the deadline itself, unless the service asked to be
 * left alone for longer.
 * @throws CloudError at the deadline, saying what was waited for and what was seen last
 */
export async function waitFor<T>(options: WaitOptions<T>): Promise<T> {
  const { what, pacing, maximumIntervalMilliseconds = 10_000 } = options;
  const pause = createPause(what, pacing);
  const startedAt = pacing.clock.now();
  let interval = options.intervalMilliseconds ?? 1_000;
  let seen: string | undefined;
  for (;;) {
    const found = await look(options.probe, seen);
    if (found.done) return found.value;
    seen = found.observed;
    const remaining = remainingMilliseconds(pacing);
    const away = (found.retryAfterSeconds ?? 0) * 1000;
    if (remaining <= 0 || away > remaining) throw overdue(options, seen, startedAt);
    const jittered = Math.min(interval * (0.75 + pacing.random() / 2), remaining);
    await pause(Math.max(jittered, away), seen);
    interval = Math.min(interval * 1.5, maximumIntervalMilliseconds);
  }
}

/** One look; a call that comes too late for the deadline has seen what the look before it saw. */
async function look<T>(
  probe: () => Promise<Probe<T>>,
  seen: string | undefined,
): Promise<Probe<T>> {
  try {
    return await probe();
  } catch (thrown) {
    const isLate = isCloudError(thrown) && thrown.code === "deadline";
    if (isLate && seen !== undefined) return { done: false, observed: seen };
    throw thrown;
  }
}

function overdue<T>(
  { what, pacing, failure }: WaitOptions<T>,
  seen: string,
  startedAt: Date,
): CloudError {
  const waited = seconds(pacing.clock.now().getTime() - startedAt.getTime());
  return new CloudError({
    kind: "unavailable",
    code: "deadline",
    operation: "wait for",
    resource: what,
    answer: `${seen}, still so after ${waited}, with the deadline at ${pacing.deadline.toISOString()}`,
    hint: "Run the deployment again later, or give the resource a longer time in `timeouts`.",
    ...failure,
  });
}

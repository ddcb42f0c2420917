/**
 * Trying again, where that can neither hurt the service nor make a second object.
 * @module
 */
import { isCloudError, type CloudError } from "./errors";
import { createPause, remainingMilliseconds, type Pacing } from "./wait";

/** When and how often to try again. */
export interface RetryPolicy {
  readonly pacing: Pacing;
  /** What is tried, for the line that announces a long wait: such as `create application "ci"`. */
  readonly what: string;
  /** Tries in all, the first one included. Default 6. */
  readonly attempts?: number;
  /** Upper end of the first wait; it doubles from try to try. Default 500. */
  readonly baseMilliseconds?: number;
  /** No wait is longer, unless the service asks for it by Retry-After. Default 20,000. */
  readonly maximumMilliseconds?: number;
  /** Whether this failure may pass by itself and the call be repeated. Default {@link isTransient}. */
  readonly isRetryable?: (error: CloudError) => boolean;
}

/** Failures that an untouched repetition cannot cure. */
const PERMANENT_CODES = new Set(["canceled", "deadline", "untrusted_certificate"]);

/** True where the same call may succeed a moment later: no answer, too many requests, or the service's own failure. */
export function isTransient(error: CloudError): boolean {
  if (PERMANENT_CODES.has(error.code ?? "")) return false;
  if (error.code === "truncated") return true;
  return ["network", "rateLimited", "unavailable"].includes(error.kind);
}

/** True where the service may have carried out the call although it looks failed. */
export function isAmbiguous(error: CloudError): boolean {
  if (error.code === "canceled" || wasNeverSent(error)) return false;
  return ["network", "unavailable", "protocol"].includes(error.kind);
}

const NEVER_SENT_CODES = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "untrusted_certificate",
  "deadline",
]);

/** True where the request cannot have reached the service. */
export function wasNeverSent(error: CloudError): boolean {
  return NEVER_SENT_CODES.has(error.code ?? "");
}

/**
 * Calls until a try succeeds, fails for good, or tries and time are used up. Between tries it waits an exponentially
 * growing, jittered time, and never less than the service's Retry-After.
 * @throws CloudError of the last try; its hint says why no further one was made
 */
export async function retry<T>(
  policy: RetryPolicy,
  attempt: (number: number) => Promise<T>,
): Promise<T> {
  const { pacing, attempts = 6, isRetryable = isTransient } = policy;
  const pause = createPause(policy.what, pacing);
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number);
    } catch (thrown) {
      if (!isCloudError(thrown) || !isRetryable(thrown)) throw thrown;
      if (number >= attempts) throw givenUp(thrown, `${String(number)} tries failed alike`);
      const wait = waitMilliseconds(policy, number, thrown);
      if (wait > remainingMilliseconds(pacing)) {
        const next = `the next try, ${String(Math.ceil(wait / 1000))} s from now`;
        throw givenUp(thrown, `${next}, would come after the deadline`);
      }
      await pause(wait, thrown.answer);
    }
  }
}

function waitMilliseconds(policy: RetryPolicy, number: number, error: CloudError): number {
  const { baseMilliseconds = 500, maximumMilliseconds = 20_000, pacing } = policy;
  const ceiling = Math.min(baseMilliseconds * 2 ** (number - 1), maximumMilliseconds);
  const jittered = ceiling * (0.5 + pacing.random() / 2);
  return Math.max(jittered, (error.retryAfterSeconds ?? 0) * 1000);
}

function givenUp(error: CloudError, why: string): CloudError {
  const hint = error.hint === undefined ? "" : ` ${error.hint}`;
  return error.with({ hint: `Given up: ${why}.${hint}` });
}

/** How long after a write the service's lists may still be those of before. */
export const STALENESS_SECONDS = 5;

/** How to make an object exactly once. */
export interface CreateOnceOptions<T> {
  /** What is made, such as `application "ci"`. */
  readonly what: string;
  /** Looks for the object past every cache; undefined where the lists do not show it. */
  readonly find: () => Promise<T | undefined>;
  /** Sends the request that makes it, once. */
  readonly create: () => Promise<T>;
  /** How long after a write the lists may still not show it. Default 5. */
  readonly stalenessSeconds?: number;
  /** Time between two looks. Default 1,000. */
  readonly pollMilliseconds?: number;
  readonly pacing: Pacing;
}

/**
 * Makes an object although answers may get lost. After a failure that may hide a success it looks until the object shows
 * up (and takes it) or the lists have been clean for longer than the service may be stale; only then it sends the request
 * once more. After a second such failure it looks again and then fails: an error, never a second object.
 */
export async function createOnce<T>(options: CreateOnceOptions<T>): Promise<T> {
  try {
    return await options.create();
  } catch (thrown) {
    if (!isCloudError(thrown) || !isAmbiguous(thrown)) throw thrown;
    options.pacing.log.warn(
      `no usable answer when making ${options.what} (${thrown.answer}): looking whether it was made`,
    );
    const made = await findWithinStaleness(options, thrown);
    if (made !== undefined) return made;
  }
  try {
    return await options.create();
  } catch (thrown) {
    if (!isCloudError(thrown) || !isAmbiguous(thrown)) throw thrown;
    const made = await findWithinStaleness(options, thrown);
    if (made !== undefined) return made;
    throw thrown.with({
      hint: "It was tried twice, and no list shows it: nothing more is sent, so that it is not made twice. Run the deployment again when the service answers.",
    });
  }
}

/** Looks until the object shows up, or until a look that began after the staleness bound is clean. */
async function findWithinStaleness<T>(
  options: CreateOnceOptions<T>,
  cause: CloudError,
): Promise<T | undefined> {
  const { pacing, stalenessSeconds = STALENESS_SECONDS, pollMilliseconds = 1_000 } = options;
  const pause = createPause(`${options.what} to show up in the lists`, pacing);
  const cleanAfter = pacing.clock.now().getTime() + stalenessSeconds * 1000;
  // A look is a call as well: it does not come earlier than the service asked for.
  const awayMilliseconds = (cause.retryAfterSeconds ?? 0) * 1000;
  if (awayMilliseconds > remainingMilliseconds(pacing)) throw undecided(options, cause);
  if (awayMilliseconds > 0) await pause(awayMilliseconds, cause.answer);
  for (;;) {
    const lookedAt = pacing.clock.now().getTime();
    const found = await options.find();
    if (found !== undefined) return found;
    if (lookedAt > cleanAfter) return undefined;
    if (remainingMilliseconds(pacing) <= 0) throw undecided(options, cause);
    await pause(pollMilliseconds, "not there so far");
  }
}

function undecided<T>({ what }: CreateOnceOptions<T>, cause: CloudError): CloudError {
  return cause.with({
    hint: `Whether it was made is not known: the deadline came before the lists could show it. Run the deployment again: it takes ${what} over if it is there.`,
  });
}

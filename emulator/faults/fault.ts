/**
 * What can go wrong with one request.
 * @module
 */

/** An answer given instead of the service's own. */
export interface FaultAnswer {
  readonly status: number;
  /** A text is sent as it is, anything else as JSON. Absent: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Faults that need no number:
 * - `drop-before`: the connection is cut, and nothing was done;
 * - `drop-after`: it was done, and the connection is cut with no answer;
 * - `truncated`: it was done; half of the body arrives under the length of the whole, then the connection is cut;
 * - `rate-limited`: 429 as recorded, with no body and no Retry-After; in Object Storage 503 as recorded;
 * - `server-error`: 500;
 * - `unavailable`: 503;
 * - `transient-state`: 409, another change is under way;
 * - `resource-not-usable`: 412, a check of the service's own failed; Object Storage does not have it.
 */
export type FaultName =
  | "drop-before"
  | "drop-after"
  | "truncated"
  | "rate-limited"
  | "server-error"
  | "unavailable"
  | "transient-state"
  | "resource-not-usable";

/** 429 that asks to come back later: the real one never does, other gateways do. */
export interface RateLimited {
  readonly kind: "rate-limited";
  /** Whole seconds. */
  readonly retryAfterSeconds: number;
}

/** The request waits on the cloud's clock before it is carried out. */
export interface Slow {
  readonly kind: "slow";
  readonly milliseconds: number;
}

/** A GET or HEAD is answered as it would have been so long ago, rights included. */
export interface Stale {
  readonly kind: "stale";
  /** 300 at most. */
  readonly seconds: number;
}

/** What goes wrong with one request. */
export type Fault = FaultName | RateLimited | Slow | Stale | FaultAnswer;

/** Every name of a fault that needs no number. */
export const FAULT_NAMES: readonly FaultName[] = [
  "drop-before",
  "drop-after",
  "truncated",
  "rate-limited",
  "server-error",
  "unavailable",
  "transient-state",
  "resource-not-usable",
];

/** True for methods that change nothing, which alone can be answered from the past. */
export function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

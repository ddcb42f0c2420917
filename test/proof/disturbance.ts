/**
 * What is done to the commands of one case: chosen by its seed alone.
 * @module
 */
import type { FaultPlan, FaultRule, PlannedFault } from "../../emulator";
import type { Kill } from "../support/world";

/** How long reads may lag: the bound that the provider reckons with. */
export const STALENESS_SECONDS = 5;

/** One case's share of misfortune. */
export interface Disturbance {
  readonly kill: Kill | undefined;
  readonly plan: FaultPlan;
  /** The caller's rights are still spreading while the command runs. */
  readonly isSpreading: boolean;
  /** How many runs in a row are disturbed. */
  readonly runs: number;
  /** Somebody else's edit comes while the first of them is under way, not before it. */
  readonly isEditedMeanwhile: boolean;
}

const FAULTS: readonly PlannedFault[] = [
  "drop-before",
  "drop-after",
  "truncated",
  "rate-limited",
  { kind: "rate-limited", retryAfterSeconds: 3 },
  "server-error",
  "unavailable",
  { kind: "slow", milliseconds: 2_500 },
];

/** A steady source of numbers from 0 to 1; neighboring seeds have nothing in common. */
export function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The disturbance of that seed. */
export function disturbanceOf(seed: number): Disturbance {
  const chance = chances(seed);
  const upTo = (highest: number): number => 1 + Math.floor(chance() * highest);
  const kill = {
    request: upTo(chance() < 0.8 ? 4 : 12),
    phase: chance() < 0.5 ? "before" : "after",
  } as const;
  const rules: FaultRule[] = [];
  const count = chance() < 0.3 ? 2 : 1;
  for (let rule = 0; rule < count; rule += 1) {
    const fault = FAULTS[Math.floor(chance() * FAULTS.length)] ?? "drop-after";
    rules.push(chance() < 0.7 ? { nth: upTo(5), fault } : { probability: 0.15, times: 4, fault });
  }
  const fault = {
    kind: "stale",
    upToSeconds: STALENESS_SECONDS,
    monotonic: chance() < 0.5,
  } as const;
  const stale: FaultRule = { probability: 0.3, fault };
  const [isKilled, isFaulty, isStale] = [chance() < 0.7, chance() < 0.8, chance() < 0.5];
  return {
    kill: isKilled ? kill : undefined,
    plan: {
      seed: String(seed),
      rules: [...(isFaulty ? rules : []), ...(isStale ? [stale] : [])],
    },
    isSpreading: chance() < 0.1,
    runs: chance() < 0.25 ? 2 : 1,
    isEditedMeanwhile: chance() < 0.5,
  };
}

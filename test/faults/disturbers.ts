/**
 * Who disturbs a running command: one kills, one makes requests go wrong.
 * @module
 */
import type { Fault, FaultPlan, RequestRecord } from "../../emulator";
import { FaultPlanner } from "../../emulator/faults/plan";
import { killAtOnce, providerOf } from "../support/processes";
import type { FaultCase, KillCase } from "./cases";

/** What a cloud asks at its requests. */
export interface Hooks {
  onRequest?: (request: RequestRecord, phase: "before" | "after") => void;
  faults?: (request: RequestRecord) => Fault | undefined;
}

/** Who disturbs a running command. */
export interface Disturber {
  readonly hooks: Hooks;
  /** From now on, until it is disarmed. */
  arm(engineId: number): void;
  disarm(): void;
  /** How often it struck. */
  readonly strikes: number;
}

/** What a plan of these cases makes go wrong, one of them a plan. */
const FAULTS = [
  "drop-before",
  "drop-after",
  "truncated",
  "rate-limited",
  { kind: "rate-limited", retryAfterSeconds: 1 },
  "server-error",
  { kind: "stale", upToSeconds: 2, monotonic: true },
] as const;

/** The plan of a case: one kind of fault, at every third request or so, four times at most. */
function planOf({ seed }: FaultCase): FaultPlan {
  const fault = FAULTS[seed % FAULTS.length] ?? "drop-after";
  return { seed: String(seed), rules: [{ probability: 0.3, times: 4, fault }] };
}

/** Kills once, at the case's request; counts from when it is armed. */
export class Assassin implements Disturber {
  private armed: number | undefined;
  private seen = 0;
  private struck: number | undefined;

  constructor(private readonly kill: KillCase) {}

  arm(engineId: number): void {
    this.armed = engineId;
    this.seen = 0;
  }

  /** Whoever is started later is not killed: this kills once. */
  disarm(): void {
    this.armed = undefined;
  }

  readonly hooks: Hooks = {
    onRequest: (request, phase) => {
      if (this.armed === undefined) return;
      if (phase === "before") this.seen += 1;
      if (this.seen !== this.kill.request || phase !== this.kill.moment) return;
      if (this.struck !== undefined) return;
      this.struck = request.number;
      this.strike(this.armed);
    },
    faults: (request) =>
      this.kill.moment === "before" && request.number === this.struck ? "drop-before" : undefined,
  };

  private strike(engineId: number): void {
    const provider = providerOf(engineId);
    if (this.kill.victim !== "provider") killAtOnce(engineId);
    if (this.kill.victim !== "engine" && provider) killAtOnce(provider.id);
  }

  get strikes(): number {
    return this.struck === undefined ? 0 : 1;
  }
}

/** Makes requests go wrong, by the case's plan, while it is armed. */
export class Saboteur implements Disturber {
  private planner: FaultPlanner | undefined;
  strikes = 0;

  constructor(private readonly each: FaultCase) {}

  arm(): void {
    this.planner = new FaultPlanner(planOf(this.each));
  }

  disarm(): void {
    this.planner = undefined;
  }

  readonly hooks: Hooks = {
    faults: (request) => {
      const fault = this.planner?.decide(request, new Date());
      if (fault !== undefined) this.strikes += 1;
      return fault;
    },
  };
}

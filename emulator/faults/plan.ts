/**
 * Plans of faults: which requests go wrong, and how, decided by a seed and so the same at every run.
 * @module
 */
import { createHash } from "node:crypto";
import type { RequestRecord, ServiceName } from "../requests";
import { answerOf } from "./answers";
import { isRead, type Fault } from "./fault";

/** A read is answered from a moment in the past that the seed chooses. */
export interface StaleWithin {
  readonly kind: "stale";
  /** At most so old; 300 at most. */
  readonly upToSeconds: number;
  /** Never older than an answer before: what was seen once stays seen. Default false. */
  readonly monotonic?: boolean;
}

/** What a rule does to a request. */
export type PlannedFault = Fault | StaleWithin;

/** Which requests go wrong, and how. */
export interface FaultRule {
  /** Operations by name, `*` for any part: `POST /iam/*`, `ListBuckets`. Default: all. */
  readonly operation?: string;
  /** Default: all services. */
  readonly service?: ServiceName;
  /** Which of the requests that the rule is about, from 1. Default: every one. */
  readonly nth?: number | readonly number[];
  /** Or how likely each of them is to go wrong, from 0 to 1; the seed decides. */
  readonly probability?: number;
  /** At most so many. Default: no limit. */
  readonly times?: number;
  readonly fault: PlannedFault;
}

/** The first rule that strikes decides. */
export interface FaultPlan {
  /** Any text; needed where a probability or an age is to be chosen. Default: the cloud's seed. */
  readonly seed?: string;
  readonly rules: readonly FaultRule[];
}

/** Decides request by request. */
export class FaultPlanner {
  private readonly rules: RunningRule[];

  constructor({ rules, seed = "" }: FaultPlan) {
    this.rules = rules.map((rule, index) => new RunningRule(rule, `${seed}\n${index}`));
  }

  /** @param now - on the cloud's clock */
  decide(request: RequestRecord, now: Date): Fault | undefined {
    // Every rule counts every request that it is about, whichever strikes.
    const [fault] = this.rules.flatMap((rule) => rule.decide(request, now) ?? []);
    return fault;
  }
}

class RunningRule {
  private readonly pattern: RegExp;
  private seen = 0;
  private struck = 0;
  private newestMilliseconds = -Infinity;

  constructor(
    private readonly rule: FaultRule,
    private readonly seed: string,
  ) {
    const parts = (rule.operation ?? "*").split("*").map(escaped);
    this.pattern = new RegExp(`^${parts.join(".*")}$`, "s");
  }

  decide(request: RequestRecord, now: Date): Fault | undefined {
    if (!this.isAbout(request)) return undefined;
    this.seen += 1;
    const isTooMany = this.rule.times !== undefined && this.struck >= this.rule.times;
    if (isTooMany || !this.strikes()) return undefined;
    this.struck += 1;
    const { fault } = this.rule;
    return typeof fault === "object" && "upToSeconds" in fault ? this.aged(fault, now) : fault;
  }

  private isAbout(request: RequestRecord): boolean {
    const { service, fault } = this.rule;
    if (service !== undefined && service !== request.service) return false;
    return this.pattern.test(request.operation) && isPossible(fault, request);
  }

  private strikes(): boolean {
    const { nth, probability } = this.rule;
    if (nth !== undefined) return [nth].flat().includes(this.seen);
    return probability === undefined || this.chance("strikes") < probability;
  }

  private aged({ upToSeconds, monotonic = false }: StaleWithin, now: Date): Fault {
    const chosen = now.getTime() - this.chance("age") * upToSeconds * 1000;
    const moment = monotonic ? Math.max(chosen, this.newestMilliseconds) : chosen;
    this.newestMilliseconds = moment;
    return { kind: "stale", seconds: Math.max(0, now.getTime() - moment) / 1000 };
  }

  /** From 0 to 1: the same for the same seed, rule and request of the rule. */
  private chance(purpose: string): number {
    const digest = createHash("sha256").update(`${this.seed}\n${this.seen}\n${purpose}`).digest();
    return digest.readUInt32BE(0) / 2 ** 32;
  }
}

/** A rule counts only what it can strike: a write is never stale, and Object Storage does not have every refusal. */
function isPossible(fault: PlannedFault, request: RequestRecord): boolean {
  if (fault === "resource-not-usable") return answerOf(fault, request) !== undefined;
  const isStale = typeof fault === "object" && "kind" in fault && fault.kind === "stale";
  return !isStale || isRead(request.method);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

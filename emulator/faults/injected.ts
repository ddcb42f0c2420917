/**
 * What went wrong in a run, as a plan that makes the same go wrong again.
 * @module
 */
import type { RequestRecord } from "../requests";
import type { Fault } from "./fault";
import type { FaultPlan, FaultRule } from "./plan";

const LIMIT = 100_000;

/** Counts requests by operation, and keeps what was done to which. */
export class InjectedFaults {
  private readonly seen = new Map<string, number>();
  private readonly rules: FaultRule[] = [];

  constructor(private readonly report: (rule: FaultRule) => void = () => undefined) {}

  /** Told of every request, in the order in which their faults are decided. */
  note({ operation, service }: RequestRecord, fault: Fault | undefined): void {
    const key = `${service} ${operation}`;
    const nth = (this.seen.get(key) ?? 0) + 1;
    this.seen.set(key, nth);
    if (fault === undefined) return;
    const rule: FaultRule = { service, operation, nth, fault };
    if (this.rules.length < LIMIT) this.rules.push(rule);
    this.report(rule);
  }

  /** One rule for each fault of the first 100,000, by operation and how many of it came before. */
  get plan(): FaultPlan {
    return { rules: [...this.rules] };
  }
}

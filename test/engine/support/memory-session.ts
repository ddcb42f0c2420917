/**
 * A stack's state in memory, with the engine's own ledger: no files, no secrets to seal.
 * @module
 */
import { Ledger } from "../../../engine/state/ledger";
import type {
  Change,
  Deployment,
  PendingOperation,
  ResourceState,
  StackSession,
} from "../../../engine/state/types";

/** An empty deployment, or one of the given resources. */
export function deploymentOf(resources: ResourceState[] = []): Deployment {
  return { manifest: { time: "", magic: "", version: "" }, resources, metadata: {} };
}

/** A copy of plain data; structuredClone would make it of another realm's objects under jest. */
export function copyOf<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** A session that keeps everything in memory, and notes every change. */
export class MemorySession implements StackSession {
  readonly base: Deployment;
  /** Everything that was recorded, in order. */
  readonly recorded: (PendingOperation | Change)[] = [];
  readonly #ledger: Ledger;

  constructor(base: Deployment) {
    this.base = base;
    this.#ledger = new Ledger(base);
  }

  begin(operation: PendingOperation): Promise<void> {
    this.recorded.push(operation);
    this.#ledger.begin(operation);
    return Promise.resolve();
  }

  commit(change: Change): Promise<void> {
    this.recorded.push(change);
    this.#ledger.commit(change);
    return Promise.resolve();
  }

  snapshot(): Deployment {
    return copyOf(this.#ledger.snapshot());
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * Where a cloud keeps what it knows, and whether that can be read as it was a while ago.
 * @module
 */
import {
  checkPropagation,
  Propagation,
  type PropagationOptions,
} from "./authorization/propagation";
import type { Clock } from "./clock";
import { DiskStore } from "./disk-store";
import { HistoryStore } from "./history";
import { MemoryStore } from "./memory-store";
import { Organization } from "./organization/organization";
import type { Store } from "./store";

/** How a cloud keeps. */
export interface KeepingOptions {
  readonly clock: Clock;
  readonly dataDirectory?: string | undefined;
  /** Instead of a folder or memory. */
  readonly store?: Store | undefined;
  readonly seed?: string | undefined;
  readonly propagation?: PropagationOptions | undefined;
  /** Some requests may be answered from the past. */
  readonly answersFromThePast: boolean;
}

/** What a cloud keeps. */
export interface Keeping {
  readonly store: Store;
  readonly organization: Organization;
  readonly propagation: Propagation | undefined;
  /** Reads everything as it was so long ago, in one turn; without a history: as it is. */
  readonly ago: <Result>(milliseconds: number, read: () => Result) => Result;
}

/**
 * Opens the store and founds the Organization, or finds it there.
 * @throws Error when the times of propagation are out of range, or another process has the folder open
 */
export function keep(options: KeepingOptions): Keeping {
  const { clock, dataDirectory, seed, propagation } = options;
  if (propagation) checkPropagation(propagation);
  const kept = options.store ?? storeIn(dataDirectory);
  if (!propagation && !options.answersFromThePast) {
    const organization = new Organization({ store: kept, clock, seed });
    return { store: kept, organization, propagation, ago: (_milliseconds, read) => read() };
  }
  const store = new HistoryStore(kept, clock);
  const organization = new Organization({ store, clock, seed });
  store.forget();
  return {
    store,
    organization,
    propagation: propagation && new Propagation(store, { seed: seed ?? "", ...propagation }),
    ago: (milliseconds, read) => store.ago(milliseconds, read),
  };
}

function storeIn(dataDirectory: string | undefined): Store {
  return dataDirectory === undefined ? new MemoryStore() : new DiskStore(dataDirectory);
}

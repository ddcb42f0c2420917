/**
 * Tables in memory: they end with the process.
 * @module
 */
import type { Store, Table } from "./store";

/** A store that keeps nothing beyond the process. */
export class MemoryStore implements Store {
  /** @param tables - to begin with, by name; they are written to */
  constructor(protected readonly tables = new Map<string, Table<unknown>>()) {}

  table<Value>(name: string): Table<Value> {
    let table = this.tables.get(name);
    if (!table) this.tables.set(name, (table = new Map<string, unknown>()));
    return table as Table<Value>;
  }

  flushed(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

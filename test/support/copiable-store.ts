/**
 * A store in memory of which copies are made: a world is prepared once, and each test goes on from a world of its own.
 * @module
 */
import { deserialize, serialize } from "node:v8";
import type { Store, Table } from "../../emulator/store";

/** A store that can be copied. */
export class CopiableStore implements Store {
  constructor(private readonly tables = new Map<string, Map<string, unknown>>()) {}

  table<Value>(name: string): Table<Value> {
    const table = this.tables.get(name) ?? new Map<string, unknown>();
    this.tables.set(name, table);
    return table as Table<Value>;
  }

  /** A store that holds the same, and goes its own way. */
  copy(): CopiableStore {
    return new CopiableStore(
      deserialize(serialize(this.tables)) as Map<string, Map<string, unknown>>,
    );
  }

  flushed(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

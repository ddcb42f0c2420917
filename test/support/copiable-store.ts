/**
 * A store in memory of which copies are made: a world is prepared once, and each test goes on from a world of its own.
 * @module
 */
import { deserialize, serialize } from "node:v8";
import { MemoryStore } from "../../emulator/memory-store";
import type { Table } from "../../emulator/store";

/** A store that can be copied. */
export class CopiableStore extends MemoryStore {
  /** A store that holds the same, and goes its own way. */
  copy(): CopiableStore {
    return new CopiableStore(deserialize(serialize(this.tables)) as Map<string, Table<unknown>>);
  }
}

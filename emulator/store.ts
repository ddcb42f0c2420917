/**
 * Where the local cloud keeps what it knows: named tables, in memory, or in a folder that survives restarts.
 * @module
 */

/** One kind of record by key. Reads are synchronous; a write is seen by the next read at once. */
export interface Table<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  /** In the order in which the keys were first set. */
  values(): IterableIterator<Value>;
  readonly size: number;
  /** True while it is read as it was a while ago: what was computed from the present does not hold then. */
  readonly isPast?: boolean;
}

/** All tables of one cloud. */
export interface Store {
  /** The table of that name; values are plain data (objects, strings, numbers, Buffers). */
  table<Value>(name: string): Table<Value>;
  /** Resolves when everything written so far is on disk (at once, in memory). An answer is sent only after it. */
  flushed(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A store that can be read as it was a while ago: what copies of the data that lag behind answer from.
 * @module
 */
import type { Clock } from "./clock";
import type { Store, Table } from "./store";

/** One write: what was there before it. */
interface Change<Value> {
  readonly atMilliseconds: number;
  readonly before: Value | undefined;
}

/** Which moment all tables are read at; undefined: the present. */
interface Reading {
  milliseconds: number | undefined;
}

/** How far back the past can be read. Nothing in the cloud lags longer. */
export const LONGEST_LAG_SECONDS = 300;

class HistoryTable<Value> implements Table<Value> {
  private readonly changes = new Map<string, Change<Value>[]>();

  constructor(
    private readonly table: Table<Value>,
    private readonly clock: Clock,
    private readonly reading: Reading,
  ) {}

  get isPast(): boolean {
    return this.reading.milliseconds !== undefined;
  }

  get size(): number {
    return this.isPast ? [...this.values()].length : this.table.size;
  }

  get(key: string): Value | undefined {
    const { milliseconds } = this.reading;
    if (milliseconds === undefined) return this.table.get(key);
    const next = this.changes.get(key)?.find(({ atMilliseconds }) => atMilliseconds > milliseconds);
    return next ? next.before : this.table.get(key);
  }

  set(key: string, value: Value): void {
    this.note(key);
    this.table.set(key, value);
  }

  delete(key: string): void {
    this.note(key);
    this.table.delete(key);
  }

  *values(): IterableIterator<Value> {
    if (!this.isPast) {
      yield* this.table.values();
      return;
    }
    const unchanged = new Set(this.table.values());
    for (const key of this.changes.keys()) {
      const present = this.table.get(key);
      if (present !== undefined) unchanged.delete(present);
      const past = this.get(key);
      if (past !== undefined) yield past;
    }
    yield* unchanged;
  }

  /** From here on, what is there now was always there. */
  forget(): void {
    this.changes.clear();
  }

  /** The keys stand in the order of their last change: those that are old enough to be forgotten come first. */
  private note(key: string): void {
    const now = this.clock.now().getTime();
    const oldest = now - LONGEST_LAG_SECONDS * 1000;
    const kept = (this.changes.get(key) ?? []).filter((one) => one.atMilliseconds > oldest);
    this.changes.delete(key);
    this.changes.set(key, [...kept, { atMilliseconds: now, before: this.table.get(key) }]);
    for (const [old, changes] of this.changes) {
      if ((changes.at(-1)?.atMilliseconds ?? 0) > oldest) return;
      this.changes.delete(old);
    }
  }
}

/** Any store, with its last five minutes. */
export class HistoryStore implements Store {
  private readonly tables = new Map<string, HistoryTable<unknown>>();
  private readonly reading: Reading = { milliseconds: undefined };

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  table<Value>(name: string): Table<Value> {
    let table = this.tables.get(name);
    if (!table) {
      table = new HistoryTable(this.store.table<unknown>(name), this.clock, this.reading);
      this.tables.set(name, table);
    }
    return table as unknown as Table<Value>;
  }

  /** From here on, what is there now was always there: what a cloud begins with is no news. */
  forget(): void {
    for (const table of this.tables.values()) table.forget();
  }

  /**
   * Reads everything as it was so long ago, and writes nothing. The work must be done in one turn.
   * @param milliseconds - 0: as it is now, also amid reading the past
   */
  ago<Result>(milliseconds: number, read: () => Result): Result {
    const before = this.reading.milliseconds;
    this.reading.milliseconds =
      milliseconds === 0 ? undefined : this.clock.now().getTime() - milliseconds;
    try {
      return read();
    } finally {
      this.reading.milliseconds = before;
    }
  }

  flushed(): Promise<void> {
    return this.store.flushed();
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

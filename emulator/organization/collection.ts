/**
 * A table with indexes: what a request looks up never costs a walk over everything.
 * @module
 */
import type { Table } from "../store";

/** The index keys of a record, by name of the index. */
export type Indexes<Value, IndexName extends string> = Record<
  IndexName,
  (value: Value) => readonly string[]
>;

/** What records must have, by index or by `id`: one of those keys. An absent list demands nothing. */
export type Narrowing<IndexName extends string> = Partial<
  Record<IndexName | "id", readonly string[] | undefined>
>;

/** So many records are looked at one by one. */
const FEW = 1000;
const NONE: ReadonlySet<string> = new Set();

/** What every record has: its id, and when it was made. */
interface Dated {
  readonly id: string;
  readonly createdAt: number;
}

/** Records of one kind by id. A record is never changed in place: `put` replaces it. */
export class Collection<Value extends Dated, IndexName extends string = never> {
  private readonly idsByKey = new Map<string, Set<string>>();
  /** What `all` answered last; absent once anything has changed. */
  private everything: readonly Value[] | undefined;

  /** @param indexes - for each index, the keys under which a record is found */
  constructor(
    private readonly table: Table<Value>,
    private readonly indexes: Indexes<Value, IndexName>,
  ) {
    for (const value of table.values()) this.enter(value);
  }

  get size(): number {
    return this.table.size;
  }

  find(id: string): Value | undefined {
    return this.table.get(id);
  }

  has(id: string): boolean {
    return this.table.get(id) !== undefined;
  }

  /** The oldest. */
  first(): Value | undefined {
    for (const value of this.table.values()) return value;
    return undefined;
  }

  /** All of them, oldest first: the same array until one of them changes, so that what is made of it can be kept. */
  all(): readonly Value[] {
    if (this.table.isPast) return [...this.table.values()];
    return (this.everything ??= [...this.table.values()]);
  }

  /** Those with that key in the index, in no particular order. */
  by(index: IndexName, key: string): Value[] {
    if (this.table.isPast) return this.searched(index, key);
    return [...this.idsBy(index, key)].flatMap((id) => this.table.get(id) ?? []);
  }

  /**
   * Few records among which all are that have what is demanded, oldest first; not all of them need have it.
   * @returns undefined where nothing that is demanded leaves few, and in the past, which has no indexes
   */
  among(demanded: Narrowing<IndexName>): readonly Value[] | undefined {
    if (this.table.isPast) return undefined;
    let fewest: { count: number; ids: () => readonly string[] } = {
      count: FEW + 1,
      ids: () => [],
    };
    for (const [name, keys] of Object.entries<readonly string[] | undefined>(demanded)) {
      if (!keys) continue;
      const found = name === "id" ? [keys] : keys.map((key) => this.idsBy(name, key));
      const count = found.reduce((sum, ids) => sum + sizeOf(ids), 0);
      if (count < fewest.count) fewest = { count, ids: () => found.flatMap((ids) => [...ids]) };
    }
    if (fewest.count > FEW) return undefined;
    return [...new Set(fewest.ids())]
      .flatMap((id) => this.table.get(id) ?? [])
      .sort((one, other) => one.createdAt - other.createdAt);
  }

  /** How many have that key in the index. */
  count(index: IndexName, key: string): number {
    if (this.table.isPast) return this.searched(index, key).length;
    return this.idsByKey.get(indexKey(index, key))?.size ?? 0;
  }

  /** Adds the record, or replaces the one with its id. */
  put(value: Value): Value {
    const previous = this.table.get(value.id);
    if (previous) this.leave(previous);
    this.everything = undefined;
    this.table.set(value.id, value);
    this.enter(value);
    return value;
  }

  remove(id: string): void {
    const previous = this.table.get(id);
    if (!previous) return;
    this.leave(previous);
    this.everything = undefined;
    this.table.delete(id);
  }

  private idsBy(index: string, key: string): ReadonlySet<string> {
    return this.idsByKey.get(indexKey(index, key)) ?? NONE;
  }

  /** The indexes are of the present: the past is walked through. */
  private searched(index: IndexName, key: string): Value[] {
    return this.all().filter((value) => this.indexes[index](value).includes(key));
  }

  private enter(value: Value): void {
    for (const key of this.keysOf(value)) {
      const ids = this.idsByKey.get(key);
      if (ids) ids.add(value.id);
      else this.idsByKey.set(key, new Set([value.id]));
    }
  }

  private leave(value: Value): void {
    for (const key of this.keysOf(value)) {
      const ids = this.idsByKey.get(key);
      ids?.delete(value.id);
      if (ids?.size === 0) this.idsByKey.delete(key);
    }
  }

  private keysOf(value: Value): string[] {
    const names = Object.keys(this.indexes) as IndexName[];
    return names.flatMap((name) => this.indexes[name](value).map((key) => indexKey(name, key)));
  }
}

function sizeOf(ids: readonly string[] | ReadonlySet<string>): number {
  return "size" in ids ? ids.size : ids.length;
}

function indexKey(index: string, key: string): string {
  return `${index}\n${key}`;
}

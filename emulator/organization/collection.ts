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

/** Records of one kind by id. A record is never changed in place: `put` replaces it. */
export class Collection<Value extends { readonly id: string }, IndexName extends string = never> {
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
    const ids = this.idsByKey.get(indexKey(index, key)) ?? [];
    return [...ids].flatMap((id) => this.table.get(id) ?? []);
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

function indexKey(index: string, key: string): string {
  return `${index}\n${key}`;
}

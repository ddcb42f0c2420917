/**
 * What a bucket has under each key: the keys in the order of lists, and under each key what there is in an order of its own.
 * @module
 */
import { SortedKeys } from "./sorted-keys";

/** Things by key. Nothing that it answers costs a walk over all of them. */
export class KeyIndex<Item extends { readonly key: string }> {
  readonly keys: SortedKeys;
  private readonly byKey = new Map<string, Item[]>();

  /**
   * @param order - of things with the same key; 0: the same thing
   * @param items - in any order
   */
  constructor(
    private readonly order: (one: Item, other: Item) => number,
    items: Iterable<Item> = [],
  ) {
    for (const item of items) {
      const list = this.byKey.get(item.key);
      if (list) list.push(item);
      else this.byKey.set(item.key, [item]);
    }
    for (const list of this.byKey.values()) list.sort(order);
    this.keys = new SortedKeys(this.byKey.keys());
  }

  /** What is under that key, in order. */
  of(key: string): readonly Item[] {
    return this.byKey.get(key) ?? [];
  }

  *all(): IterableIterator<Item> {
    for (const list of this.byKey.values()) yield* list;
  }

  /** Adds a thing, or puts it in the place of itself. */
  put(item: Item): void {
    const list = this.byKey.get(item.key);
    if (!list) {
      this.byKey.set(item.key, [item]);
      this.keys.add(item.key);
      return;
    }
    const next = list.findIndex((other) => this.order(item, other) <= 0);
    const other = list[next];
    if (other === undefined) list.push(item);
    else list.splice(next, this.order(item, other) === 0 ? 1 : 0, item);
  }

  remove(item: Item): void {
    const { key } = item;
    const rest = this.of(key).filter((other) => this.order(item, other) !== 0);
    if (rest.length > 0) this.byKey.set(key, rest);
    else if (this.byKey.delete(key)) this.keys.remove(key);
  }
}

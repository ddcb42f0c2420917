/**
 * The keys of one bucket in the order in which S3 lists them.
 * @module
 */

/** Blocks are split at this length: a million keys are a thousand blocks, and adding one moves a thousand at most. */
const BLOCK_LIMIT = 1024;

/** A place among keys; it holds until one comes or goes. */
export interface Cursor {
  /** Absent: past the last. */
  readonly key: string | undefined;
  next(): void;
}

/** Object keys in the order of their UTF-8 bytes; every look-up is a binary search, the step from one to the next is none. */
export class SortedKeys {
  /** Each in order, and none empty; the last key of each comes before the first of the next. */
  private readonly blocks: string[][] = [];
  private count = 0;

  /** @param keys - without repetition, in any order */
  constructor(keys: Iterable<string> = []) {
    const sorted = [...keys].sort(compareKeys);
    this.count = sorted.length;
    for (let start = 0; start < sorted.length; start += BLOCK_LIMIT) {
      this.blocks.push(sorted.slice(start, start + BLOCK_LIMIT));
    }
  }

  get size(): number {
    return this.count;
  }

  /** Adds a key that is not there yet. */
  add(key: string): void {
    const { block: position, keys, index } = this.locate((other) => compareKeys(other, key) > 0);
    if (!keys) this.blocks.push([key]);
    else {
      keys.splice(index, 0, key);
      if (keys.length > BLOCK_LIMIT) {
        this.blocks.splice(position + 1, 0, keys.splice(keys.length >>> 1));
      }
    }
    this.count += 1;
  }

  /** Removes a key; one that is not there is no error. */
  remove(key: string): void {
    const { block, keys, index } = this.locate((other) => compareKeys(other, key) >= 0);
    if (keys?.[index] !== key) return;
    keys.splice(index, 1);
    if (keys.length === 0) this.blocks.splice(block, 1);
    this.count -= 1;
  }

  /** That key, or the first that comes after it. */
  atOrAfter(key: string): Cursor {
    return this.firstWhere((other) => compareKeys(other, key) >= 0);
  }

  /** The first key that comes after that one. */
  after(key: string): Cursor {
    return this.firstWhere((other) => compareKeys(other, key) > 0);
  }

  /** The first key that comes after all that start with the prefix. */
  afterPrefix(prefix: string): Cursor {
    return this.firstWhere((other) => compareKeys(other, prefix) > 0 && !other.startsWith(prefix));
  }

  private firstWhere(test: (key: string) => boolean): Cursor {
    const { blocks } = this;
    let { block, index } = this.locate(test);
    return {
      get key() {
        return blocks[block]?.[index];
      },
      next() {
        index += 1;
        if (index < (blocks[block]?.length ?? 0)) return;
        block += 1;
        index = 0;
      },
    };
  }

  /**
   * Finds the first key that passes, or the end of the last block.
   * @param test - fails for all keys up to some key, and passes from there on
   */
  private locate(test: (key: string) => boolean): {
    block: number;
    keys: string[] | undefined;
    index: number;
  } {
    const isReached = (keys: string[]): boolean => test(keys.at(-1) ?? "");
    const block = Math.min(partition(this.blocks, isReached), Math.max(0, this.blocks.length - 1));
    const keys = this.blocks[block];
    return { block, keys, index: keys ? partition(keys, test) : 0 };
  }
}

/** Position of the first element that passes a test which fails before it and passes after it. */
function partition<Element>(
  elements: readonly Element[],
  test: (element: Element) => boolean,
): number {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(elements[middle] as Element)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Compares by UTF-8 bytes, negative when `a` comes first; JavaScript's own order differs beyond U+FFFF. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let position = 0; position < length; position += 1) {
    const difference = rank(a.charCodeAt(position)) - rank(b.charCodeAt(position));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Surrogates stand for characters that come after all others. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/**
 * The keys of one bucket in the order in which S3 lists them.
 * @module
 */

/** Object keys in the order of their UTF-8 bytes; every look-up is a binary search. */
export class SortedKeys {
  private readonly keys: string[];

  /** @param keys - without repetition, in any order */
  constructor(keys: Iterable<string> = []) {
    this.keys = [...keys].sort(compareKeys);
  }

  get size(): number {
    return this.keys.length;
  }

  /** The key at that position, or undefined past the end. */
  at(position: number): string | undefined {
    return this.keys[position];
  }

  /** Adds a key that is not there yet. */
  add(key: string): void {
    this.keys.splice(this.firstNotBefore(key), 0, key);
  }

  /** Removes a key that is there. */
  remove(key: string): void {
    this.keys.splice(this.firstNotBefore(key), 1);
  }

  /** Position of the first key that is that one or comes after it. */
  firstNotBefore(key: string): number {
    return this.firstWhere((candidate) => compareKeys(candidate, key) >= 0);
  }

  /** Position of the first key after that one. */
  firstAfter(key: string): number {
    return this.firstWhere((candidate) => compareKeys(candidate, key) > 0);
  }

  /** Position of the first key after all that start with the prefix. */
  firstAfterPrefix(prefix: string): number {
    return this.firstWhere(
      (candidate) => compareKeys(candidate, prefix) > 0 && !candidate.startsWith(prefix),
    );
  }

  /** The test must fail for all keys up to some position, and hold from there on. */
  private firstWhere(test: (key: string) => boolean): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (test(this.keys[middle] ?? "")) high = middle;
      else low = middle + 1;
    }
    return low;
  }
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

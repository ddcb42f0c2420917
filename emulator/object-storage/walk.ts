/**
 * Walks the keys of a bucket in order, folding those that share a prefix up to a delimiter.
 * @module
 */
import type { KeyIndex } from "./key-index";
import { compareKeys, type Cursor, type SortedKeys } from "./sorted-keys";

/** What a list is asked to show. */
export interface Selection {
  /** Only keys that start with it. */
  readonly prefix: string;
  /** Empty: nothing is folded. */
  readonly delimiter: string;
  /** Absent: from the first key on. */
  readonly after?: Position | undefined;
}

/** Where a list goes on: after a key, or after all keys with a prefix. */
export interface Position {
  readonly kind: "key" | "prefix";
  readonly text: string;
}

/** A key with what is under it, or many keys folded into one. */
export type Step<Item> =
  | { readonly kind: "key"; readonly key: string; readonly items: readonly Item[] }
  | { readonly kind: "prefix"; readonly prefix: string };

/**
 * Yields what the selection shows. Folded keys are jumped over, so that a folder of any size costs one step.
 * @param isShown - keys of which it is false are left out, and make no prefix
 */
export function* walk<Item extends { readonly key: string }>(
  index: KeyIndex<Item>,
  { prefix, delimiter, after }: Selection,
  isShown: (items: readonly Item[]) => boolean = () => true,
): Generator<Step<Item>> {
  const { keys } = index;
  let cursor = firstKey(keys, prefix, after);
  for (let key = cursor.key; key?.startsWith(prefix); key = cursor.key) {
    const items = index.of(key);
    const folded = foldedPrefix(key, { prefix, delimiter });
    if (!isShown(items)) cursor.next();
    else if (folded === undefined) {
      yield { kind: "key", key, items };
      cursor.next();
    } else {
      yield { kind: "prefix", prefix: folded };
      cursor = keys.afterPrefix(folded);
    }
  }
}

function firstKey(keys: SortedKeys, prefix: string, after: Position | undefined): Cursor {
  if (!after || compareKeys(after.text, prefix) < 0) return keys.atOrAfter(prefix);
  return after.kind === "key" ? keys.after(after.text) : keys.afterPrefix(after.text);
}

/** Where a list goes on after a marker, which may be a key or the prefix that many were folded into. */
export function positionAfter(
  marker: string,
  selection: Pick<Selection, "prefix" | "delimiter">,
): Position | undefined {
  if (marker === "") return undefined;
  const isFolded =
    marker.startsWith(selection.prefix) && foldedPrefix(marker, selection) === marker;
  return { kind: isFolded ? "prefix" : "key", text: marker };
}

/** What a key is folded into; undefined where it is shown itself. */
export function foldedPrefix(
  key: string,
  { prefix, delimiter }: Pick<Selection, "prefix" | "delimiter">,
): string | undefined {
  if (delimiter === "") return undefined;
  const start = key.indexOf(delimiter, prefix.length);
  return start === -1 ? undefined : key.slice(0, start + delimiter.length);
}

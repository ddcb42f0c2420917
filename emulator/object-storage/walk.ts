/**
 * Walks the keys of a bucket in order, folding those that share a prefix up to a delimiter.
 * @module
 */
import { compareKeys, type SortedKeys } from "./sorted-keys";
import type { ObjectVersion, StorageState } from "./state";

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

/** A key with its versions, newest first, or many keys folded into one. */
export type Step =
  | { readonly kind: "key"; readonly key: string; readonly versions: readonly ObjectVersion[] }
  | { readonly kind: "prefix"; readonly prefix: string };

/**
 * Yields what the selection shows. Folded keys are jumped over, so that a folder of any size costs one step.
 * @param isShown - keys of which it is false are left out, and make no prefix
 */
export function* walk(
  state: StorageState,
  bucket: string,
  { prefix, delimiter, after }: Selection,
  isShown: (versions: readonly ObjectVersion[]) => boolean,
): Generator<Step> {
  const keys = state.keysOf(bucket);
  let key = firstKey(keys, prefix, after);
  while (key?.startsWith(prefix)) {
    const versions = state.versionsOf(bucket, key);
    const folded = foldedPrefix(key, { prefix, delimiter });
    if (!isShown(versions)) key = keys.after(key);
    else if (folded === undefined) {
      yield { kind: "key", key, versions };
      key = keys.after(key);
    } else {
      yield { kind: "prefix", prefix: folded };
      key = keys.afterPrefix(folded);
    }
  }
}

function firstKey(
  keys: SortedKeys,
  prefix: string,
  after: Position | undefined,
): string | undefined {
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

/**
 * Property paths, as `ignoreChanges` and `replaceOnChanges` have them: `tags.a`, `list[0].x`, `["odd key"]`, `list[*]`.
 * @module
 */
import type { PropertyMap, PropertyValue } from "../state/types";
import { isPropertyMap, isSecret } from "../secrets/signature";
import { own } from "./values";

/** A step into a value: a key, an index, or `*` for all. */
export type PathSegment = string | number;

const SEGMENT = /\.?([^.[\]"]+)|\[(\d+)\]|\[(\*)\]|\.?\["((?:[^"\\]|\\.)*)"\]/y;

/** Reads a property path. Throws when it is none. */
export function parsePath(text: string): PathSegment[] {
  const segments: PathSegment[] = [];
  const pattern = new RegExp(SEGMENT);
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      throw new Error(`The property path ${JSON.stringify(text)} is wrong at character ${start}.`);
    }
    const [, key, index, all, quoted] = match;
    if (index !== undefined) segments.push(Number(index));
    else segments.push(key ?? all ?? (quoted ?? "").replace(/\\(.)/g, "$1"));
  }
  return segments;
}

/** A property path as text. */
export function formatPath(segments: readonly PathSegment[]): string {
  return segments
    .map((segment, position) => {
      if (typeof segment === "number") return `[${segment}]`;
      if (!/^[\w-]+$/.test(segment)) return `[${JSON.stringify(segment)}]`;
      return position === 0 ? segment : `.${segment}`;
    })
    .join("");
}

/** Whether `path` names `other` or something that holds it. */
export function covers(path: readonly PathSegment[], other: readonly PathSegment[]): boolean {
  return (
    path.length <= other.length &&
    path.every((segment, position) => segment === "*" || segment === other[position])
  );
}

/**
 * New inputs with the old values put back at the given paths; what the old inputs do not have is taken out.
 * Neither argument is altered.
 */
export function resetPaths(
  news: PropertyMap,
  olds: PropertyMap,
  paths: readonly string[],
): PropertyMap {
  return paths.reduce<PropertyMap>(
    (values, path) => reset(values, olds, parsePath(path)) as PropertyMap,
    news,
  );
}

function reset(
  value: PropertyValue,
  old: PropertyValue | undefined,
  path: readonly PathSegment[],
): PropertyValue {
  const [segment, ...rest] = path;
  if (segment === undefined) return old === undefined ? value : old;
  if (Array.isArray(value)) return resetItems(value, Array.isArray(old) ? old : [], segment, rest);
  if (!isPropertyMap(value) || isSecret(value)) return value;
  const before = isPropertyMap(old) ? old : {};
  const keys =
    segment === "*"
      ? new Set([...Object.keys(value), ...Object.keys(before)])
      : new Set([String(segment)]);
  const result: PropertyMap = { ...value };
  for (const key of keys) resetKey(result, before, key, rest);
  return result;
}

function resetItems(
  value: PropertyValue[],
  old: PropertyValue[],
  segment: PathSegment,
  rest: readonly PathSegment[],
): PropertyValue[] {
  return value.map((item, index) =>
    (segment === "*" || segment === index) && index < old.length
      ? reset(item, old[index], rest)
      : item,
  );
}

function resetKey(
  result: PropertyMap,
  before: PropertyMap,
  key: string,
  rest: readonly PathSegment[],
): void {
  const old = own(before, key);
  const value = own(result, key);
  if (rest.length > 0 && value !== undefined) result[key] = reset(value, old, rest);
  else if (rest.length > 0) return;
  else if (old === undefined) Reflect.deleteProperty(result, key);
  else result[key] = old;
}

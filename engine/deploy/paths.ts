/**
 * Property paths, as `ignoreChanges` and `replaceOnChanges` have them: `tags.a`, `list[0].x`, `["odd key"]`, `list[*]`.
 * @module
 */
import type { PropertyMap, PropertyValue } from "../state/types";
import { isPropertyMap, isSecret } from "../secrets/signature";
import { own } from "./values";

/** A step into a value: a key, an index, or `*` for all. */
export type PathSegment = string | number;

const SEGMENT = /\.*(?:\["((?:\\"|[^"])*)"\]|\[(\*)\]|\[(-?\d+)\]|([^.[]+))/y;

/** Reads a property path. Throws when it is none: it begins or ends with a dot, or a bracket is wrong. */
export function parsePath(text: string): PathSegment[] {
  const segments: PathSegment[] = [];
  const pattern = new RegExp(SEGMENT);
  if (text.startsWith(".")) throw notAPath(text, 0);
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw notAPath(text, start);
    const [, quoted, all, index, key] = match;
    if (index !== undefined) segments.push(Number(index));
    else segments.push(quoted?.replaceAll('\\"', '"') ?? all ?? key ?? "");
  }
  return segments;
}

function notAPath(text: string, position: number): Error {
  return new Error(`The property path ${JSON.stringify(text)} is wrong at character ${position}.`);
}

/** A property path as text. */
export function formatPath(segments: readonly PathSegment[]): string {
  return segments
    .map((segment, position) => {
      if (typeof segment === "number") return `[${segment}]`;
      if (!/^[\w-]+$/.test(segment)) return `["${segment.replaceAll('"', '\\"')}"]`;
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
 * New inputs with the old values put back at the given paths; what the old inputs do not have is taken out. What is no
 * path is passed over, as the official engine does. Neither argument is altered.
 */
export function resetPaths(
  news: PropertyMap,
  olds: PropertyMap,
  paths: readonly string[],
): PropertyMap {
  return paths
    .flatMap(pathsIn)
    .reduce<PropertyMap>((values, path) => reset(values, olds, path) as PropertyMap, news);
}

/** A path in a list of its own; an empty list for what is none. */
function pathsIn(text: string): PathSegment[][] {
  try {
    const path = parsePath(text);
    return path.length === 0 ? [] : [path];
  } catch {
    return [];
  }
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

/**
 * The engine's own comparison of old and new inputs, for kinds whose provider does not compare.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { isPropertyMap, isSecret, SIGNATURE_KEY } from "../secrets/signature";
import type { PropertyMap, PropertyValue } from "../state/types";
import { isNotANumber } from "./struct";
import { own } from "./values";
import { formatPath, type PathSegment } from "./paths";

/** What happened to one property. */
export interface PropertyDifference {
  diffKind: "add" | "add-replace" | "update" | "update-replace" | "delete" | "delete-replace";
  /** Whether inputs were compared with inputs, rather than with the state of the world. */
  inputDiff: boolean;
}

/** Differences by property path, such as `settings.deep[1].x`. */
export type DetailedDifference = Record<string, PropertyDifference>;

/** Compares inputs, however deep; empty when they are equal. */
export function compareInputs(olds: PropertyMap, news: PropertyMap): DetailedDifference {
  const differences: DetailedDifference = {};
  compareKeys(olds, news, [], differences);
  return differences;
}

function compareKeys(
  olds: PropertyMap,
  news: PropertyMap,
  path: readonly PathSegment[],
  differences: DetailedDifference,
): void {
  for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    compareValues(own(olds, key), own(news, key), [...path, key], differences);
  }
}

function compareValues(
  old: PropertyValue | undefined,
  value: PropertyValue | undefined,
  path: readonly PathSegment[],
  differences: DetailedDifference,
): void {
  const mark = (diffKind: PropertyDifference["diffKind"]): void => {
    differences[formatPath(path)] = { diffKind, inputDiff: true };
  };
  if (isSecret(old) && isSecret(value)) {
    compareValues(old["value"], value["value"], path, differences);
  } else if (old === undefined) mark("add");
  else if (value === undefined) mark("delete");
  else if (isPlainObject(old) && isPlainObject(value)) compareKeys(old, value, path, differences);
  else if (Array.isArray(old) && Array.isArray(value)) {
    const length = Math.max(old.length, value.length);
    for (let index = 0; index < length; index++) {
      compareValues(old[index], value[index], [...path, index], differences);
    }
  } else if (isNotANumber(value) || !isDeepStrictEqual(old, value)) mark("update");
}

function isPlainObject(value: PropertyValue): value is Record<string, PropertyValue> {
  return isPropertyMap(value) && value[SIGNATURE_KEY] === undefined;
}

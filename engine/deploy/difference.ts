/**
 * What the difference between a resource and what the program wants leads to.
 * @module
 */
import type { PropertyMap, ResourceState } from "../state/types";
import { compareInputs, type DetailedDifference, type PropertyDifference } from "./input-diff";
import { covers, parsePath, type PathSegment } from "./paths";
import type { ResourceProvider } from "./resource-provider";

/** Stands for a resource that did not become ready, where `replaceOnChanges` names properties. */
const INIT_ERROR = "#initerror";

/** The outcome of a comparison. */
export interface Difference {
  isChanged: boolean;
  isReplacement: boolean;
  deleteBeforeReplace: boolean;
  /** The properties whose change forces a replacement. */
  keys?: string[];
  /** The top-level properties that changed, where the engine compared. */
  diffs?: string[];
  detailedDiff?: DetailedDifference;
}

/** Asks the provider to compare, or compares the inputs where it does not. */
export async function compareResource(
  provider: ResourceProvider,
  old: ResourceState,
  inputs: PropertyMap,
  replaceOnChanges: readonly string[],
): Promise<Difference> {
  const answer = await provider.diff(old, inputs);
  const detailed =
    answer.changes === "unknown" ? compareInputs(old.inputs ?? {}, inputs) : undefined;
  const paths = replaceOnChanges.map(parsePath);
  const changedKeys = topLevelKeys(detailed ?? {});
  const failsInit = (old.initErrors ?? []).length > 0 && coversAny(paths, [INIT_ERROR]);
  const keys = [
    ...new Set([
      ...answer.replaces,
      ...changedKeys.filter((key) => coversAny(paths, [key])),
      ...(failsInit ? [INIT_ERROR] : []),
    ]),
  ];
  const marked = detailed && markReplacements(detailed, paths);
  const isChanged = answer.changes === "some" || changedKeys.length > 0 || failsInit;
  const isReplacement = keys.length > 0 || hasReplacement(marked);
  return {
    isChanged,
    isReplacement,
    deleteBeforeReplace: answer.deleteBeforeReplace,
    ...(keys.length > 0 && { keys }),
    ...(marked && changedKeys.length > 0 && { diffs: changedKeys, detailedDiff: marked }),
  };
}

function hasReplacement(differences: DetailedDifference = {}): boolean {
  return Object.values(differences).some(({ diffKind }) => isReplace(diffKind));
}

function coversAny(paths: readonly PathSegment[][], path: readonly PathSegment[]): boolean {
  return paths.some((one) => covers(one, path));
}

function topLevelKeys(differences: DetailedDifference): string[] {
  const keys = Object.keys(differences).map((path) => String(parsePath(path)[0]));
  return [...new Set(keys)].sort();
}

function isReplace(kind: PropertyDifference["diffKind"]): boolean {
  return kind.endsWith("-replace");
}

function markReplacements(
  differences: DetailedDifference,
  paths: readonly PathSegment[][],
): DetailedDifference {
  return Object.fromEntries(
    Object.entries(differences).map(([path, difference]) => {
      const { diffKind } = difference;
      if (isReplace(diffKind) || !coversAny(paths, parsePath(path))) return [path, difference];
      const replacing = `${diffKind as "add" | "update" | "delete"}-replace` as const;
      return [path, { ...difference, diffKind: replacing }];
    }),
  );
}

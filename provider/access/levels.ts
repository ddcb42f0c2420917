/**
 * Levels of access: a handful of words that people ask with, each for the actions that belong together.
 * @module
 */
import { iamResources, s3Operations, type S3Operation } from "pulumi-storage-access-catalog";
import type { Target } from "./decision";

/**
 * From the least to the most: `list` and `read` what is stored, `write` and `delete` it, `inspect` and `manage` what holds
 * it, `grant` access to others.
 */
export const ACCESS_LEVELS = [
  "list",
  "read",
  "write",
  "delete",
  "inspect",
  "manage",
  "grant",
] as const;

/** One of {@link ACCESS_LEVELS}. */
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** What an action is done to. */
export type Place = "bucket" | "project" | "organization";

/** By what IAM asks for. */
const BY_PERMISSION: ReadonlyMap<string, AccessLevel> = new Map([
  ["bucket:list", "list"],
  ["object:list", "list"],
  ["object:read", "read"],
  ["object:create", "write"],
  ["object:write", "write"],
  ["object:delete", "delete"],
  ["bucket:read", "inspect"],
  ["bucket:create", "manage"],
  ["bucket:write", "manage"],
  ["bucket:delete", "manage"],
  ["policy:read", "inspect"],
  ["policy:write", "grant"],
]);

/** Operations that do not belong where the right for them would put them. */
const BY_OPERATION: ReadonlyMap<string, AccessLevel> = new Map([
  // Whoever may open a bucket to everyone gives access, whatever the right is called.
  ["PutBucketAcl", "grant"],
  ["GetObjectLockConfiguration", "inspect"],
  ["PutObjectLockConfiguration", "manage"],
]);

/** Kinds of IAM objects by which somebody can give access, to itself too. */
const GRANTING: ReadonlySet<string> = new Set([
  "policy",
  "group",
  "application",
  "api_key",
  "organization_saml",
  "organization_scim",
]);

/** The level that an action belongs to; undefined for one that nobody is refused, and for one that there is not. */
export function levelOf(action: string): AccessLevel | undefined {
  return LEVELS.get(action)?.level;
}

/** What an action is done to; undefined for one that there is not. */
export function placeOf(action: string): Place | undefined {
  return LEVELS.get(action)?.place;
}

/** The actions of a level that can be done to such a place, in the order of the catalog. */
export function actionsOf(level: AccessLevel, place: Place): readonly string[] {
  return BY_LEVEL.get(`${level} ${place}`) ?? [];
}

/** Every action that has a level, in the order of the catalog. */
export function leveledActions(): readonly string[] {
  return [...LEVELS.keys()];
}

/** What kind of place a target is. */
export function placeOfTarget(target: Target): Place {
  if ("bucket" in target) return "bucket";
  return "projectId" in target ? "project" : "organization";
}

interface Leveled {
  readonly level: AccessLevel;
  readonly place: Place;
}

const LEVELS: ReadonlyMap<string, Leveled> = new Map([...storageLevels(), ...iamLevels()]);
const BY_LEVEL: ReadonlyMap<string, readonly string[]> = grouped();

function storageLevels(): [string, Leveled][] {
  return s3Operations.flatMap((row): [string, Leveled][] => {
    const { operation, iamPermission } = row;
    const level = BY_OPERATION.get(operation) ?? BY_PERMISSION.get(iamPermission ?? "");
    return level === undefined ? [] : [[operation, { level, place: placeOfOperation(row) }]];
  });
}

/** A new bucket is made in a Project. */
function placeOfOperation({ operation, resource }: S3Operation): Place {
  return resource === "service" || operation === "CreateBucket" ? "project" : "bucket";
}

function iamLevels(): [string, Leveled][] {
  return iamResources.flatMap(({ name, actions }) =>
    actions
      .filter(({ calls }) => calls.length > 0)
      .map(({ action }): [string, Leveled] => [
        `${name}:${action}`,
        { level: iamLevel(name, action), place: "organization" },
      ]),
  );
}

function iamLevel(resource: string, action: string): AccessLevel {
  if (action === "read") return "inspect";
  return action === "write" && GRANTING.has(resource) ? "grant" : "manage";
}

function grouped(): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [action, { level, place }] of LEVELS) {
    const key = `${level} ${place}`;
    groups.set(key, [...(groups.get(key) ?? []), action]);
  }
  return groups;
}

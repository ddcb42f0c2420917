/**
 * The catalog, turned around: from an action to the permission sets that allow it.
 * @module
 */
import {
  iamResources,
  iamSets,
  permissionSets,
  s3Operations,
  selfRights,
  type BearerKind,
  type IamAction,
  type S3Operation,
} from "pulumi-storage-access-catalog";
import type { AccessSwitches } from "./switches";

/** The names of all Object Storage operations, as the AWS SDK has them. */
export const STORAGE_ACTIONS: readonly string[] = s3Operations.map(({ operation }) => operation);

/** The names of all rights on IAM and Account objects, such as `policy:write`. */
export const IAM_ACTIONS: readonly string[] = iamResources.flatMap(({ name, actions }) =>
  actions.filter(({ calls }) => calls.length > 0).map(({ action }) => `${name}:${action}`),
);

/** A right on IAM or Account objects. */
export interface Right {
  readonly resource: string;
  readonly action: IamAction;
}

/** A set that gives a right, perhaps on the keys of one kind of bearer only. */
export interface RightSource {
  readonly set: string;
  readonly keysOf?: BearerKind | undefined;
}

const operations = new Map<string, S3Operation>(
  s3Operations.flatMap((entry) =>
    [entry.operation, ...(entry.aliases ?? [])].map((name) => [name, entry] as const),
  ),
);
const scopes = new Map(permissionSets.map(({ name, scope_type }) => [name, scope_type]));
const resources = new Set(iamResources.map(({ name }) => name));
const ACTIONS: readonly string[] = ["read", "write", "delete"];

const sources = new Map<string, RightSource[]>();
for (const { set, allows } of iamSets) {
  for (const { resource, actions, keysOf } of allows) {
    for (const action of actions) {
      const name = `${resource}:${action}`;
      sources.set(name, [...(sources.get(name) ?? []), { set, keysOf }]);
    }
  }
}

/** How much a set gives: the less, the better to recommend. */
const breadth = new Map<string, number>();
for (const set of s3Operations.flatMap((entry) => entry.permissionSets)) {
  breadth.set(set, (breadth.get(set) ?? 0) + (set.startsWith("AllProducts") ? 1000 : 1));
}
for (const { set, allows } of iamSets) {
  const rights = allows.reduce((sum, { actions }) => sum + actions.length, 0);
  breadth.set(set, (breadth.get(set) ?? 0) + rights);
}

/** An operation by its name or an older one. */
export const operationOf = (action: string): S3Operation | undefined => operations.get(action);

/** The right that an action such as `policy:write` names; undefined where there is none. */
export function rightOf(action: string): Right | undefined {
  const [resource = "", word = "", ...rest] = action.split(":");
  if (rest.length > 0 || !resources.has(resource) || !ACTIONS.includes(word)) return undefined;
  return { resource, action: word as IamAction };
}

/** The sets that give a right. */
export function sourcesOf({ resource, action }: Right): readonly RightSource[] {
  return sources.get(`${resource}:${action}`) ?? [];
}

/** True where a bearer has that right on itself and its own keys without any policy. */
export function hasOverItself(kind: BearerKind, right: Right, switches: AccessSwitches): boolean {
  const countsAs = kind === "application" && switches.selfRightsForApplications ? "user" : kind;
  return selfRights.some(
    ({ bearer, resource, actions }) =>
      bearer === countsAs &&
      resource === `self_${right.resource}` &&
      actions.includes(right.action),
  );
}

/** True for a set about the Organization's own features, which means nothing on Projects. */
export const isForOrganization = (set: string): boolean => scopes.get(set) === "organization";

/** True for a set that the catalog knows. */
export const isKnownSet = (set: string): boolean => scopes.has(set);

/** The sets that allow an operation. */
export function setsFor(
  { operation, permissionSets: always, switchSets = {} }: S3Operation,
  switches: AccessSwitches,
): readonly string[] {
  const values = switches as unknown as Readonly<Record<string, unknown>>;
  const sets = [...always];
  for (const [name, added] of Object.entries(switchSets)) {
    if (values[name] === true) sets.push(...added);
  }
  const isLeftOut = operation === "HeadBucket" && !switches.bucketsReadAllowsHeadBucket;
  return isLeftOut ? sets.filter((set) => set !== "ObjectStorageBucketsRead") : sets;
}

/** Those of the sets that give the least beside what is wanted. */
export function leastOf(sets: readonly string[]): readonly string[] {
  const smallest = Math.min(...sets.map((set) => breadth.get(set) ?? Infinity));
  return sets.filter((set) => (breadth.get(set) ?? Infinity) === smallest);
}

/**
 * The catalog, turned around: from a call to the permission sets that allow it.
 * @module
 */
import {
  iamResources,
  iamSets,
  s3Operations,
  selfRights,
  type BearerKind,
  type IamAction,
} from "pulumi-storage-access-catalog";
import type { Switches } from "../switches";

/** A right on IAM or Account objects. */
export interface Right {
  /** As in the details of a 403: `application`, `api_key`, `account_project`... */
  readonly resource: string;
  readonly action: IamAction;
}

/** One set that gives a right, perhaps on the keys of one kind of bearer only. */
export interface RightSource {
  readonly permissionSet: string;
  readonly keysOf?: BearerKind | undefined;
}

const rightsByCall = new Map<string, Right>();
for (const resource of iamResources) {
  for (const { action, calls } of resource.actions) {
    for (const call of calls) rightsByCall.set(call, { resource: resource.name, action });
  }
}

const sourcesByRight = new Map<string, RightSource[]>();
for (const { set, allows } of iamSets) {
  for (const { resource, actions, keysOf } of allows) {
    for (const action of actions) {
      const key = rightKey({ resource, action });
      const sources = sourcesByRight.get(key) ?? [];
      sourcesByRight.set(key, [...sources, { permissionSet: set, keysOf }]);
    }
  }
}

const selfRightKeys = new Set(
  selfRights.flatMap(({ bearer, resource, actions }) =>
    actions.map((action) => `${bearer} ${action} ${resource}`),
  ),
);

const storageOperations = new Map(
  s3Operations.flatMap((entry) =>
    [entry.operation, ...(entry.aliases ?? [])].map((name) => [name, entry] as const),
  ),
);

/** Every set that gives some Object Storage right under some switch. */
const storageSets = new Set(
  s3Operations.flatMap((entry) => [
    ...entry.permissionSets,
    ...Object.values(entry.switchSets ?? {}).flat(),
  ]),
);

/**
 * The right that a call needs.
 * @param call - `POST /iam/v1alpha1/applications`, path parameters as `{id}`
 * @throws Error for a call that the catalog does not have: an endpoint must not be open by omission
 */
export function rightOf(call: string): Right {
  const right = rightsByCall.get(call);
  if (!right) throw new Error(`The catalog names no right for ${call}.`);
  return right;
}

/** The sets that give a right. */
export function sourcesOf(right: Right): readonly RightSource[] {
  return sourcesByRight.get(rightKey(right)) ?? [];
}

/** True when a bearer has that right on itself and its own keys without any policy. */
export function hasOverItself(kind: BearerKind, right: Right, switches: Switches): boolean {
  const actsAsUser = kind === "user" || switches.selfRightsForApplications;
  return actsAsUser && selfRightKeys.has(`user ${right.action} self_${right.resource}`);
}

/**
 * The sets that allow an Object Storage operation.
 * @param operation - the AWS SDK's name, such as `ListBuckets`
 */
export function storageSetsFor(operation: string, switches: Switches): readonly string[] {
  const entry = storageOperations.get(operation);
  if (!entry) return [];
  const values = switches as unknown as Record<string, unknown>;
  const added = Object.entries(entry.switchSets ?? {}).flatMap(([name, sets]) =>
    values[name] === true ? sets : [],
  );
  const withoutBucketsRead = operation === "HeadBucket" && !switches.bucketsReadAllowsHeadBucket;
  const sets = [...entry.permissionSets, ...added];
  return withoutBucketsRead ? sets.filter((set) => set !== "ObjectStorageBucketsRead") : sets;
}

/** True when the set gives any Object Storage right. */
export function isStorageSet(permissionSet: string): boolean {
  return storageSets.has(permissionSet);
}

function rightKey({ resource, action }: Right): string {
  return `${action} ${resource}`;
}

/**
 * The world of an Organization as the API tells it: everything that decides who may do what, read in bulk.
 * @module
 */
import type * as access from "../access";
import type { Context } from "../core/context";
import { isCloudError } from "../core/errors";
import type { BucketLocation } from "./bucket-place";
import type {
  BucketAclContent,
  BucketPolicyContent,
  ObjectStorageClient,
} from "./clients/object-storage";
import { cloudFor } from "./cloud";
import { withoutMark } from "../core/mark";
import {
  applicationOf,
  bucketPolicyOf,
  grantsOf,
  groupOf,
  keyOf,
  policyOf,
  userOf,
  type MalformedPolicy,
} from "./live-words";
import { REGIONS } from "./names";

/** Where to look for buckets. */
export interface LiveWorldOptions {
  /** Default: every region of Object Storage. */
  readonly regions?: readonly string[] | undefined;
}

/** How many objects are asked about at once. */
const AT_ONCE = 8;

/**
 * Reads users, applications, groups, policies with their rules, keys, Projects, and buckets with policies and access lists.
 * @throws CloudError of kind `denied` that names the right that is missing
 */
export async function liveWorld(
  context: Context,
  { regions = REGIONS }: LiveWorldOptions = {},
): Promise<access.World> {
  const cloud = cloudFor(context);
  const { iam, account } = cloud;
  const [organization, users, applications, groups, policies, keys, projects] = await all(
    cloud.organizationId(),
    iam.listUsers(),
    iam.listApplications(),
    iam.listGroups(),
    iam.listPolicies(),
    iam.listApiKeys(),
    account.listProjects(),
  );
  const rules = await each(policies, ({ id }) => iam.listRules(id));
  const places = projects.flatMap(({ id }) => regions.map((region) => ({ projectId: id, region })));
  const buckets = await each(places, (place) => bucketsIn(context, place));
  return {
    organizationId: organization,
    projects: projects.map(({ id, name }) => ({ id, name: withoutMark(name) })),
    principals: [...users.map(userOf), ...applications.map(applicationOf)],
    groups: groups.map(groupOf),
    policies: policies.map((policy, index) => policyOf(policy, rules[index] ?? [])),
    keys: keys.map(keyOf),
    buckets: buckets.flat(),
  };
}

/** As `Promise.all`, but a failure is told when all have ended: nothing goes on behind the caller's back. */
async function all<T extends readonly unknown[]>(
  ...reading: {
    [Index in keyof T]: Promise<T[Index]>;
  }
): Promise<T> {
  await Promise.allSettled(reading);
  return await Promise.all(reading);
}

/** Asks about each, some at once, and answers in their order. */
export async function each<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers = new Array<Answer>(items.length);
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) answers[index] = await ask(item);
  };
  await all(...Array.from({ length: AT_ONCE }, work));
  return answers;
}

async function bucketsIn(
  context: Context,
  { projectId, region }: BucketLocation,
): Promise<access.Bucket[]> {
  const storage = cloudFor(context).objectStorage(projectId, region);
  const listed = await storage.listBuckets();
  return each(listed, async ({ name }) => {
    const bucket = await bucketWithPolicy(storage, { name, projectId, region });
    const acl = await readAcl(storage.getAcl(name), bucket.policy !== undefined);
    return { ...bucket, ...(acl && { grants: grantsOf(acl) }) };
  });
}

/** A bucket with its policy, where it has one; without its access list. */
export async function bucketWithPolicy(
  storage: ObjectStorageClient,
  bucket: BucketLocation & { readonly name: string },
): Promise<access.Bucket> {
  const { name } = bucket;
  const policy = await readPolicy(storage.getPolicy(name));
  return { ...bucket, ...(policy && { policy: bucketPolicyOf(name, policy) }) };
}

/** Beside a policy an access list means nothing, and the policy may keep its reader out. */
async function readAcl(
  reading: Promise<BucketAclContent>,
  hasPolicy: boolean,
): Promise<BucketAclContent | undefined> {
  try {
    return await reading;
  } catch (thrown) {
    if (hasPolicy && isCloudError(thrown, "denied")) return undefined;
    throw thrown;
  }
}

/** A policy that is none is part of the world: what it allows is not known. */
async function readPolicy(
  reading: Promise<BucketPolicyContent | undefined>,
): Promise<BucketPolicyContent | MalformedPolicy | undefined> {
  try {
    return await reading;
  } catch (thrown) {
    if (isCloudError(thrown, "protocol")) return { malformed: thrown.answer };
    throw thrown;
  }
}

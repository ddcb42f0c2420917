/**
 * The world of an Organization as the API tells it: everything that decides who may do what, read in bulk.
 * @module
 */
import type * as access from "../access";
import type { Context } from "../core/context";
import { isCloudError } from "../core/errors";
import type {
  BucketAclContent,
  BucketPolicyContent,
  PolicyStatement,
} from "./clients/object-storage";
import type { ApiKey, Bearer, Group, Policy, Rule } from "./clients/iam";
import { cloudFor } from "./cloud";
import { withoutMark } from "../core/mark";
import { STORAGE_REGIONS } from "./project-content";

/** Where to look for buckets. */
export interface LiveWorldOptions {
  /** Default: every region of Object Storage. */
  readonly regions?: readonly string[] | undefined;
}

/** How many objects are asked about at once. */
const AT_ONCE = 8;
/** The groups that hold everyone of a kind, whoever their members are said to be. */
const EVERYONE: Readonly<Record<string, access.PrincipalReference["kind"]>> = {
  "All Users": "user",
  "All Applications": "application",
};

/**
 * Reads users, applications, groups, policies with their rules, keys, Projects, and buckets with policies and access lists.
 * @throws CloudError of kind `denied` that names the right that is missing
 */
export async function liveWorld(
  context: Context,
  { regions = STORAGE_REGIONS }: LiveWorldOptions = {},
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
    principals: [
      ...users.map(({ id, username, email, type, locked }) => ({
        kind: "user" as const,
        id,
        name: username === "" ? email : username,
        isOwner: type === "owner",
        isLocked: locked,
      })),
      ...applications.map(({ id, name }) => ({ kind: "application" as const, id, name })),
    ],
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
async function each<Item, Answer>(
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
  { projectId, region }: { readonly projectId: string; readonly region: string },
): Promise<access.Bucket[]> {
  const storage = cloudFor(context).objectStorage(projectId, region);
  const listed = await storage.listBuckets();
  return each(listed, async ({ name }) => {
    const policy = await readPolicy(storage.getPolicy(name));
    const acl = await readAcl(storage.getAcl(name), policy !== undefined);
    return {
      name,
      projectId,
      region,
      ...(policy && { policy: bucketPolicyOf(name, policy) }),
      ...(acl && { grants: grantsOf(acl) }),
    };
  });
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
): Promise<BucketPolicyContent | { readonly malformed: string } | undefined> {
  try {
    return await reading;
  } catch (thrown) {
    if (isCloudError(thrown, "protocol")) return { malformed: thrown.answer };
    throw thrown;
  }
}

function bucketPolicyOf(
  bucket: string,
  policy: BucketPolicyContent | { readonly malformed: string },
): access.BucketPolicy {
  const nothing = { version: "2023-04-17", statements: [] } as const;
  if ("malformed" in policy) return { ...nothing, malformed: policy.malformed };
  const { version, statements } = policy;
  if (version !== "2023-04-17" && version !== "2012-10-17") {
    return { ...nothing, malformed: `its version is ${version}` };
  }
  return { version, statements: statements.map((statement) => statementOf(bucket, statement)) };
}

function statementOf(
  bucket: string,
  { effect = "Allow", resources = [bucket, `${bucket}/*`], conditions, ...rest }: PolicyStatement,
): access.Statement {
  const listed = Object.entries(conditions ?? {}).map(([operator, keys]) => {
    const values = Object.entries(keys).map(([key, value]) => [key, [value].flat()]);
    return [operator, Object.fromEntries(values) as Record<string, string[]>];
  });
  return {
    ...rest,
    effect,
    resources,
    ...(conditions && {
      conditions: Object.fromEntries(listed) as NonNullable<access.Statement["conditions"]>,
    }),
  };
}

/** Without the line that gives the bucket's own Project everything. */
function grantsOf({ owner, grants }: BucketAclContent): access.AclGrant[] {
  return grants
    .filter(({ projectId }) => projectId !== owner)
    .map(({ projectId = "", group, permission }) => ({
      grantee:
        group === undefined
          ? { projectId }
          : group === "AllUsers"
            ? ("allUsers" as const)
            : ("authenticatedUsers" as const),
      permission: permission as access.AclGrant["permission"],
    }));
}

function groupOf({ id, name, managed, userIds, applicationIds }: Group): access.Group {
  const everyone = managed ? EVERYONE[name] : undefined;
  return {
    id,
    name,
    members: [
      ...userIds.map((user) => ({ kind: "user" as const, id: user })),
      ...applicationIds.map((application) => ({ kind: "application" as const, id: application })),
    ],
    ...(everyone && { everyone }),
  };
}

function policyOf({ id, name, principal }: Policy, rules: readonly Rule[]): access.Policy {
  return {
    id,
    name,
    ...principalOf(principal),
    rules: rules.map(({ permissionSetNames, projectIds, organizationId, condition }) => ({
      permissionSetNames,
      // A rule whose only Project was deleted has no scope, and gives nothing.
      ...(organizationId === undefined && { projectIds: projectIds ?? [] }),
      ...(condition !== "" && { condition }),
    })),
  };
}

function principalOf(principal: Policy["principal"]): Pick<access.Policy, "principal"> {
  if (principal === undefined || "noPrincipal" in principal) return {};
  if ("groupId" in principal) return { principal: { kind: "group", id: principal.groupId } };
  return { principal: referenceOf(principal) };
}

const referenceOf = (bearer: Bearer): access.PrincipalReference =>
  "userId" in bearer
    ? { kind: "user", id: bearer.userId }
    : { kind: "application", id: bearer.applicationId };

function keyOf({ accessKey, bearer, defaultProjectId, expiresAt }: ApiKey): access.Key {
  return {
    accessKey,
    bearer: referenceOf(bearer),
    defaultProjectId,
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

/**
 * A world, put into a store of the local cloud: as its own endpoints would have left it there.
 * @module
 */
import { conditionSyntaxError } from "../../emulator/authorization/conditions";
import type { Clock } from "../../emulator/clock";
import { grantsOf } from "../../emulator/iam/rule-specs";
import { MemoryStore } from "../../emulator/memory-store";
import { privateAcl, type Acl } from "../../emulator/object-storage/acl-grants";
import { readPolicy } from "../../emulator/object-storage/policy-document";
import type { PolicyDocument } from "../../emulator/object-storage/policy-grammar";
import { StorageState, type Bucket } from "../../emulator/object-storage/state";
import type * as Records from "../../emulator/organization/records";
import { DEFAULT_SWITCHES, type Switches } from "../../emulator/switches";
import { parseTimestamp } from "../../emulator/timestamps";
import type { AclGrant, BucketPolicy, PrincipalReference, World } from "../../provider/access";
import type { Case } from "./case";

const MOMENTS = { createdAt: 0, updatedAt: 0 };
const LABELS = { description: "", tags: [] };
const GROUPS = { allUsers: "AllUsers", authenticatedUsers: "AuthenticatedUsers" } as const;

/** The secret of a key. */
export const secretOf = (accessKey: string): string => `secret of ${accessKey}`;

/** The key with which a principal itself asks; its bearer has it beside those of the world. */
export function accessKeyOf({ id }: PrincipalReference): string {
  return `SCW${id.replaceAll("-", "").toUpperCase().slice(0, 17)}`;
}

/** Conditions that the service would accept. */
const accepted = new Set([""]);

/** @throws Error for a text that the service would refuse */
function acceptedCondition(text: string): string {
  if (accepted.has(text)) return text;
  const problem = conditionSyntaxError(text);
  if (problem !== undefined) throw new Error(`${text} is no condition: ${problem}`);
  accepted.add(text);
  return text;
}

/** All switches of the local cloud, as a case sets those that matter. */
export const switchesOf = ({ switches }: Pick<Case, "switches">): Switches => ({
  ...DEFAULT_SWITCHES,
  ...switches,
});

/** A store with that world, and with an object wherever one is asked for: nothing is decided by its absence. */
export function storeOf(asked: Case, clock: Clock): MemoryStore {
  const store = new MemoryStore();
  putOrganization(store, asked.world);
  putStorage(new StorageState(store, clock), asked);
  return store;
}

function putOrganization(store: MemoryStore, world: World): void {
  const put = (table: string, values: readonly { readonly id: string }[]): void => {
    for (const value of values) store.table<object>(table).set(value.id, value);
  };
  const owner = world.principals.find(({ isOwner }) => isOwner);
  const isFounded = world.projects.some(({ id }) => id === world.organizationId);
  if (!owner || !isFounded) throw new Error("Every world has an Owner and its default Project.");
  const identity = { id: world.organizationId, ownerAccessKey: accessKeyOf(owner), starts: 1 };
  store.table("organization").set("identity", identity);
  put(
    "projects",
    world.projects.map(({ id, name }) => ({ id, ...MOMENTS, name, description: "" })),
  );
  put("users", usersOf(world));
  put(
    "applications",
    world.principals
      .filter(({ kind }) => kind === "application")
      .map(({ id, name }) => ({ id, ...MOMENTS, ...LABELS, name })),
  );
  put("groups", groupsOf(world));
  put("policies", policiesOf(world));
  put("api-keys", keysOf(world));
}

function usersOf({ principals }: World): Records.User[] {
  return principals
    .filter(({ kind }) => kind === "user")
    .map(({ id, name, isOwner = false, isLocked = false }) => ({
      id,
      ...MOMENTS,
      type: isOwner ? "owner" : "member",
      email: `${name}@example.com`,
      username: name,
      ...{ firstName: "", lastName: "", phoneNumber: "", locale: "en_US", tags: [] },
      locked: isLocked,
    }));
}

function groupsOf({ groups }: World): Records.Group[] {
  return groups.map(({ id, name, members, everyone }) => ({
    id,
    ...MOMENTS,
    ...LABELS,
    name,
    members,
    ...(everyone && { everyone }),
  }));
}

function policiesOf({ policies, organizationId }: World): Records.Policy[] {
  return policies.map(({ id, name, principal, rules }) => {
    const kept = rules.map((rule, index): Records.Rule => {
      const { permissionSetNames, projectIds, condition = "" } = rule;
      return {
        id: `${id} ${index}`,
        permissionSetNames,
        condition: acceptedCondition(condition),
        scope: projectIds
          ? { kind: "projects", projectIds }
          : { kind: "organization", organizationId },
      };
    });
    const grants = grantsOf(kept);
    const fields = { ...LABELS, name, noPrincipal: !principal };
    return { id, ...MOMENTS, ...fields, principal, rules: kept, grants };
  });
}

function keysOf({ keys, principals, organizationId }: World): Records.ApiKey[] {
  const own = principals.map(({ kind, id }) => ({
    accessKey: accessKeyOf({ kind, id }),
    bearer: { kind, id },
    defaultProjectId: organizationId,
    expiresAt: undefined,
  }));
  return [...keys, ...own].map(({ accessKey, bearer, defaultProjectId, expiresAt }) => ({
    id: accessKey,
    ...MOMENTS,
    secretKey: secretOf(accessKey),
    bearer,
    description: "",
    defaultProjectId,
    expiresAt: expiresAt === undefined ? undefined : parseTimestamp(expiresAt),
    creationIp: "127.0.0.1",
  }));
}

function putStorage(state: StorageState, asked: Case): void {
  const { world } = asked;
  const switches = switchesOf(asked);
  for (const { name, projectId, region, policy, grants = [] } of world.buckets) {
    const bucket: Bucket = {
      name,
      projectId,
      region,
      createdAtMilliseconds: 0,
      versioning: "",
      objectLock: false,
      policy: policy && readPolicy(textOf(policy), { bucketName: name, switches }),
      acl: [...privateAcl(projectId), ...aclOf(grants)],
    };
    state.buckets.set(name, bucket);
    for (const key of keysIn(name, asked)) putObject(state, { bucket, key, asked });
  }
}

/** Keys of objects that are there, and of those that are asked for. */
function keysIn(bucket: string, { world, questions }: Case): Set<string> {
  const targets = questions.map(({ target }) => target);
  return new Set(
    [...(world.objects ?? []), ...targets].flatMap((place) =>
      "bucket" in place && place.bucket === bucket && place.key !== undefined ? [place.key] : [],
    ),
  );
}

function putObject(
  state: StorageState,
  { bucket, key, asked }: { bucket: Bucket; key: string; asked: Case },
): void {
  const object = asked.world.objects?.find(
    (candidate) => candidate.bucket === bucket.name && candidate.key === key,
  );
  const writer = object?.projectId ?? bucket.projectId;
  const owner = asked.switches.objectOwnerIsWriter ? writer : bucket.projectId;
  state.addVersion(
    {
      bucket: bucket.name,
      key,
      sequence: state.nextSequence(),
      versionId: "null",
      isDeleteMarker: false,
      modifiedAtMilliseconds: 0,
      sizeBytes: 0,
      etag: "d41d8cd98f00b204e9800998ecf8427e",
      headers: {},
      storageClass: "STANDARD",
      tags: [],
      ownerProjectId: owner === bucket.projectId ? undefined : owner,
      acl: object?.grants && [...privateAcl(owner), ...aclOf(object.grants)],
    },
    Buffer.alloc(0),
  );
}

const aclOf = (grants: readonly AclGrant[]): Acl =>
  grants.map(({ grantee, permission }) => ({
    grantee: typeof grantee === "string" ? { group: GROUPS[grantee] } : grantee,
    permission,
  }));

/** The text that a client would send. */
export function textOf({ version, statements }: BucketPolicy): string {
  const document: PolicyDocument = {
    Version: version,
    Statement: statements.map(({ effect, principals, actions, resources, conditions }) => ({
      Effect: effect,
      Principal: {
        SCW: [
          ...(principals.everyone ? ["*"] : []),
          ...(principals.userIds ?? []).map((id) => `user_id:${id}`),
          ...(principals.applicationIds ?? []).map((id) => `application_id:${id}`),
          ...(principals.projectIds ?? []).map((id) => `project_id:${id}`),
        ],
      },
      Action: actions,
      Resource: resources,
      ...(conditions && { Condition: conditions }),
    })),
  };
  return JSON.stringify(document);
}

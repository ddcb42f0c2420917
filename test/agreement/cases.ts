/**
 * Worlds and questions, drawn by fast-check: it makes a case that shows something smaller, until it cannot.
 * @module
 */
import fc from "fast-check";
import { iamSets, permissionSets, s3Operations } from "../../catalog/index";
import type { AclGrant, Policy, Rule, World } from "../../provider/access";
import { bucketPolicyDraft, bucketPolicyOf } from "./bucket-policies";
import { DRAWN_VALUES, type Case, type DrawnSwitches } from "./case";
import { MOMENTS } from "./circumstances";
import {
  ACCESS_KEYS,
  ALL_APPLICATIONS,
  ALL_USERS,
  APPLICATIONS,
  BUCKETS,
  GROUPS,
  KEYS,
  nameOf,
  ORGANIZATION,
  POLICIES,
  PROJECTS,
  USERS,
} from "./ids";
import { questionDraft, questionOf } from "./questions";
import { ruleCondition } from "./rule-conditions";

type Drawn<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;
type Bearer = World["keys"][number]["bearer"];

const rarely = fc.integer({ min: 0, max: 9 }).map((number) => number > 7);
/** As many of the first of a list, most often all. */
const first = (all: readonly string[], least: number): fc.Arbitrary<string[]> =>
  fc
    .constantFrom(all.length, all.length, ...all.slice(least - 1).map((_, index) => least + index))
    .map((count) => all.slice(0, count));

const user = fc.constantFrom(...USERS).map((id): Bearer => ({ kind: "user", id }));
const application = fc
  .constantFrom(...APPLICATIONS)
  .map((id): Bearer => ({ kind: "application", id }));
const bearer = fc.oneof(user, application);

const STORAGE_SETS = [...new Set(s3Operations.flatMap((entry) => entry.permissionSets))];
const ORGANIZATION_SETS = iamSets.filter(({ scope }) => scope === "organization");
const storageSets = fc.oneof(
  fc.array(fc.constantFrom(...STORAGE_SETS), { minLength: 1, maxLength: 3 }),
  fc.constantFrom("ObjectStorageFullAccess", "AllProductsFullAccess").map((set) => [set]),
);
const organizationSets = fc.array(fc.constantFrom(...ORGANIZATION_SETS.map(({ set }) => set)), {
  minLength: 1,
  maxLength: 2,
});
const anySets = fc.array(fc.constantFrom(...permissionSets.map(({ name }) => name), "NoSuchSet"), {
  minLength: 1,
  maxLength: 4,
});
const sshKeySets = fc.constantFrom("SSHKeysFullAccess", "SSHKeysReadOnly").map((set) => [set]);
const projectIds = fc.array(fc.constantFrom(...PROJECTS), { minLength: 1, maxLength: 3 });
const condition = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(undefined, undefined, "") },
  { weight: 2, arbitrary: ruleCondition },
);
const ruleOf = (
  sets: fc.Arbitrary<string[]>,
  scope: fc.Arbitrary<string[] | undefined>,
): fc.Arbitrary<Rule> =>
  fc
    .record({ sets, scope, condition })
    .map(({ sets: permissionSetNames, scope: drawn, condition: text }) => ({
      permissionSetNames: [...new Set(permissionSetNames)],
      ...(drawn && { projectIds: [...new Set(drawn)] }),
      ...(text !== undefined && { condition: text }),
    }));
const everywhere = fc.constant(undefined);
const rule = fc.oneof(
  { weight: 6, arbitrary: ruleOf(storageSets, projectIds) },
  { weight: 3, arbitrary: ruleOf(storageSets, everywhere) },
  { weight: 5, arbitrary: ruleOf(organizationSets, everywhere) },
  { weight: 1, arbitrary: ruleOf(organizationSets, projectIds) },
  { weight: 1, arbitrary: ruleOf(sshKeySets, fc.oneof(projectIds, everywhere)) },
  { weight: 1, arbitrary: ruleOf(anySets, fc.oneof(projectIds, everywhere)) },
  { weight: 1, arbitrary: ruleOf(storageSets, fc.constant([])) },
);

const group = (id: string): Policy["principal"] => ({ kind: "group", id });
const policyDraft = fc.record({
  principal: fc.oneof(
    { weight: 5, arbitrary: bearer },
    { weight: 3, arbitrary: fc.constantFrom(...GROUPS).map(group) },
    { weight: 2, arbitrary: fc.constantFrom(ALL_USERS, ALL_APPLICATIONS).map(group) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  ),
  rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
});

const keyDraft = fc.record({
  bearer,
  defaultProjectId: fc.constantFrom(...PROJECTS),
  expiresAt: fc.constantFrom(
    ...Array.from({ length: 24 }, () => undefined),
    ...[
      ...MOMENTS,
      "2026-06-01T10:00:00+02:00",
      "2030-01-01T00:00:00Z",
      "2026-06-01T08:00:00.0005Z",
    ],
  ),
});

const grant: fc.Arbitrary<AclGrant> = fc.record({
  grantee: fc.oneof(
    fc.constantFrom("allUsers" as const, "authenticatedUsers" as const),
    fc.constantFrom(...PROJECTS).map((projectId) => ({ projectId })),
  ),
  permission: fc.constantFrom("READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"),
});
const grants = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.array(grant, { maxLength: 3 }) },
);
const bucketDraft = fc.record({
  projectId: fc.constantFrom(...PROJECTS),
  region: fc.constantFrom("fr-par", "nl-ams"),
  policy: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: bucketPolicyDraft },
  ),
  grants,
});
const objectDraft = fc.record({
  bucket: fc.constantFrom(...BUCKETS),
  key: fc.constantFrom(...KEYS),
  projectId: fc.constantFrom(undefined, ...PROJECTS),
  grants,
});

const drawnSwitches = fc
  .tuple(
    ...DRAWN_VALUES.map(([, [initial, ...others]]) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(initial) },
        { weight: 1, arbitrary: fc.constantFrom(initial, ...others) },
      ),
    ),
  )
  .map(
    (values) =>
      Object.fromEntries(
        DRAWN_VALUES.map(([name], index) => [name, values[index]]),
      ) as unknown as DrawnSwitches,
  );

const draft = fc.record({
  switches: drawnSwitches,
  projects: first(PROJECTS, 1),
  users: first(USERS, 1),
  locked: fc.array(rarely, { minLength: USERS.length, maxLength: USERS.length }),
  applications: first(APPLICATIONS, 1),
  members: fc.array(fc.array(bearer, { minLength: 1, maxLength: 4 }), {
    maxLength: GROUPS.length,
  }),
  policies: fc.array(policyDraft, { minLength: 6, maxLength: POLICIES.length }),
  keys: fc.array(keyDraft, { minLength: 3, maxLength: ACCESS_KEYS.length - 1 }),
  buckets: fc.array(bucketDraft, { minLength: 3, maxLength: BUCKETS.length }),
  objects: fc.array(objectDraft, { maxLength: 6 }),
  questions: fc.array(questionDraft, { minLength: 20, maxLength: 20 }),
});

/** Cases of one size throughout: the library's own wish for small ones would make them all alike. */
export const cases: fc.Arbitrary<Case> = fc.noBias(draft).map((drawn) => {
  const { switches } = drawn;
  const world = worldOf(drawn);
  return { world, switches, questions: drawn.questions.map((each) => questionOf(world, each)) };
});

function worldOf(drawn: Drawn<typeof draft>): World {
  const { switches } = drawn;
  const isThere = ({ kind, id }: Bearer): boolean =>
    (kind === "user" ? drawn.users : drawn.applications).includes(id);
  return {
    organizationId: ORGANIZATION,
    projects: drawn.projects.map((id) => ({ id, name: nameOf(id) })),
    principals: principalsOf(drawn),
    groups: groupsOf(drawn),
    policies: drawn.policies.map(({ principal, rules }, index) => {
      const id = POLICIES[index]!;
      return { id, name: nameOf(id), ...(principal && { principal }), rules };
    }),
    // The keys of those who are gone are gone.
    keys: drawn.keys.flatMap(({ expiresAt, ...key }, index) =>
      isThere(key.bearer)
        ? [{ accessKey: ACCESS_KEYS[index]!, ...key, ...(expiresAt && { expiresAt }) }]
        : [],
    ),
    buckets: drawn.buckets
      .map((bucket, index) => ({ name: BUCKETS[index]!, ...bucket }))
      // A Project with buckets in it cannot be deleted.
      .filter(({ projectId }) => drawn.projects.includes(projectId))
      .map(({ policy, grants: lines, ...bucket }) => ({
        ...bucket,
        ...(policy && { policy: bucketPolicyOf(bucket.name, policy, switches) }),
        ...(lines && { grants: lines }),
      })),
    objects: objectsOf(drawn),
  };
}

function principalsOf({ users, locked, applications }: Drawn<typeof draft>): World["principals"] {
  return [
    ...users.map((id, index) => ({
      kind: "user" as const,
      id,
      name: nameOf(id),
      // The Owner cannot be locked.
      ...(index === 0 ? { isOwner: true } : { isLocked: locked[index] === true }),
    })),
    ...applications.map((id) => ({ kind: "application" as const, id, name: nameOf(id) })),
  ];
}

function groupsOf({ members }: Drawn<typeof draft>): World["groups"] {
  return [
    { id: ALL_USERS, name: "All Users", members: [], everyone: "user" },
    { id: ALL_APPLICATIONS, name: "All Applications", members: [], everyone: "application" },
    ...members.map((list, index) => {
      const id = GROUPS[index]!;
      return { id, name: nameOf(id), members: distinct(list, (member) => member.id) };
    }),
  ];
}

function objectsOf({ objects }: Drawn<typeof draft>): NonNullable<World["objects"]> {
  return distinct(objects, ({ bucket, key }) => `${bucket}/${key}`).map(
    ({ bucket, key, projectId, grants: lines }) => ({
      bucket,
      key,
      ...(projectId !== undefined && { projectId }),
      ...(lines && { grants: lines }),
    }),
  );
}

/** The first of each that are alike. */
function distinct<Value>(values: readonly Value[], keyOf: (value: Value) => string): Value[] {
  return [...new Map([...values].reverse().map((value) => [keyOf(value), value])).values()];
}

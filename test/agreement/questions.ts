/**
 * Questions about a world: of every kind of asker, about every operation and right, in full circumstances.
 * @module
 */
import fc from "fast-check";
import { iamResources, type S3Operation } from "../../catalog/index";
import type { Asker, Question, Target, World } from "../../provider/access";
import { circumstances } from "./circumstances";
import { APPLICATIONS, BUCKETS, GROUPS, KEYS, ORGANIZATION, PROJECTS, USERS } from "./ids";
import { operations } from "./requests";

const UNKNOWN_PROJECT = "99999999-9999-4999-8999-999999999999";
const LOST_KEY = "SCWLOST0000000000000";
const PROJECT_OPERATIONS: readonly string[] = ["ListBuckets", "CreateBucket"];
/** Kinds whose rights are about Projects. */
const OF_PROJECTS = ["ssh_key", "account_project"];

/** Where a key is told to act: nowhere in particular, where the target is, in any Project, in one that is not there. */
const override = fc.oneof(
  { weight: 4, arbitrary: fc.constant("none" as const) },
  { weight: 7, arbitrary: fc.constant("home" as const) },
  { weight: 2, arbitrary: fc.constantFrom("any" as const, "unknown" as const) },
);
const KINDS = ["user", "user", "application", "application", "key", "key", "key", "key"] as const;

const byName = (names: readonly string[]): S3Operation[] =>
  operations.filter(({ operation }) => names.includes(operation));
const COMMON = byName(["GetObject", "PutObject", "DeleteObject", "ListObjectsV2", "HeadBucket"]);
const RIGHTS = iamResources.flatMap(({ name, actions }) =>
  actions.map(({ action }) => ({ resource: name, action })),
);

/** Drafts: the target is completed by what the world has of that kind. */
export const questionDraft = fc.record({
  asker: fc.oneof(
    { weight: 14, arbitrary: fc.constantFrom(...KINDS) },
    { weight: 1, arbitrary: fc.constantFrom("anonymous" as const) },
  ),
  /** Which of its kind; those beyond what the world has are not there. */
  number: fc.nat({ max: 5 }),
  isLost: fc.integer({ min: 0, max: 19 }).map((number) => number === 19),
  override,
  asked: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...operations, ...COMMON, ...COMMON) },
    { weight: 2, arbitrary: fc.constantFrom(...RIGHTS) },
  ),
  bucket: fc.constantFrom(...BUCKETS),
  key: fc.constantFrom(...KEYS),
  project: fc.constantFrom(...PROJECTS),
  /** Which object of the Organization; none: the call is about all of them. */
  which: fc.constantFrom(undefined, 0, 1, 2, 3),
  /** Not in the Project where the target is. */
  actsElsewhere: fc.constantFrom(false, false, false, true),
  circumstances,
});
type Draft = typeof questionDraft extends fc.Arbitrary<infer D> ? D : never;

/** The question, as it makes sense in that world. */
export function questionOf(world: World, draft: Draft): Question {
  const { asked, actsElsewhere, project, circumstances: told } = draft;
  const isPrincipal = draft.asker === "user" || draft.asker === "application";
  const acts = isPrincipal && actsElsewhere ? { actsIn: project } : {};
  const circumstances = { ...told, ...acts };
  if ("operation" in asked) return storageQuestion(world, { ...draft, circumstances }, asked);
  const { resource, action } = asked;
  return {
    asker: askerOf(world, draft, project),
    action: `${resource}:${action}`,
    target: iamTarget(resource, draft, world),
    circumstances,
  };
}

function storageQuestion(
  world: World,
  draft: Draft,
  { operation, resource }: S3Operation,
): Question {
  const { project, circumstances } = draft;
  const isAboutProject = PROJECT_OPERATIONS.includes(operation);
  const bucket = world.buckets[draft.number % world.buckets.length];
  const asker = askerOf(world, draft, isAboutProject ? project : bucket?.projectId);
  const name = draft.isLost ? draft.bucket : (bucket?.name ?? draft.bucket);
  const place = resource === "object" ? { bucket: name, key: draft.key } : { bucket: name };
  const acts = draft.actsElsewhere ? undefined : projectOf(asker, world);
  return {
    asker,
    action: operation,
    target: isAboutProject ? { projectId: acts ?? project } : place,
    // A form has no such header.
    circumstances: operation === "PostObject" ? { ...circumstances, ifMatch: null } : circumstances,
  };
}

/** @param home - the Project where the target is */
function askerOf(world: World, draft: Draft, home: string | undefined): Asker {
  const { asker: kind, number, isLost, project } = draft;
  if (kind === "anonymous") return { kind };
  if (kind === "key") {
    const known = world.keys[number % world.keys.length]?.accessKey;
    const accessKey = isLost || known === undefined ? LOST_KEY : known;
    const projectId = { none: undefined, home, any: project, unknown: UNKNOWN_PROJECT }[
      draft.override
    ];
    return { kind, accessKey: projectId === undefined ? accessKey : `${accessKey}@${projectId}` };
  }
  const there = world.principals.filter((principal) => principal.kind === kind);
  const all = kind === "user" ? USERS : APPLICATIONS;
  const id = isLost ? all.at(-1) : there[number % there.length]?.id;
  return { kind, id: id ?? ORGANIZATION };
}

/** Where a key acts: most questions about Projects are about that one. */
export function projectOf(who: Asker, { keys }: World): string | undefined {
  if (who.kind !== "key") return undefined;
  const [accessKey, override] = who.accessKey.split("@");
  return override ?? keys.find((known) => known.accessKey === accessKey)?.defaultProjectId;
}

function iamTarget(resource: string, { which, project }: Draft, world: World): Target {
  if (which === undefined) return { organization: true };
  if (OF_PROJECTS.includes(resource)) return { projectId: project };
  const found = objectsOf(resource, world)[which];
  return found ? { organization: true, ...found } : { organization: true };
}

function objectsOf(resource: string, world: World): { id: string; name?: string }[] {
  const named = (list: readonly { id: string; name: string }[]): { id: string; name: string }[] =>
    list.map(({ id, name }) => ({ id, name }));
  const of = (kind: string): { id: string; name: string }[] =>
    named(world.principals.filter((each) => each.kind === kind));
  switch (resource) {
    case "user":
    case "application":
      return of(resource);
    case "group":
      return named(world.groups.filter(({ id }) => GROUPS.includes(id)));
    case "policy":
      return named(world.policies);
    case "api_key":
      return world.keys.map(({ accessKey }) => ({ id: accessKey }));
    default:
      return [];
  }
}

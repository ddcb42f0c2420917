/** Small worlds to ask about. */
import {
  Access,
  type AccessSwitches,
  type Answer,
  type Asker,
  type Bucket,
  type Circumstances,
  type Policy,
  type Reason,
  type Rule,
  type Statement,
  type Target,
  type World,
} from "../../../../provider/access";

export const ORGANIZATION = "aaaaaaaa-0000-4000-8000-000000000000";
export const PHOTOS = "aaaaaaaa-0000-4000-8000-000000000001";
export const BILLS = "aaaaaaaa-0000-4000-8000-000000000002";
export const APP = { kind: "application", id: "bbbbbbbb-0000-4000-8000-000000000001" } as const;
export const OTHER = { kind: "application", id: "bbbbbbbb-0000-4000-8000-000000000002" } as const;
export const USER = { kind: "user", id: "cccccccc-0000-4000-8000-000000000001" } as const;
export const LOCKED = { kind: "user", id: "cccccccc-0000-4000-8000-000000000002" } as const;
export const OWNER = { kind: "user", id: "cccccccc-0000-4000-8000-000000000003" } as const;
export const ANYBODY = { kind: "anonymous" } as const;
export const NOW = new Date("2026-11-28T12:00:00Z");

/** An Organization with two Projects, five principals and no rights at all, and what is added to it. */
export function worldOf(parts: Partial<World> = {}): World {
  return {
    organizationId: ORGANIZATION,
    projects: [
      { id: ORGANIZATION, name: "default" },
      { id: PHOTOS, name: "photos" },
      { id: BILLS, name: "bills" },
    ],
    principals: [
      { ...APP, name: "uploader" },
      { ...OTHER, name: "reader" },
      { ...USER, name: "ann" },
      { ...LOCKED, name: "bob", isLocked: true },
      { ...OWNER, name: "carol", isOwner: true },
    ],
    groups: [],
    policies: [],
    keys: [],
    buckets: [{ name: "pictures", projectId: PHOTOS, region: "fr-par" }],
    ...parts,
  };
}

/** A policy for a principal. */
export function policyFor(
  principal: Policy["principal"],
  ...rules: (Partial<Rule> & { sets?: string[] })[]
): Policy {
  return {
    id: `policy of ${principal?.id ?? "nobody"}`,
    name: "rights",
    ...(principal ? { principal } : {}),
    rules: rules.map(({ sets = ["ObjectStorageFullAccess"], ...rule }) => ({
      permissionSetNames: sets,
      ...rule,
    })),
  };
}

/** A policy that gives everything in a Project. */
export const fullAccess = (principal: Policy["principal"], project = PHOTOS): Policy =>
  policyFor(principal, { projectIds: [project] });

/** The bucket `pictures` with a policy of these statements. */
export function pictures(
  statements: (Partial<Statement> & { who?: Statement["principals"] })[],
  parts: Partial<Bucket> = {},
  version: "2023-04-17" | "2012-10-17" = "2023-04-17",
): Bucket {
  return {
    name: "pictures",
    projectId: PHOTOS,
    region: "fr-par",
    policy: {
      version,
      statements: statements.map(({ who = { everyone: true }, ...statement }) => ({
        effect: "Allow",
        principals: who,
        actions: ["*"],
        resources: ["pictures", "pictures/*"],
        ...statement,
      })),
    },
    ...parts,
  };
}

/** What a statement says of whom it is about: the application. */
export const ME = { who: { applicationIds: [APP.id] } };

/** A grant of an access list that lets everybody read. */
export const READ = { grantee: "allUsers", permission: "READ" } as const;

/** The application with every right in the bucket's Project, and the bucket with a policy of these statements. */
export const policied = (
  statements: Parameters<typeof pictures>[0],
  parts: Partial<World> = {},
): World => worldOf({ policies: [fullAccess(APP)], buckets: [pictures(statements)], ...parts });

/** A principal with every right in the bucket's Project, under a condition. */
export const under = (condition: string, principal: Policy["principal"] = APP): World =>
  worldOf({ policies: [policyFor(principal, { projectIds: [PHOTOS], condition })] });

/** Whoever signs with that key. */
export const signedBy = (accessKey: string) => ({ kind: "key", accessKey }) as const;

/** What a question needs to be asked; the object `pictures/a` where nothing else is said. */
export interface Asking {
  readonly asker?: Asker;
  readonly action?: string;
  readonly target?: Target;
  readonly circumstances?: Circumstances;
  readonly switches?: Partial<AccessSwitches>;
}

/** The answer to a question about a world; that with reasons must be the same. */
export function ask(world: World, asking: Asking = {}): Answer {
  return explain(world, asking).answer;
}

/** The answer with its reasons, by their codes. */
export function explain(world: World, asking: Asking = {}) {
  const { asker = APP, action = "GetObject", switches } = asking;
  const { target = { bucket: "pictures", key: "a" }, circumstances } = asking;
  const access = new Access(world, switches);
  const question = { asker, action, target, ...(circumstances ? { circumstances } : {}) };
  const decision = access.can(question);
  if (access.answer(question) !== decision.answer) {
    throw new Error("The answer alone differs from the one with reasons.");
  }
  return { ...decision, codes: decision.reasons.map(({ code }: Reason) => code) };
}

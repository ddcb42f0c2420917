/**
 * Who holds which rules of a world, and what rules cover one another. Whether somebody may do something is the evaluator's
 * to say.
 * @module
 */
import { s3Operations } from "pulumi-storage-access-catalog";
import { access } from "./access";
import { Undecidable } from "./place";
import type { Stack } from "./stack";

/** One rule of one policy. */
export interface HeldRule {
  readonly policy: access.Policy;
  readonly rule: access.Rule;
  /** Its place in the policy, from 0. */
  readonly index: number;
}

/** A user, an application or a group, for each of which there are policies. */
type Holder = NonNullable<access.Policy["principal"]>;

/** The groups that hold a user or an application. */
export const groupsOf = (world: access.World, { kind, id }: access.PrincipalReference) =>
  world.groups.filter(
    ({ members, everyone }) =>
      everyone === kind || members.some((member) => member.kind === kind && member.id === id),
  );

/** The rules that hold for somebody, by its own policies and by those of its groups. */
export function rulesHeldBy(world: access.World, holder: Holder): HeldRule[] {
  const { kind } = holder;
  const groups = kind === "group" ? [] : groupsOf(world, { kind, id: holder.id });
  return world.policies
    .filter(
      ({ principal }) =>
        (principal?.kind === kind && principal.id === holder.id) ||
        (principal?.kind === "group" && groups.some(({ id }) => id === principal.id)),
    )
    .flatMap((policy) => policy.rules.map((rule, index) => ({ policy, rule, index })));
}

/** Operations by the set that allows them. */
const operations = new Map<string, Set<string>>();
for (const { operation, permissionSets } of s3Operations) {
  for (const set of permissionSets) {
    operations.set(set, (operations.get(set) ?? new Set()).add(operation));
  }
}

/** True where one set gives all that another gives, as far as the catalog tells. */
export function coversSet(wide: string, narrow: string): boolean {
  if (wide === narrow) return wide !== access.UNKNOWN;
  const [more, less] = [operations.get(wide), operations.get(narrow)];
  // Of a set of all products the catalog tells what it means for Object Storage only.
  if (!more || !less || !narrow.startsWith("ObjectStorage")) return false;
  return [...less].every((operation) => more.has(operation));
}

/** True where the scope of one rule has everything in it that another's has. */
export function coversScope(wide: access.Rule, narrow: access.Rule): boolean {
  if (!wide.projectIds) return true;
  const ids = wide.projectIds;
  return narrow.projectIds?.every((id) => id !== access.UNKNOWN && ids.includes(id)) ?? false;
}

/** True where there is a Project in which both rules hold, or the whole Organization. */
export function scopesMeet(one: access.Rule, other: access.Rule): boolean {
  if (!one.projectIds || !other.projectIds) return true;
  const ids = other.projectIds;
  return one.projectIds.some((id) => id !== access.UNKNOWN && ids.includes(id));
}

/** True for a user or an application that this program makes. @throws Undecidable where it is not known who it is */
export function isDeclared(stack: Stack, { id }: { readonly id: string }, urn?: string): boolean {
  if (id === access.UNKNOWN) throw new Undecidable("whose it is, is not known yet", urn);
  return stack.byId(id) !== undefined;
}

/** Rights of somebody whom the program does not make may be given elsewhere. @throws Undecidable */
export function requireDeclared(
  stack: Stack,
  principal: access.PrincipalReference,
  urn?: string,
): void {
  if (isDeclared(stack, principal, urn)) return;
  const who = `${principal.kind} ${principal.id}`;
  throw new Undecidable(`${who} is not of this program: its rights may be given elsewhere`, urn);
}

/** A name for people. */
export function nameOf(stack: Stack, { kind, id }: Holder): string {
  const { principals, groups } = stack.world;
  const found =
    kind === "group"
      ? groups.find((group) => group.id === id)
      : principals.find((one) => one.kind === kind && one.id === id);
  return `${kind} ${found?.name ?? id}`;
}

/** In every Project an empty bucket without a policy: for asking what IAM alone gives there. */
export const withProbes = (world: access.World): access.World => ({
  ...world,
  buckets: [
    ...world.buckets,
    ...world.projects.map(({ id }) => ({ name: probeIn(id), projectId: id, region: "fr-par" })),
  ],
});

/** The name of the empty bucket of a Project. */
export const probeIn = (projectId: string): string => `probe of ${projectId}`;

/** Every operation on Object Storage, asked in a Project. */
export function storageQuestions(
  asker: access.Asker,
  projectId: string,
): { readonly action: string; readonly question: access.Question }[] {
  return access.STORAGE_ACTIONS.filter((action) => access.levelOf(action) !== undefined).map(
    (action) => {
      const isOfProject = access.placeOf(action) === "project";
      const target = isOfProject ? { projectId } : { bucket: probeIn(projectId), key: "any" };
      return { action, question: { asker, action, target } };
    },
  );
}

/** A world in which bucket policies and access lists say nothing: IAM alone decides. */
export const byIamAlone = (world: access.World): access.World => ({
  ...world,
  buckets: world.buckets.map(({ name, projectId, region }) => ({ name, projectId, region })),
});

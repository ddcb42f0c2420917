/**
 * The bare answers of a whole world, asked at once: what is equal about principals and places is asked only once.
 * @module
 */
import { access } from "pulumi-storage-access";
import type { NamedAsker } from "./askers";
import type { NamedTarget } from "./places";

/** Answers about one asker and target, action by action; undefined where nothing at all is allowed. */
export type Answering = (
  asker: NamedAsker,
  target: NamedTarget,
) => ((action: string) => access.Answer) | undefined;

/** What is allowed and what is undecided of one asker at one place. */
interface Profile {
  readonly allowed: ReadonlySet<string>;
  readonly undecided: ReadonlySet<string>;
}

/** From this many pairs on the whole table is made first. */
const MANY = 500;

/** How to answer about so many pairs: by the table of the world, where that is less work and has everything. */
export function answeringFor(
  judge: Pick<access.Access, "answer" | "world">,
  askers: readonly NamedAsker[],
  targets: readonly NamedTarget[],
): Answering {
  const hasKeys = askers.some(({ asker }) => asker.kind === "key");
  const hasObjects = targets.some(({ target }) => "bucket" in target && target.key !== undefined);
  if (hasKeys || hasObjects || askers.length * targets.length < MANY) {
    return (asker, target) => (action) => judge.answer(questionOf(asker, target, action));
  }
  return byTable(judge.world);
}

/** The question that a row and an action stand for. */
export function questionOf(
  { asker }: NamedAsker,
  { target, ordinaryBucket = target }: NamedTarget,
  action: string,
): access.Question {
  const isOfBucket = access.placeOf(action) === "bucket";
  return { asker, action, target: isOfBucket ? ordinaryBucket : target };
}

function byTable(world: access.World): Answering {
  const table = access.matrix(world);
  const sets = table.profiles.map(({ allowed, undecided }) => ({
    allowed: new Set(allowed),
    undecided: new Set(undecided),
  }));
  const askers = table.askers.map(({ asker }) => askerKey(asker));
  const places = new Map<string, ReadonlyMap<string, Profile>>();
  for (const { places: equal, cells } of table.rows) {
    const profiles = new Map<string, Profile>();
    for (const cell of cells) {
      const profile = sets[cell.profile];
      if (profile) for (const at of cell.askers) profiles.set(askers[at] ?? "", profile);
    }
    for (const at of equal) {
      const place = table.places[at];
      if (place) places.set(`${place.kind} ${place.id}`, profiles);
    }
  }
  return ({ asker }, { target, ordinaryBucket }) => {
    const key = askerKey(asker);
    const found = [target, ordinaryBucket].flatMap((one) => {
      const profile = one && places.get(placeKey(one, world))?.get(key);
      return profile ? [profile] : [];
    });
    if (found.length === 0) return undefined;
    return (action) => {
      if (found.some(({ allowed }) => allowed.has(action))) return "allow";
      return found.some(({ undecided }) => undecided.has(action)) ? "undecided" : "deny";
    };
  };
}

function askerKey(asker: access.Asker): string {
  if (asker.kind === "anonymous") return "anonymous";
  return asker.kind === "key" ? `key ${asker.accessKey}` : `${asker.kind} ${asker.id}`;
}

function placeKey(target: access.Target, { organizationId }: access.World): string {
  if ("bucket" in target) return `bucket ${target.bucket}`;
  return "projectId" in target ? `project ${target.projectId}` : `organization ${organizationId}`;
}

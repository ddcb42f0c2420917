/**
 * `ensure`: the object exists exactly once afterwards, however often earlier runs were interrupted.
 * @module
 */
import { differences, identifiersOf, isNamedAlike, visible } from "./assembly";
import type { Identified } from "./bulk";
import type { AnyDefinition } from "./definition";
import { CloudError, isCloudError } from "./errors";
import { carrierOf, type Mark } from "./mark";
import type { Operation } from "./operation";
import { createOnce } from "./retry";
import type { Properties } from "./sanitize";
import { quoteOf } from "./secret-inputs";

/** What is to exist. */
export interface Wanted {
  /** What the resource was told of itself; see `markInput`. */
  readonly mark: unknown;
  /** The resource's name in the program. */
  readonly name: string;
  readonly wish: Properties;
  /** The properties of whose values no message may tell anything. */
  readonly secret: ReadonlySet<string>;
  readonly digest: string;
}

/** What exists now. */
export interface Ensured {
  readonly live: Identified;
  readonly incarnation: string;
  /** Objects of interrupted runs that are of no use, to be removed now that their successor is there. */
  readonly superseded: readonly Identified[];
}

/** After that many lost answers in a row something else is wrong. */
const MAXIMUM_LOST_ANSWERS = 3;

/** Eight random hexadecimal digits: which create an object belongs to. */
export function newIncarnation(random: () => number): string {
  return Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, "0");
}

/** Finds the half-made object of an earlier run, or makes one. */
export async function ensure(operation: Operation, wanted: Wanted): Promise<Ensured> {
  const { definition, context } = operation;
  const halfMade = await findHalfMade(operation, wanted);
  if (definition.isUsable === undefined && halfMade.length > 0) {
    const found = onlyOne(definition, wanted, halfMade);
    requireHold(operation, wanted, found.id);
    if (!definition.place?.alwaysThere) {
      context.log.info(`takes over ${found.id}, which an interrupted run left`);
    }
    const live = definition.complete ? await definition.complete(context, found, {}) : found;
    return { live, incarnation: newIncarnation(context.random), superseded: [] };
  }
  return makeUsable(operation, wanted, {
    superseded: halfMade,
    incarnation: () => newIncarnation(context.random),
  });
}

/** What there is before an object is made. */
export interface Preceding {
  /** Useless objects of interrupted runs. */
  readonly superseded: readonly Identified[];
  /** Ids of objects in use that carry the same mark as the one to be made. */
  readonly known?: readonly string[];
  /** Part of the mark for the next try. */
  readonly incarnation: () => string;
}

/** Makes an object of which all was told: one whose answer got lost is of no use to some kinds, and another is made. */
export async function makeUsable(
  operation: Operation,
  wanted: Wanted,
  { superseded: before, known = [], incarnation: next }: Preceding,
): Promise<Ensured> {
  const { definition, context } = operation;
  const superseded = [...before];
  for (let lost = 0; lost < MAXIMUM_LOST_ANSWERS; lost += 1) {
    const incarnation = next();
    const others = new Set([...known, ...superseded.map(({ id }) => id)]);
    const live = await makeOnce(operation, wanted, {
      mark: { digest: wanted.digest, incarnation },
      others,
    });
    context.bulk.put(definition.token, live);
    if (definition.isUsable?.(live) ?? true) return { live, incarnation, superseded };
    superseded.push(live);
  }
  throw new CloudError({
    kind: "unavailable",
    operation: `make ${definition.noun}`,
    resource: wanted.name,
    answer: `the answer got lost ${MAXIMUM_LOST_ANSWERS} times: ${listIds(superseded)} exist and are of no use`,
    hint: "Run the deployment again: it removes them once a usable one is made.",
  });
}

const listIds = (objects: readonly Identified[]): string =>
  objects.map((object) => object.id).join(", ");

async function findHalfMade(operation: Operation, wanted: Wanted): Promise<Identified[]> {
  const { definition, context, process } = operation;
  const { place, list } = definition;
  if (place) {
    const name = place.nameOf(wanted.wish);
    const isOwn = process.sightings.isHeldBy(definition.token, name, wanted.mark);
    requireHold(operation, wanted, name);
    const there = await place.find(context, wanted.wish, wanted.digest);
    if (there && !isOwn) requireOwn(definition, wanted, there);
    if (there && !place.alwaysThere && process.sightings.isFirstRun) {
      throw madeByAnotherState(definition, wanted, there.id);
    }
    return there ? [there] : [];
  }
  if (!list) return [];
  const all = await context.bulk.list(definition.token, () => list(context));
  return carrying(definition, all, wanted.digest)
    .filter(({ id }) => !process.sightings.isHeld(definition.token, id))
    .map((found) => requireEqual(definition, wanted, found));
}

/** Which ids carried which digest when a list was loaded; a look into three thousand objects is made once. */
const indexes = new WeakMap<object, Map<string, string[]>>();

function carrying(
  definition: AnyDefinition,
  all: ReadonlyMap<string, Identified>,
  digest: string,
): Identified[] {
  const digestOf = (live: Identified): string | undefined =>
    carrierOf(definition).read(definition.model(live))?.digest;
  let index = indexes.get(all);
  if (!index) {
    index = new Map<string, string[]>();
    for (const [id, live] of all) {
      const carried = digestOf(live);
      if (carried === undefined) continue;
      const ids = index.get(carried) ?? [];
      ids.push(id);
      index.set(carried, ids);
    }
    indexes.set(all, index);
  }
  const candidates = (index.get(digest) ?? []).map((id) => all.get(id));
  // The list has moved on since: what was removed or marked anew does not count.
  return candidates.filter(
    (live) => live !== undefined && digestOf(live) === digest,
  ) as Identified[];
}

/** Both values of each of some properties, for a message. */
export function thereAndHere(
  names: readonly string[],
  live: Properties,
  { wish, secret }: Pick<Wanted, "wish" | "secret">,
): string {
  return names
    .map((name) => {
      const [there, here] = [live[name], wish[name]].map((value) => quoteOf(secret, name, value));
      return `${name} is ${there} there and ${here} here`;
    })
    .join("; ");
}

/** What is found in its place is another's where it has another's mark, or none and is not just as wished. */
function requireOwn(definition: AnyDefinition, wanted: Wanted, found: Identified): void {
  const { place } = definition;
  const carrier = carrierOf(definition);
  if (place?.alwaysThere || (carrier.marks && !place?.findsOthers)) return;
  const mark = carrier.read(definition.model(found));
  if (mark?.digest === wanted.digest) return;
  const model = visible(definition, found);
  const wrong = Object.keys(differences(definition, model, wanted.wish));
  if (wrong.length === 0 && !mark) return;
  const difference =
    wrong.length > 0 ? thereAndHere(wrong, model, wanted) : "it has the mark of another";
  throw new CloudError({
    kind: "conflict",
    code: "already_set",
    operation: `make ${definition.noun}`,
    resource: wanted.name,
    answer: `${found.id} has one already, which this resource did not make: ${difference}`,
    hint: 'Nothing was changed. adopt: "existing" takes it over and brings it to what the program says; or remove it first. Where a replacement was forced, deploy the change before it.',
  });
}

function requireEqual(definition: AnyDefinition, wanted: Wanted, found: Identified): Identified {
  const model = definition.model(found);
  const wrong = Object.keys(differences(definition, model, wanted.wish)).filter(
    (name) => definition.fields[name]?.replaces,
  );
  if (wrong.length === 0) return found;
  throw new CloudError({
    kind: "conflict",
    code: "mark_mismatch",
    operation: `make ${definition.noun}`,
    resource: wanted.name,
    answer: `${found.id} carries the mark of this resource but is not what the program describes: ${thereAndHere(wrong, model, wanted)}`,
    hint: "Somebody may have copied the mark. Remove it from that object (a tag, or the end of its description), or remove the object; then run the deployment again.",
  });
}

function onlyOne(
  definition: AnyDefinition,
  wanted: Wanted,
  found: readonly Identified[],
): Identified {
  const [first, second] = found;
  if (first && !second) return first;
  throw new CloudError({
    kind: "conflict",
    code: "several_marked",
    operation: `make ${definition.noun}`,
    resource: wanted.name,
    answer: `${listIds(found)} all carry the mark of this resource`,
    hint: "Remove those that are not in use; then run the deployment again: it takes over the one that is left.",
  });
}

/**
 * Makes the object; where the answer gets lost, it looks for the object by its mark before it tries again.
 * @param others ids of objects that carry the same mark
 */
async function makeOnce(
  operation: Operation,
  wanted: Wanted,
  { mark, others }: { mark: Mark; others: ReadonlySet<string> },
): Promise<Identified> {
  const { definition, context } = operation;
  const carrier = carrierOf(definition);
  const wish = carrier.put(wanted.wish, mark);
  // A name that only one object can have cannot be made twice.
  if (definition.place) return definition.make(context, wish);
  return createOnce<Identified>({
    what: `${definition.noun} "${wanted.name}"`,
    pacing: context,
    create: async () => {
      try {
        return await definition.make(context, wish);
      } catch (thrown) {
        return holderOfName(operation, wanted, thrown);
      }
    },
    find: async () => {
      const { list, complete } = definition;
      const all = (await list?.(context)) ?? [];
      const found = all.find((live) => {
        if (others.has(live.id)) return false;
        const carried = carrier.read(definition.model(live));
        return carried?.digest === mark.digest && carried.incarnation === mark.incarnation;
      });
      return found && complete ? await complete(context, found, {}) : found;
    },
  });
}

/**
 * What has the name that was refused: the object of an interrupted run, which lists did not show yet, is as good as made.
 * @throws CloudError the refusal itself; where another state made what has the name, it says so
 */
async function holderOfName(
  operation: Operation,
  wanted: Wanted,
  thrown: unknown,
): Promise<Identified> {
  const { definition, context, process } = operation;
  const { list, complete } = definition;
  const isNamed = identifiersOf(definition).length > 0;
  const isTaken = isNamed && isCloudError(thrown) && thrown.kind === "conflict";
  if (!isTaken || !list) throw thrown;
  const all = await list(context);
  const holder = all.find((live) => isNamedAlike(definition, live, wanted.wish));
  if (!holder) throw thrown;
  const mark = carrierOf(definition).read(definition.model(holder));
  if (mark?.digest === wanted.digest && !process.sightings.isHeld(definition.token, holder.id)) {
    const own = requireEqual(definition, wanted, holder);
    requireHold(operation, wanted, own.id);
    context.log.info(`takes over ${own.id}, which an interrupted run left`);
    return complete ? complete(context, own, {}) : own;
  }
  throw mark ? madeByAnotherState(definition, wanted, holder.id) : thrown;
}

/** Another stack has it, or a copy of this one without its state: nothing of theirs is touched. */
function madeByAnotherState(
  { noun }: AnyDefinition,
  { name }: Pick<Wanted, "name">,
  id: string,
): CloudError {
  return new CloudError({
    kind: "conflict",
    code: "made_by_another_state",
    operation: `make ${noun}`,
    resource: name,
    answer: `${id} is there already, and this stack's state did not make it`,
    hint: `Nothing was changed. If this is a copy of a stack, use that stack's state. If the state is lost, adopt: { id: "${id}", from: "anotherStack" } takes it over. Otherwise choose another name.`,
  });
}

/** Two resources of one program that ask for the same object: the second may not take what the first has. */
export function requireHold(
  { definition, process }: Operation,
  wanted: Pick<Wanted, "mark" | "name">,
  id: string,
): void {
  if (process.sightings.holds(definition.token, id, wanted.mark)) return;
  throw new CloudError({
    kind: "conflict",
    code: "held_by_another",
    operation: `make ${definition.noun}`,
    resource: wanted.name,
    answer: `another resource of this program has ${id} already`,
    hint: "Give one of them another name.",
  });
}

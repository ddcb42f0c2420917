/**
 * `adopt`: objects that were made without the program, taken over as they are.
 * @module
 */
import {
  cloudFields,
  differences,
  identifiersOf,
  isGiven,
  isNamedAlike,
  pick,
  visible,
  wishOf,
} from "./assembly";
import type { Identified } from "./bulk";
import type { Adopt } from "./common";
import type { AnyDefinition, Field } from "./definition";
import { thereAndHere } from "./ensure";
import { CloudError } from "./errors";
import type { Report } from "./fields";
import { carrierOf, generatedName, markDigest, resourceName } from "./mark";
import type { Operation } from "./operation";
import type { Properties } from "./sanitize";
import { quoteOf, secretNames } from "./secret-inputs";
import { containsUnknown, isUnknown, notKnown } from "./unknown";

type Wanted = Exclude<Adopt, "fail">;

/** What the program wants taken over; undefined where it wants nothing of the kind, or it is not known yet. */
export function adoptOf(properties: Properties): Wanted | undefined {
  const adopt = properties["adopt"] as Adopt | undefined | null;
  if (adopt === undefined || adopt === null || adopt === "fail") return undefined;
  return containsUnknown(adopt) ? undefined : adopt;
}

/** True where the program adopts, also where it is not known yet what. */
export const wantsToAdopt = ({ adopt }: Properties): boolean => isGiven(adopt) && adopt !== "fail";

/** True for an object that was adopted, as long as the program says so. */
export const isAdopted = (state: Properties, program: Properties): boolean =>
  state["adopted"] === true && wantsToAdopt(program);

const kept = new WeakMap<AnyDefinition, AnyDefinition>();

/** The definition as it holds for adopted objects: what the program does not give is left as it is. */
export function keepingAbsent(definition: AnyDefinition): AnyDefinition {
  const known = kept.get(definition);
  if (known) return known;
  const keep = (field: Field): Field =>
    field.local || field.internal || field.absent === "required"
      ? field
      : { ...field, absent: "kept" };
  const fields = Object.entries(definition.fields).map(([name, field]) => [name, keep(field)]);
  const keeping = { ...definition, fields: Object.fromEntries(fields) as typeof definition.fields };
  kept.set(definition, keeping);
  return keeping;
}

/** Reports what is missing to find what is to be adopted. */
export function checkAdopt(definition: AnyDefinition, inputs: Properties, report: Report): void {
  const { nothingToAdopt } = definition;
  if (nothingToAdopt !== undefined && wantsToAdopt(inputs) && !isUnknown(inputs["adopt"])) {
    report("adopt", `it is not possible for a ${definition.noun}: ${nothingToAdopt}`);
    return;
  }
  if (adoptOf(inputs) !== "existing" || definition.place?.alwaysThere) return;
  const identifiers = identifiersOf(definition);
  if (identifiers.length === 0 && !definition.place) {
    report("adopt", `"existing" is not possible for a ${definition.noun}: say which by { id }`);
  }
  for (const name of identifiers.filter((identifier) => !isGiven(inputs[identifier]))) {
    report(name, 'it is missing, and adopt: "existing" looks for it');
  }
}

/**
 * The object that the program wants taken over; undefined where it wants none, or the one with the declared name does not
 * exist.
 * @throws CloudError where the id does not exist, several have the name, or it differs in what cannot be changed
 */
export async function findAdoptee(
  operation: Operation,
  inputs: Properties,
): Promise<Identified | undefined> {
  const adopt = adoptOf(inputs);
  if (adopt === undefined) return undefined;
  const wanted = await wishWithPlace(operation, inputs);
  const live =
    adopt === "existing" ? await named(operation, wanted) : await byId(operation, adopt.id, wanted);
  if (!live) {
    if (adopt === "existing") return undefined;
    throw cannotAdopt(operation, inputs, {
      kind: "notFound",
      answer: `there is no ${operation.definition.noun} with the id ${adopt.id}`,
      hint: "Check the id, or leave `adopt` out to make a new one.",
    });
  }
  refuseReplacing(operation, inputs, live);
  refuseOthers(operation, inputs, live);
  return live;
}

/** The properties that decide as whom and what a program adopts, as far as they are not known yet. */
export function undecided(definition: AnyDefinition, inputs: Properties): string[] {
  const byName = inputs["adopt"] === "existing" ? identifiersOf(definition) : [];
  return openAmong(inputs, ["adopt", "profile", ...byName, ...placeNames(definition)]);
}

/** Those properties of which at least a part is not known yet. */
const openAmong = (properties: Properties, names: readonly string[]): string[] =>
  [...new Set(names)].filter((name) => containsUnknown(properties[name]));

/** What is said of a new resource at preview: what will be taken over, and what will change about it. */
export async function foretell(operation: Operation, inputs: Properties): Promise<void> {
  const { definition, context } = operation;
  const live = await findAdoptee(operation, inputs);
  if (!live) {
    context.log.info(`there is no such ${definition.noun} to adopt: a new one is made`);
    return;
  }
  const keeping = keepingAbsent(definition);
  const now = visible(keeping, live);
  const secret = secretNames(definition, inputs);
  const wish = wishOf(keeping, inputs, {});
  const changes = Object.entries(differences(keeping, now, wish)).map(
    ([name, value]) =>
      `${name} from ${quoteOf(secret, name, now[name])} to ${quoteOf(secret, name, value)}`,
  );
  const open = openAmong(
    wish,
    cloudFields(keeping).flatMap(([name, { internal }]) => (internal ? [] : name)),
  );
  const changing =
    changes.length === 0 ? "nothing about it changes" : `changes ${changes.join("; ")}`;
  const asFarAsKnown = open.length === 0 ? "" : `, as far as is known: ${notKnown(open)}`;
  context.log.info(`adopts the existing ${definition.noun} ${live.id}: ${changing}${asFarAsKnown}`);
}

/** A wish with the mark that a live object carries, if any: adopting neither writes nor removes one. */
export function withItsOwnMark(
  definition: AnyDefinition,
  wish: Properties,
  live: Identified,
): Properties {
  const carrier = carrierOf(definition);
  const mark = carrier.read(definition.model(live));
  return mark ? pick(carrier.put(wish, mark), Object.keys(wish)) : wish;
}

/** Kinds that are found by a place need all of it, also what the provider would choose. */
async function wishWithPlace(
  { definition, context }: Operation,
  inputs: Properties,
): Promise<Properties> {
  const given = wishOf(definition, inputs, {});
  if (!definition.place) return given;
  const name = generatedName.bind(undefined, resourceName(inputs), markDigest(definition, inputs));
  return { ...given, ...(await definition.choose?.(context, given, { name })) };
}

const placeNames = ({ place, fields }: AnyDefinition): string[] =>
  place ? Object.keys(fields).filter((name) => fields[name]?.replaces) : [];

async function byId(
  { definition, context }: Operation,
  id: string,
  wanted: Properties,
): Promise<Identified | undefined> {
  const { list, complete, place } = definition;
  // The id of what is a part of another object says where it is, and that is declared.
  const isByPlace = place && (place.findsOthers === true || !carrierOf(definition).marks);
  if (isByPlace && !place.alwaysThere && place.nameOf(wanted) !== id) return undefined;
  if (place?.alwaysThere) {
    const there = await definition.get(context, id, wanted);
    return there?.id === id ? there : undefined;
  }
  const listed = list && (await context.bulk.list(definition.token, () => list(context))).get(id);
  if (!listed) return definition.get(context, id, wanted);
  return complete ? complete(context, listed, {}) : listed;
}

async function named(operation: Operation, wanted: Properties): Promise<Identified | undefined> {
  const { definition, context } = operation;
  const { list, complete, place } = definition;
  if (place) return definition.get(context, place.nameOf(wanted), wanted);
  const identifiers = identifiersOf(definition);
  const all = list ? await context.bulk.list(definition.token, () => list(context)) : new Map();
  const found = [...(all as ReadonlyMap<string, Identified>).values()].filter((live) =>
    isNamedAlike(definition, live, wanted),
  );
  const [first, second] = found;
  if (second) {
    throw cannotAdopt(operation, wanted, {
      kind: "conflict",
      answer: `several have that ${identifiers.join(" and ")}: ${found.map(({ id }) => id).join(", ")}`,
      hint: "Say which one by adopt: { id }.",
    });
  }
  return first && complete ? complete(context, first, {}) : first;
}

/** What cannot be changed about an object must be as declared: adopting it and replacing it at once helps nobody. */
function refuseReplacing(operation: Operation, inputs: Properties, live: Identified): void {
  const keeping = keepingAbsent(operation.definition);
  const now = visible(keeping, live);
  const wish = wishOf(keeping, inputs, {});
  const wrong = Object.keys(differences(keeping, now, wish)).filter(
    (name) => keeping.fields[name]?.replaces,
  );
  if (wrong.length === 0) return;
  const secret = secretNames(keeping, inputs);
  throw cannotAdopt(operation, inputs, {
    kind: "conflict",
    answer: `${live.id} is not what the program describes, and it cannot be changed: ${thereAndHere(wrong, now, { wish, secret })}`,
    hint: "Declare it as it is, or leave `adopt` out to make a new one.",
  });
}

/** What carries a mark belongs to a stack: only who says so takes it from there. */
function refuseOthers(operation: Operation, inputs: Properties, live: Identified): void {
  const { definition, context } = operation;
  const mark = carrierOf(definition).read(definition.model(live));
  if (!mark || mark.digest === markDigest(definition, inputs)) return;
  const adopt = adoptOf(inputs);
  if (typeof adopt === "object" && adopt.from === "anotherStack") {
    context.log.warn(
      `${live.id} carries the mark of another stack, which may still change or delete it`,
    );
    return;
  }
  throw cannotAdopt(operation, inputs, {
    kind: "conflict",
    answer: `${live.id} carries the mark of another stack, or of a lost state of this one`,
    hint: `Nothing was changed. To take it from there: adopt: { id: "${live.id}", from: "anotherStack" }; then remove it from the other stack's state.`,
  });
}

function cannotAdopt(
  { definition }: Operation,
  inputs: Properties,
  told: { readonly kind: "notFound" | "conflict"; readonly answer: string; readonly hint: string },
): CloudError {
  const resource = resourceName(inputs);
  return new CloudError({
    ...told,
    code: "cannot_adopt",
    operation: `adopt ${definition.noun}`,
    resource,
  });
}

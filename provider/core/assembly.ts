/**
 * From what the program says and what the service says to what the state keeps.
 * @module
 */
import { recordedFields, silentFields } from "./common";
import type { Identified } from "./bulk";
import type { AnyDefinition, Field } from "./definition";
import { means } from "./fields";
import { carrierOf } from "./mark";
import type { Properties } from "./sanitize";
import { containsUnknown } from "./unknown";

/** Every property that a program may give, its own and the common ones. */
export function allFields(definition: AnyDefinition): Readonly<Record<string, Field>> {
  return { ...definition.fields, ...recordedFields, ...silentFields };
}

/** The fields that live in the cloud. */
export function cloudFields(definition: AnyDefinition): readonly (readonly [string, Field])[] {
  return Object.entries(definition.fields).filter(([, field]) => !field.local);
}

/** True for a value that the program gives. */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** The given ones among some properties. */
export function pick(properties: Properties, names: Iterable<string>): Properties {
  const entries = [...names].map((name) => [name, properties[name]] as const);
  return Object.fromEntries(entries.filter(([, value]) => isGiven(value)));
}

/** Properties with the defaults filled in. */
export function withDefaults(definition: AnyDefinition, inputs: Properties): Properties {
  const filled = { ...inputs };
  for (const [name, { absent }] of Object.entries(definition.fields)) {
    if (typeof absent !== "object" || isGiven(filled[name])) continue;
    filled[name] = "default" in absent ? absent.default : absent.derive(filled);
  }
  return filled;
}

/** What the provider chose for an object because its program did not. */
export const chosenOf = (state: Properties): Properties => (state["chosen"] ?? {}) as Properties;

/**
 * The values that the program wishes for, as far as they are managed: what it gives, else what was chosen for it or, where
 * it stopped giving a value, what the state has.
 */
export function wishOf(
  definition: AnyDefinition,
  inputs: Properties,
  state: Properties,
): Properties {
  const wish = pick(withDefaults(definition, inputs), Object.keys(definition.fields));
  for (const [name, { absent }] of cloudFields(definition)) {
    if (absent !== "chosen" || name in wish) continue;
    const kept = chosenOf(state)[name] ?? state[name];
    if (isGiven(kept)) wish[name] = kept;
  }
  return wish;
}

/** True where the program leaves a field alone. */
export const isUnmanaged = (field: Field, value: unknown): boolean =>
  (field.absent === "unmanaged" || field.absent === "kept") && !isGiven(value);

/** The fields in which the live object differs from a wish, as names and wished values; what is not known yet is none of them. */
export function differences(
  definition: AnyDefinition,
  live: Properties,
  wish: Properties,
): Properties {
  const differing = cloudFields(definition).filter(
    ([name, field]) =>
      !isUnmanaged(field, wish[name]) &&
      !containsUnknown(wish[name]) &&
      !means(field.rule, live[name], wish[name]),
  );
  return Object.fromEntries(differing.map(([name]) => [name, wish[name]]));
}

/** The properties that say which object of the kind is meant. */
export function identifiersOf({ identifiedBy, fields }: AnyDefinition): readonly string[] {
  return identifiedBy ?? ("name" in fields ? ["name"] : []);
}

/** True where a live object is the one that a wish names. */
export function isNamedAlike(
  definition: AnyDefinition,
  live: Identified,
  wish: Properties,
): boolean {
  const model = visible(definition, live);
  return identifiersOf(definition).every((name) => {
    const rule = definition.fields[name]?.rule;
    return rule !== undefined && means(rule, model[name], wish[name]);
  });
}

/** A live object's properties as users see them. */
export function visible(definition: AnyDefinition, live: Identified): Properties {
  return carrierOf(definition).hide(definition.model(live));
}

/**
 * Declared properties overlaid with live values; where both mean the same, the program's own wording stays.
 * @param declared inputs, or the outputs of the state (which echo them)
 */
export function overlay(
  definition: AnyDefinition,
  declared: Properties,
  live: Identified,
): Properties {
  const now = visible(definition, live);
  const result = pick(declared, Object.keys(allFields(definition)));
  for (const [name, field] of cloudFields(definition)) {
    if (field.absent === "unmanaged" && !isGiven(declared[name])) continue;
    if (!means(field.rule, declared[name], now[name])) result[name] = now[name];
  }
  return pick(result, Object.keys(result));
}

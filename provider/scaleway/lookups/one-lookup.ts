/**
 * Lookups of one: by its id, or by an exact name that no other has.
 * @module
 */
import { CloudError } from "../../core/errors";
import type { Member, Rule } from "../../core/fields";
import type { Properties } from "../../core/sanitize";
import { cloudFor, type Cloud } from "../cloud";
import { requireOneOf } from "../one-of";
import { anyText } from "./filters";
import { defineLookup, type Lookup, type LookupArgs } from "./lookup";

/** One way to say which is meant. */
export interface Identifier<Args, Item> {
  readonly rule: Rule;
  /** Those that it fits: none, one or several. */
  readonly find: (cloud: Cloud, value: string, args: Args) => Promise<readonly Item[]>;
}

/** One lookup of one. */
export interface OneLookup<Args extends LookupArgs, Item, Shown> {
  /** For messages, such as `getApplication`. */
  readonly name: string;
  /** For messages, such as `application`. */
  readonly noun: string;
  /** The ways to say which is meant, of which the program chooses one. */
  readonly by: { readonly [Name in keyof Args]?: Identifier<Args, Item> };
  /** What narrows the search beside. */
  readonly beside?: { readonly [Name in keyof Args]?: Rule };
  /** The item as programs see it. */
  readonly show: (item: Item) => Shown;
  /** By what several of the same name are told apart. */
  readonly identify: (item: Item) => string;
}

/** An identifier that at most one object can have. */
export function only<Item>(
  rule: Rule,
  get: (cloud: Cloud, value: string) => Promise<Item | undefined>,
): Identifier<unknown, Item> {
  return {
    rule,
    async find(cloud, value) {
      const item = await get(cloud, value);
      return item === undefined ? [] : [item];
    },
  };
}

/** An exact name, which several objects may have. */
export function named<Item extends { readonly name: string }, Args>(
  list: (cloud: Cloud, name: string, args: Args) => Promise<readonly Item[]>,
): Identifier<Args, Item> {
  return {
    rule: anyText,
    // That the service compares whole names is known from recordings only.
    find: async (cloud, value, args) =>
      (await list(cloud, value, args)).filter(({ name }) => name === value),
  };
}

/** A lookup of the one that is meant: none and several are errors. */
export function oneLookup<Args extends LookupArgs, Item, Shown>(
  definition: OneLookup<Args, Item, Shown>,
): Lookup<Args, Shown> {
  const { name, by, beside = {}, show } = definition;
  const identifiers = by as Readonly<Record<string, Identifier<Args, Item>>>;
  const names = Object.keys(identifiers);
  const required = names.length === 1;
  const members = Object.fromEntries([
    ...names.map((one) => [one, { rule: identifiers[one]?.rule, required }]),
    ...Object.entries(beside).map(([one, rule]) => [one, { rule }]),
  ]) as { [Name in keyof Omit<Args, keyof LookupArgs>]-?: Member };
  return defineLookup<Args, Shown>({
    name,
    members,
    check: (args, report) => {
      if (!required) requireOneOf(names, args, report);
    },
    async ask(context, args) {
      const given = args as Properties;
      const chosen = names.find((one) => given[one] !== undefined) ?? "";
      const value = given[chosen] as string;
      const found = (await identifiers[chosen]?.find(cloudFor(context), value, args)) ?? [];
      const [item] = found;
      if (item !== undefined && found.length === 1) return show(item);
      throw notOne(definition, { by: chosen, value, found });
    },
  });
}

function notOne<Item>(
  { noun, identify }: { noun: string; identify: (item: Item) => string },
  { by, value, found }: { by: string; value: string; found: readonly Item[] },
): CloudError {
  const fields = { operation: `look up the ${noun}`, resource: value };
  if (found.length === 0) {
    return new CloudError({
      ...fields,
      kind: "notFound",
      answer: `there is no ${noun} with that ${by}`,
      hint: `Correct the ${by}. For what the program makes itself, use the resource's own outputs.`,
    });
  }
  return new CloudError({
    ...fields,
    kind: "conflict",
    answer: `${found.length} have that ${by}: ${found.map(identify).join(", ")}`,
    hint: "Give the id of the one that is meant.",
  });
}

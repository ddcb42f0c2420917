/**
 * Lookups of many: everything of a kind that fits the filters, every page, in the order asked for.
 * @module
 */
import type { Member, Rule } from "../../core/fields";
import { cloudFor, type Cloud } from "../cloud";
import { defineLookup, type Lookup, type LookupArgs } from "./lookup";

/** What was found, under the name of its kind. */
export type Listed<Plural extends string, Item> = {
  /** The Organization that was looked in, a UUID. */
  readonly organizationId: string;
} & Readonly<Record<Plural, readonly Item[]>>;

/** One lookup of many. */
export interface ListLookup<Args extends LookupArgs, Plural extends string, Item> {
  /** For messages, such as `getApplications`. */
  readonly name: string;
  /** The name of the list in the answer. */
  readonly plural: Plural;
  /** Every filter with its rule. */
  readonly filters: { readonly [Name in keyof Omit<Args, keyof LookupArgs>]-?: Rule };
  /** Filters that must be given. */
  readonly required?: readonly (keyof Args)[];
  readonly list: (cloud: Cloud, search: Args) => Promise<readonly Item[]>;
}

/** A lookup of everything that fits. A list of ids that is empty fits nothing, and costs no call. */
export function listLookup<Args extends LookupArgs, Plural extends string, Item>({
  name,
  plural,
  filters,
  required = [],
  list,
}: ListLookup<Args, Plural, Item>): Lookup<Args, Listed<Plural, Item>> {
  const members = Object.entries<Rule>(filters).map(([filter, rule]): [string, Member] => [
    filter,
    { rule, required: required.some((one) => one === filter) },
  ]);
  return defineLookup<Args, Listed<Plural, Item>>({
    name,
    members: Object.fromEntries(members) as {
      [Name in keyof Omit<Args, keyof LookupArgs>]-?: Member;
    },
    async ask(context, search) {
      const cloud = cloudFor(context);
      const items = asksForNothing(search) ? [] : await list(cloud, search);
      const found = { organizationId: await cloud.organizationId(), [plural]: items };
      return found as unknown as Listed<Plural, Item>;
    },
  });
}

/** To the service, no id is no filter. */
function asksForNothing(search: object): boolean {
  return Object.values(search).some((value) => Array.isArray(value) && value.length === 0);
}

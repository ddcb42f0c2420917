/**
 * Groups, narrowed and ordered.
 * @module
 */
import type { GroupSearch } from "../clients/iam";
import { anyText, ids, orders } from "./filters";
import { shownGroup, type GetGroupResult } from "./get-group";
import { listLookup, type Listed } from "./list-lookup";
import type { LookupArgs } from "./lookup";

/** What to narrow the list to, and its order. */
export interface GetGroupsArgs extends GroupSearch, LookupArgs {}

/** The groups that fit. */
export type GetGroupsResult = Listed<"groups", GetGroupResult>;

const lookup = listLookup<GetGroupsArgs, "groups", GetGroupResult>({
  name: "getGroups",
  plural: "groups",
  filters: {
    name: anyText,
    applicationIds: ids("an application"),
    userIds: ids("a user"),
    groupIds: ids("a group"),
    tag: anyText,
    orderBy: orders("createdAt", "updatedAt", "name"),
  },
  list: async ({ iam }, search) => (await iam.listGroups(search)).map(shownGroup),
});

/**
 * Every group that fits, with its members. The two groups of everyone are among them; they list nobody. Asked once per
 * program and arguments.
 *
 * ```ts
 * const { groups } = await scaleway.getGroups({ orderBy: "nameAsc" });
 * ```
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to read groups
 */
export const getGroups = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * export const groupsOfApp = scaleway.getGroupsOutput({ applicationIds: [app.id] }).groups;
 * ```
 */
export const getGroupsOutput = lookup.output;

/**
 * Users, narrowed and ordered.
 * @module
 */
import type { UserSearch } from "../clients/iam";
import { anyText, choice, flag, ids, orders } from "./filters";
import { shownUser, type GetUserResult } from "./get-user";
import { listLookup, type Listed } from "./list-lookup";
import type { LookupArgs } from "./lookup";

/** What to narrow the list to, and its order. */
export interface GetUsersArgs extends UserSearch, LookupArgs {}

/** The users that fit. */
export type GetUsersResult = Listed<"users", GetUserResult>;

const lookup = listLookup<GetUsersArgs, "users", GetUserResult>({
  name: "getUsers",
  plural: "users",
  filters: {
    userIds: ids("a user"),
    mfa: flag,
    tag: anyText,
    type: choice("owner", "member"),
    orderBy: orders("createdAt", "updatedAt", "email", "lastLogin", "username"),
  },
  list: async ({ iam }, search) => (await iam.listUsers(search)).map(shownUser),
});

/**
 * Every person of the Organization that fits, its owner too. Asked once per program and arguments.
 *
 * ```ts
 * const { users } = await scaleway.getUsers({ mfa: false });
 * ```
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to read users
 */
export const getUsers = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * const { users } = scaleway.getUsersOutput({ tag: "team=research" });
 * new scaleway.Group("research-people", { userIds: users.apply((all) => all.map(({ id }) => id)) });
 * ```
 */
export const getUsersOutput = lookup.output;

/**
 * One group, by its id or its exact name.
 * @module
 */
import { hideMark } from "../../core/mark";
import type { Group } from "../clients/iam";
import { id } from "./filters";
import { named, oneLookup, only } from "./one-lookup";
import type { LookupArgs } from "./lookup";

/** Which group: exactly one of the two. */
export interface GetGroupArgs extends LookupArgs {
  /** The group's id, a UUID. */
  readonly id?: string | undefined;
  /** The exact name. */
  readonly name?: string | undefined;
}

/** A group as it is, its members included. */
export interface GetGroupResult extends Group {}

/** A group as programs see it. */
export const shownGroup = (group: Group): GetGroupResult => hideMark("scaleway:Group", group);

const lookup = oneLookup<GetGroupArgs, Group, GetGroupResult>({
  name: "getGroup",
  noun: "group",
  by: {
    id: only(id("a group"), async ({ iam }, value) => iam.getGroup(value)),
    name: named(async ({ iam }, name) => iam.listGroups({ name })),
  },
  show: shownGroup,
  identify: (group) => group.id,
});

/**
 * One group that exists already, with its members. Asked once per program and arguments.
 *
 * ```ts
 * const { id } = await scaleway.getGroup({ name: "All Users" });
 * ```
 * @throws CloudError where none or several fit, without usable credentials, or without the right to read groups
 */
export const getGroup = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * export const usersOfTeam = scaleway.getGroupOutput({ id: team.id }).userIds;
 * ```
 */
export const getGroupOutput = lookup.output;

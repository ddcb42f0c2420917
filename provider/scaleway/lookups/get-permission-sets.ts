/**
 * The permission sets that there are.
 * @module
 */
import type { PermissionSet, PermissionSetSearch } from "../clients/iam";
import { orders } from "./filters";
import { listLookup, type Listed } from "./list-lookup";
import type { LookupArgs } from "./lookup";

/** The order of the list. */
export interface GetPermissionSetsArgs extends PermissionSetSearch, LookupArgs {}

/** The permission sets. */
export type GetPermissionSetsResult = Listed<"permissionSets", PermissionSet>;

const lookup = listLookup<GetPermissionSetsArgs, "permissionSets", PermissionSet>({
  name: "getPermissionSets",
  plural: "permissionSets",
  filters: {
    orderBy: orders("name", "createdAt"),
  },
  list: ({ iam }, search) => iam.listPermissionSets(search),
});

/**
 * Every permission set that the Organization may use, as the service itself says. Asked once per program and arguments.
 *
 * ```ts
 * const { permissionSets } = await scaleway.getPermissionSets();
 * ```
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to read permission sets
 */
export const getPermissionSets = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * scaleway.getPermissionSetsOutput().permissionSets.apply((sets) => sets.map(({ name }) => name))
 * ```
 */
export const getPermissionSetsOutput = lookup.output;

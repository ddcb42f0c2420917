/**
 * Policies, narrowed and ordered.
 * @module
 */
import type { PolicySearch } from "../clients/iam";
import { anyText, flag, ids, orders } from "./filters";
import { shownPolicy, type GetPolicyResult } from "./get-policy";
import { listLookup, type Listed } from "./list-lookup";
import type { LookupArgs } from "./lookup";

/** What to narrow the list to, and its order. */
export interface GetPoliciesArgs extends PolicySearch, LookupArgs {}

/** The policies that fit. */
export type GetPoliciesResult = Listed<"policies", GetPolicyResult>;

const lookup = listLookup<GetPoliciesArgs, "policies", GetPolicyResult>({
  name: "getPolicies",
  plural: "policies",
  filters: {
    name: anyText,
    editable: flag,
    userIds: ids("a user"),
    groupIds: ids("a group"),
    applicationIds: ids("an application"),
    noPrincipal: flag,
    policyIds: ids("a policy"),
    tag: anyText,
    orderBy: orders("createdAt", "name"),
  },
  list: async ({ iam }, search) => (await iam.listPolicies(search)).map(shownPolicy),
});

/**
 * Every policy that fits; `getRules` has the rules of each. Asked once per program and arguments.
 *
 * ```ts
 * const { policies } = await scaleway.getPolicies({ noPrincipal: true, orderBy: "nameAsc" });
 * ```
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to read policies
 */
export const getPolicies = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * export const policiesOfApp = scaleway.getPoliciesOutput({ applicationIds: [app.id] }).policies;
 * ```
 */
export const getPoliciesOutput = lookup.output;

/**
 * The rules of one policy.
 * @module
 */
import type { Rule } from "../clients/iam";
import { id } from "./filters";
import { listLookup, type Listed } from "./list-lookup";
import type { LookupArgs } from "./lookup";

/** Which policy. */
export interface GetRulesArgs extends LookupArgs {
  /** The policy whose rules they are, a UUID. */
  readonly policyId: string;
}

/** The rules of the policy that fit. */
export type GetRulesResult = Listed<"rules", Rule>;

const lookup = listLookup<GetRulesArgs, "rules", Rule>({
  name: "getRules",
  plural: "rules",
  filters: {
    policyId: id("a policy"),
  },
  required: ["policyId"],
  list: ({ iam }, { policyId }) => iam.listRules(policyId),
});

/**
 * The rules of a policy, in the order in which they were set. Such as `scaleway.getRules({ policyId })`. Asked once per
 * program and arguments.
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to read policies
 */
export const getRules = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * const writers = new scaleway.Policy("known-writers", {
 *   applicationId: app.id,
 *   rules: [{ projectIds: [second.id], permissionSetNames: ["ObjectStorageReadOnly"] }],
 * });
 * export const rulesOfWriters = scaleway.getRulesOutput({ policyId: writers.id }).rules;
 * ```
 */
export const getRulesOutput = lookup.output;

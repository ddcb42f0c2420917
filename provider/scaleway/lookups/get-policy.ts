/**
 * One policy, by its id or its exact name.
 * @module
 */
import { hideMark } from "../../core/mark";
import type { Policy } from "../clients/iam";
import { id } from "./filters";
import { named, oneLookup, only } from "./one-lookup";
import type { LookupArgs } from "./lookup";

/** Which policy: exactly one of the two. */
export interface GetPolicyArgs extends LookupArgs {
  /** The policy's id, a UUID. */
  readonly id?: string | undefined;
  /** The exact name. */
  readonly name?: string | undefined;
}

/** A policy as it is; `getRules` has its rules. */
export interface GetPolicyResult extends Omit<Policy, "principal"> {
  /** The principal, where it is an application. */
  readonly applicationId: string | undefined;
  /** The principal, where it is a user. */
  readonly userId: string | undefined;
  /** The principal, where it is a group. */
  readonly groupId: string | undefined;
  /** True: it serves nobody, on purpose. Without any of the four, its principal was deleted. */
  readonly noPrincipal: boolean;
}

/** A policy as programs see it. */
export function shownPolicy(policy: Policy): GetPolicyResult {
  const { principal, ...others } = hideMark("scaleway:Policy", policy);
  const nobody = { applicationId: undefined, userId: undefined, groupId: undefined };
  return { ...others, ...nobody, noPrincipal: false, ...principal };
}

const lookup = oneLookup<GetPolicyArgs, Policy, GetPolicyResult>({
  name: "getPolicy",
  noun: "policy",
  by: {
    id: only(id("a policy"), async ({ iam }, value) => iam.getPolicy(value)),
    name: named(async ({ iam }, name) => iam.listPolicies({ name })),
  },
  show: shownPolicy,
  identify: (policy) => policy.id,
});

/**
 * One policy that exists already. Such as `scaleway.getPolicy({ name: "storage" })`. Asked once per program and
 * arguments.
 * @throws CloudError where none or several fit, without usable credentials, or without the right to read policies
 */
export const getPolicy = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * const readers = new scaleway.Policy("known-readers", {
 *   applicationId: app.id,
 *   rules: [{ projectIds: [second.id], permissionSetNames: ["ObjectStorageReadOnly"] }],
 * });
 * export const ruleCount = scaleway.getPolicyOutput({ id: readers.id }).ruleCount;
 * ```
 */
export const getPolicyOutput = lookup.output;

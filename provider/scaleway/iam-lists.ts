/**
 * The lists of policies and of groups, shared within one operation by the kinds themselves and by what asks before it takes
 * something away.
 * @module
 */
import type { Context } from "../core/context";
import type { Group, Policy, RuleInput } from "./clients/iam";
import { cloudFor } from "./cloud";

/** A policy with its rules; in a list they are not read. */
export type PolicyWithRules = Policy & { readonly rules: readonly RuleInput[] };

/** Stands for rules that a list leaves out. */
const UNREAD: readonly RuleInput[] = Object.freeze([]);

/** True for the rules of a policy that is known from a list alone: what they are is not known. */
export const isUnread = (rules: readonly RuleInput[]): boolean => rules === UNREAD;

/** All policies, without their rules. */
export async function listPolicies(context: Context): Promise<PolicyWithRules[]> {
  const listed = await cloudFor(context).iam.listPolicies();
  return listed.map((policy) => ({ ...policy, rules: UNREAD }));
}

/** The one list of policies of this operation. */
export function policiesInBulk(context: Context): Promise<ReadonlyMap<string, PolicyWithRules>> {
  return context.bulk.list("scaleway:Policy", () => listPolicies(context));
}

const GROUPS = "scaleway:Group";

/** The one list of groups of this operation. */
export function groupsInBulk(context: Context): Promise<ReadonlyMap<string, Group>> {
  return context.bulk.list(GROUPS, () => cloudFor(context).iam.listGroups());
}

/** True for those of all users and all applications, which every Organization has. */
export const isManagedGroup = ({ managed }: Pick<Group, "managed">): boolean => managed;

/** True where the service shows groups that somebody made: it is right about one that it does not have. */
export async function areGroupsAround(context: Context): Promise<boolean> {
  await groupsInBulk(context);
  return [...context.bulk.shown(GROUPS)].some((group) => !isManagedGroup(group as Group));
}

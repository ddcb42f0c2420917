/**
 * What IAM gives one bearer: the groups that hold it and the policies that serve it, as a world in which access is decided.
 * @module
 */
import type * as access from "../access";
import type { Context } from "../core/context";
import type { Group, Principal, RuleInput } from "./clients/iam";
import { cloudFor } from "./cloud";
import { groupsInBulk, isUnread, policiesInBulk, type PolicyWithRules } from "./iam-lists";
import { groupOf, policyOf } from "./live-words";
import { each } from "./live-world";

/** Groups and policies by id. */
export interface RightsLists {
  readonly groups: ReadonlyMap<string, Group>;
  readonly policies: ReadonlyMap<string, PolicyWithRules>;
}

/** What serves a bearer. */
export type BearerRights = Pick<access.World, "groups" | "policies">;

/** Reads the rules of a policy. */
export type ReadRules = (policy: PolicyWithRules) => Promise<readonly RuleInput[]>;

/**
 * The lists as they are now, with what this process has written since; groups only where a policy is for one.
 * @param others policies that are not in the list yet, or will be other than they are there
 */
export async function rightsLists(
  context: Context,
  others: readonly PolicyWithRules[] = [],
): Promise<RightsLists> {
  const policies = new Map(await policiesInBulk(context));
  const all = [...policies.values(), ...others];
  const isForGroup = all.some(({ principal }) => groupIdOf(principal) !== undefined);
  return { policies, groups: isForGroup ? new Map(await groupsInBulk(context)) : new Map() };
}

/** The rules that this process wrote last, else those that the service tells. */
export function rulesOf(context: Context): ReadRules {
  return ({ id, rules }) =>
    isUnread(rules) ? cloudFor(context).iam.listRules(id) : Promise.resolve(rules);
}

/** What of the lists serves a bearer. */
export async function rightsOf(
  bearer: access.PrincipalReference,
  lists: RightsLists,
  read: ReadRules,
): Promise<BearerRights> {
  const policies = [...lists.policies.values()].filter(({ principal }) =>
    serves(principal, bearer, lists.groups),
  );
  const rules = await each(policies, read);
  return {
    groups: [...lists.groups.values()].map(groupOf).filter((group) => holds(group, bearer)),
    policies: policies.map((policy, index) => policyOf(policy, rules[index] ?? [])),
  };
}

/** True where what is for that principal counts for the bearer, itself or through a group. */
export function serves(
  principal: Principal | undefined,
  { kind, id }: access.PrincipalReference,
  groups: ReadonlyMap<string, Group>,
): boolean {
  if (!principal || "noPrincipal" in principal) return false;
  const groupId = groupIdOf(principal);
  if (groupId === undefined) return Object.values(principal).includes(id);
  const group = groups.get(groupId);
  return group !== undefined && holds(groupOf(group), { kind, id });
}

/** True where the bearer is in the group, also in one of everybody. */
export const holds = (group: access.Group, { kind, id }: access.PrincipalReference): boolean =>
  group.everyone === kind || group.members.some((one) => one.kind === kind && one.id === id);

/** The group that a principal is. */
export const groupIdOf = (principal: Principal | undefined): string | undefined =>
  principal && "groupId" in principal ? principal.groupId : undefined;

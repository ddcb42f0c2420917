/**
 * Changes of what gives rights, as this process makes them: what it has written, and what it is writing, counts over what
 * lists say.
 * @module
 */
import type { PrincipalReference } from "../access";
import type { Identified } from "../core/bulk";
import type { Context } from "../core/context";
import { isCloudError } from "../core/errors";
import { groupIdOf, serves, type RightsLists } from "./bearer-rights";
import type { Group } from "./clients/iam";
import { groupsInBulk, type PolicyWithRules } from "./iam-lists";

/** A policy is changed; undefined: it goes. */
export interface PolicyEdit {
  readonly policy: PolicyWithRules;
  readonly becomes: PolicyWithRules | undefined;
}

/** Members leave a group, or the group goes with all of them. */
export interface GroupEdit {
  readonly groupId: string;
  readonly leaving: (memberId: string) => boolean;
  readonly goes: boolean;
}

export type RightsEdit = PolicyEdit | GroupEdit;

/** True where the edit may take something from the bearer: what it changes serves the bearer now. */
export async function concerns(
  context: Context,
  bearer: PrincipalReference,
  edit: RightsEdit,
): Promise<boolean> {
  if (!("policy" in edit)) return edit.leaving(bearer.id);
  const { principal } = edit.policy;
  const isForGroup = groupIdOf(principal) !== undefined;
  return serves(principal, bearer, isForGroup ? await groupsInBulk(context) : new Map());
}

/** The lists once the edit is made. */
export function edited(lists: RightsLists, edit: RightsEdit): RightsLists {
  if ("policy" in edit) {
    return { ...lists, policies: replaced(lists.policies, edit.policy.id, edit.becomes) };
  }
  const group = lists.groups.get(edit.groupId);
  return {
    ...lists,
    groups: replaced(lists.groups, edit.groupId, group && remainder(group, edit)),
  };
}

function remainder(group: Group, { leaving, goes }: GroupEdit): Group | undefined {
  if (goes) return undefined;
  const stays = (id: string): boolean => !leaving(id);
  return {
    ...group,
    applicationIds: group.applicationIds.filter(stays),
    userIds: group.userIds.filter(stays),
  };
}

function replaced<T>(
  items: ReadonlyMap<string, T>,
  id: string,
  item: T | undefined,
): Map<string, T> {
  const changed = new Map(items);
  if (item === undefined) changed.delete(id);
  else changed.set(id, item);
  return changed;
}

/**
 * Writes, and records it in the lists. While something is written it gives nothing that the write may take, so that nobody
 * relies on that; nor does it for the rest of the run where it is not known what became of the write.
 */
export async function recorded<T>(
  context: Context,
  edit: RightsEdit,
  write: () => Promise<T>,
): Promise<T> {
  const { now, meanwhile, afterwards } = await stagesOf(context, edit);
  meanwhile();
  try {
    const answer = await write();
    afterwards();
    return answer;
  } catch (thrown) {
    if (isCloudError(thrown) && !isCloudError(thrown, ...OPEN)) now();
    throw thrown;
  }
}

/** Failures after which the service may have done what was asked. */
const OPEN = ["network", "unavailable", "protocol"] as const;

/** Records what is, what may be while it is written, and what is then. */
type Stages = Readonly<Record<"now" | "meanwhile" | "afterwards", () => void>>;

async function stagesOf(context: Context, edit: RightsEdit): Promise<Stages> {
  const { bulk } = context;
  const records = (token: string, id: string, live: Identified | undefined) => (): void => {
    if (live === undefined) bulk.remove(token, id);
    else bulk.put(token, live);
  };
  if ("policy" in edit) {
    const { policy, becomes } = edit;
    const record = (live?: PolicyWithRules) => records("scaleway:Policy", policy.id, live);
    const meanwhile = record({ ...policy, rules: [] });
    return { now: record(policy), meanwhile, afterwards: record(becomes) };
  }
  const group = await groupIfReadable(context, edit.groupId);
  const record = (live?: Group) => records("scaleway:Group", edit.groupId, live);
  const nothing = (): void => undefined;
  if (!group) return { now: nothing, meanwhile: nothing, afterwards: nothing };
  const afterwards = record(remainder(group, edit));
  return { now: record(group), meanwhile: afterwards, afterwards };
}

async function groupIfReadable(context: Context, id: string): Promise<Group | undefined> {
  try {
    return (await groupsInBulk(context)).get(id);
  } catch (thrown) {
    if (!isCloudError(thrown, "denied")) throw thrown;
    return undefined;
  }
}

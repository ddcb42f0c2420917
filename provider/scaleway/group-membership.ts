/**
 * Memberships: some of a group's members, the others left alone.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../core/common";
import type { Context } from "../core/context";
import { kind, type AnyDefinition, type Removal } from "../core/definition";
import { newIncarnation } from "../core/ensure";
import { means } from "../core/fields";
import { DeclaredResource, isInstanceOf, typeToken } from "../core/resource";
import { set, uuid } from "../core/rules";
import type { Properties } from "../core/sanitize";
import type { Group, Members } from "./clients/iam";
import { cloudFor, organizationId } from "./cloud";
import { areGroupsAround } from "./iam-lists";
import { lockOutField, keepingRights, type LockOutArgs, type LockOutModel } from "./lock-out";

/** Arguments of a {@link GroupMembership}. */
export interface GroupMembershipArgs extends LockOutArgs, CommonArgs {
  /** The group. Changing this replaces the membership. */
  groupId: pulumi.Input<string>;
  /** Ids of the applications that it puts into the group. Default: none. */
  applicationIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Ids of the users that it puts into the group. Default: none. */
  userIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
}

/**
 * Some members of a group: it adds those, looks after them and takes them out again, and leaves all others alone. So
 * several programs can fill one group.
 *
 * Not beside a `Group` that has `applicationIds` or `userIds`: that one owns the whole list, and the two would undo each
 * other's work. A member that two memberships name is taken out by the first that ends.
 *
 * Minimal:
 * ```ts
 * new scaleway.GroupMembership("app-in-team", { groupId: team.id, applicationIds: [app.id] });
 * ```
 * In a group that is made elsewhere, for applications and people:
 * ```ts
 * new scaleway.GroupMembership("reports-in-team", {
 *   groupId: team.id,
 *   applicationIds: [app.id, other.id],
 *   userIds: [],
 * });
 * ```
 * In Scaleway's documentation: "IAM > Principals > Groups".
 */
export class GroupMembership extends DeclaredResource {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:GroupMembership");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return groupMembership;
  }

  /** True for a membership, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is GroupMembership {
    return isInstanceOf(value, GroupMembership.__pulumiType);
  }

  /** The group whose members they are. */
  declare readonly groupId: pulumi.Output<string>;
  /** The applications that it put into the group. */
  declare readonly applicationIds: pulumi.Output<string[]>;
  /** The users that it put into the group. */
  declare readonly userIds: pulumi.Output<string[]>;
  /** The Organization that the group belongs to. */
  declare readonly organizationId: pulumi.Output<string>;

  constructor(name: string, args: GroupMembershipArgs, options?: pulumi.CustomResourceOptions) {
    super(groupMembership, { name, args, options });
  }
}

interface MembershipModel extends Members, LockOutModel {
  readonly groupId: string;
}

/** Its own members as far as they are in the group, and whoever else is there. */
interface LiveMembership extends Members {
  readonly id: string;
  readonly groupId: string;
  readonly everybody: Members;
}

const ID = uuid("a member");
const BOTH = ["applicationIds", "userIds"] as const;

const groupMembership = kind<MembershipModel, LiveMembership>({
  token: "scaleway:GroupMembership",
  noun: "group membership",
  schema: 1,
  fields: {
    groupId: { rule: uuid("a group"), absent: "required", replaces: true },
    applicationIds: { rule: set(uuid("an application")), absent: { default: [] } },
    userIds: { rule: set(uuid("a user")), absent: { default: [] } },
    ...lockOutField,
  },
  produced: ["organizationId"],
  nothingToAdopt:
    "leave `adopt` out, and members that are in the group already are taken over as they are",
  organization: organizationId,
  isKnownAround: areGroupsAround,
  get: async (context, id, state, wish = {}) => {
    const group = await cloudFor(context).iam.getGroup(String(state["groupId"]));
    // An interrupted update may have added some of those wished for already.
    return group && membershipIn(group, id, union(membersOf(state), membersOf(wish)));
  },
  // Several memberships may be about one group, so each has an id of its own. Adding who is there already changes nothing: no mark is needed to do it once more after a crash.
  make: async (context, { groupId = "", ...wish }) => {
    const members = membersOf(wish);
    const group = await addTo(context, groupId, members);
    return membershipIn(group, `${groupId}/${newIncarnation(context.random)}`, members);
  },
  aspects: [
    {
      // First whoever is new, by one call: a failure of what follows loses nobody out of sight.
      fields: BOTH,
      write: addMissing,
    },
    { fields: BOTH, write: removeSuperfluous },
  ],
  remove: removeMembers,
  model: ({ groupId, applicationIds, userIds }) => ({ groupId, applicationIds, userIds }),
  produce: () => ({}),
});

function membersOf(properties: Properties | Partial<Members>): Members {
  const { applicationIds = [], userIds = [] } = properties as Partial<Members>;
  return { applicationIds, userIds };
}

function union(some: Members, more: Members): Members {
  return {
    applicationIds: [...new Set([...some.applicationIds, ...more.applicationIds])],
    userIds: [...new Set([...some.userIds, ...more.userIds])],
  };
}

/** Those of some members that another list has, or has not. */
function shared(members: Members, others: Members, wanted: boolean): Members {
  const pick = (ids: readonly string[], among: readonly string[]): string[] =>
    ids.filter((id) => among.some((other) => means(ID, id, other)) === wanted);
  return {
    applicationIds: pick(members.applicationIds, others.applicationIds),
    userIds: pick(members.userIds, others.userIds),
  };
}

function membershipIn(group: Group, id: string, own: Members): LiveMembership {
  return { id, groupId: group.id, ...shared(own, group, true), everybody: group };
}

/** Whoever it adds counts in the one list of groups, too. */
async function addTo(context: Context, groupId: string, members: Members): Promise<Group> {
  const group = await cloudFor(context).iam.addGroupMembers(groupId, members);
  context.bulk.put("scaleway:Group", group);
  return group;
}

async function addMissing(
  context: Context,
  live: LiveMembership,
  wish: Partial<MembershipModel>,
): Promise<LiveMembership> {
  const wanted = membersOf(wish);
  const missing = shared(wanted, live.everybody, false);
  const own = union(live, wanted);
  const isComplete = missing.applicationIds.length + missing.userIds.length === 0;
  if (isComplete) return { ...live, ...own };
  const group = await addTo(context, live.groupId, missing);
  return membershipIn(group, live.id, own);
}

async function removeSuperfluous(
  context: Context,
  live: LiveMembership,
  wish: Partial<MembershipModel>,
): Promise<LiveMembership> {
  const wanted = membersOf(wish);
  await takeOut(context, live.groupId, shared(live, wanted, false), wish.allowLockOut);
  return { ...live, ...shared(live, wanted, true) };
}

/** Whoever a successor of the same group keeps stays in it. */
async function removeMembers(
  context: Context,
  _id: string,
  { state, replacedBy }: Removal,
): Promise<void> {
  const groupId = String(state["groupId"]);
  const isSameGroup = replacedBy?.["groupId"] === groupId;
  const kept = membersOf(isSameGroup ? replacedBy : {});
  const leaving = shared(membersOf(state), kept, false);
  await takeOut(context, groupId, leaving, state["allowLockOut"]);
}

/** One after the other: the service has no call for several. */
async function takeOut(
  context: Context,
  groupId: string,
  members: Members,
  allowed: unknown,
): Promise<void> {
  const { iam } = cloudFor(context);
  const everybody = [...members.applicationIds, ...members.userIds];
  if (everybody.length === 0) return;
  const edit = { groupId, leaving: (id: string) => everybody.includes(id), goes: false };
  const attempted = { operation: "remove members of group", resource: groupId, allowed };
  await keepingRights(context, edit, attempted, async () => {
    for (const applicationId of members.applicationIds) {
      await iam.removeGroupMember(groupId, { applicationId });
    }
    for (const userId of members.userIds) await iam.removeGroupMember(groupId, { userId });
  });
}

/**
 * Groups: applications and users that share policies.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../core/common";
import { kind, type AnyDefinition } from "../core/definition";
import { set, uuid } from "../core/rules";
import { DeclaredResource, isInstanceOf, typeToken } from "../core/resource";
import type { Described, Group as LiveGroup, Members } from "./clients/iam";
import { cloudFor, organizationId } from "./cloud";
import {
  chooseIamName,
  DESCRIBED,
  described,
  describedFields,
  type DescribedArgs,
} from "./described";
import { groupsInBulk, isManagedGroup } from "./iam-lists";
import {
  lockOutField,
  removing,
  keepingRights,
  type LockOutArgs,
  type LockOutModel,
} from "./lock-out";
import { orphanField, requireNoPolicies, type OrphanArgs, type OrphanModel } from "./orphans";

/** Arguments of a {@link Group}. */
export interface GroupArgs extends DescribedArgs, OrphanArgs, LockOutArgs, CommonArgs {
  /**
   * Ids of the applications in it. Given, even empty: the group has these and no others. Not given: whoever is in it is
   * left alone.
   */
  applicationIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Ids of the users in it; the same rule. */
  userIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
}

/**
 * A group of applications and users: a policy for the group serves all of them.
 *
 * Groups do not nest, and a group cannot be named in a bucket policy. Where members come from several programs, leave
 * `applicationIds` and `userIds` out.
 *
 * Minimal:
 * ```ts
 * const readers = new scaleway.Group("readers");
 * ```
 * With members and rights:
 * ```ts
 * const team = new scaleway.Group("data", { name: "data", applicationIds: [app.id, other.id] });
 * new scaleway.Policy("data-reads", {
 *   groupId: team.id,
 *   rules: [{ projectIds: [project.id], permissionSetNames: ["ObjectStorageReadOnly"] }],
 * });
 * ```
 * In Scaleway's documentation: "IAM > Principals > Groups".
 */
export class Group extends DeclaredResource {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:Group");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return group;
  }

  /** True for a group, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is Group {
    return isInstanceOf(value, Group.__pulumiType);
  }

  /** As the service has it now: the name given, or the one chosen when it was made. */
  declare readonly name: pulumi.Output<string>;
  /** As the service has it now; empty where the program gives none. */
  declare readonly description: pulumi.Output<string>;
  /** In the order given, without the one by which the provider finds the object again; empty where none are given. */
  declare readonly tags: pulumi.Output<string[]>;
  /** The applications in it, where the program decides about them. */
  declare readonly applicationIds: pulumi.Output<string[] | undefined>;
  /** The users in it, where the program decides about them. */
  declare readonly userIds: pulumi.Output<string[] | undefined>;
  /** The Organization that it belongs to. */
  declare readonly organizationId: pulumi.Output<string>;
  /** When it was made, as RFC 3339 writes it. */
  declare readonly createdAt: pulumi.Output<string>;

  constructor(name: string, args: GroupArgs = {}, options?: pulumi.CustomResourceOptions) {
    super(group, { name, args, options });
  }
}

type GroupModel = Described & Members & OrphanModel & LockOutModel;

const group = kind<GroupModel, LiveGroup>({
  token: "scaleway:Group",
  noun: "group",
  schema: 1,
  fields: {
    ...describedFields,
    applicationIds: { rule: set(uuid("an application")), absent: "unmanaged" },
    userIds: { rule: set(uuid("a user")), absent: "unmanaged" },
    ...orphanField,
    ...lockOutField,
  },
  produced: ["organizationId", "createdAt"],
  organization: organizationId,
  choose: chooseIamName,
  list: (context) => cloudFor(context).iam.listGroups(),
  isAlwaysThere: isManagedGroup,
  get: (context, id) => cloudFor(context).iam.getGroup(id),
  make: (context, wish) => cloudFor(context).iam.createGroup(described(wish)),
  aspects: [
    {
      fields: DESCRIBED,
      write: (context, live, _wish, changes) => cloudFor(context).iam.updateGroup(live.id, changes),
    },
    {
      // The service takes both lists at once: the one that the program leaves alone is written as it is.
      fields: ["applicationIds", "userIds"],
      write: async (context, live, wish) => {
        const applicationIds = wish.applicationIds ?? live.applicationIds;
        const userIds = wish.userIds ?? live.userIds;
        const members = { applicationIds, userIds };
        const attempted = { operation: "set the members of group", resource: live.id };
        return keepingRights(
          context,
          { groupId: live.id, leaving: leaving(live, members), goes: false },
          { ...attempted, allowed: wish.allowLockOut },
          () => cloudFor(context).iam.setGroupMembers(live.id, members),
        );
      },
    },
  ],
  remove: async (context, id, removal) => {
    const { iam } = cloudFor(context);
    const live = (await groupsInBulk(context)).get(id) ?? NOBODY;
    const edit = { groupId: id, leaving: leaving(live, NOBODY), goes: true };
    const attempted = removing("group", id, removal.state);
    await keepingRights(context, edit, attempted, async () => {
      await requireNoPolicies(context, { groupId: id }, { noun: "group", removal });
      await iam.deleteGroup(id);
    });
  },
  model: (live) => ({
    ...described(live),
    applicationIds: live.applicationIds,
    userIds: live.userIds,
  }),
  produce: ({ createdAt }) => ({ createdAt }),
});

const NOBODY: Members = { applicationIds: [], userIds: [] };

/** True for members who are in the group and will not be. */
function leaving(live: Members, wanted: Members): (memberId: string) => boolean {
  const all = ({ applicationIds, userIds }: Members): string[] => [...applicationIds, ...userIds];
  return (id) => all(live).includes(id) && !all(wanted).includes(id);
}

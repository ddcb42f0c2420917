/**
 * IAM groups: users and applications that share policies.
 * @module
 */
import { segment, type HttpRequest } from "../../../core/http";
import { isCloudError } from "../../../core/errors";
import { inTurn } from "../../../core/turns";
import { collection, commonFields, type Described, type Owned } from "../collection";
import type { Order } from "../search";
import type { Service } from "../service";

/** Who belongs to a group. Neither list has an order. */
export interface Members {
  /** Ids of its applications. */
  readonly applicationIds: readonly string[];
  /** Ids of its users. */
  readonly userIds: readonly string[];
}

/** Users and applications that share policies. */
export interface Group extends Owned, Described, Members {
  /** A UUID, by which policies name it. */
  readonly id: string;
}

/** Which groups to list; all of the Organization where nothing is given. */
export interface GroupSearch {
  /** The exact name. */
  readonly name?: string | undefined;
  /** Those that hold one of these applications. */
  readonly applicationIds?: readonly string[] | undefined;
  /** Those that hold one of these users. */
  readonly userIds?: readonly string[] | undefined;
  /** Those of these ids. */
  readonly groupIds?: readonly string[] | undefined;
  /** Those that have this tag. */
  readonly tag?: string | undefined;
  /** Default `createdAtAsc`. */
  readonly orderBy?: Order<"createdAt" | "updatedAt" | "name"> | undefined;
}

/** Calls on groups. Changes of the members of one group are sent one after the other: it refuses two at once. */
export interface GroupCalls {
  /** Oldest first, unless another order is asked for. */
  listGroups(search?: GroupSearch): Promise<Group[]>;
  /** Undefined where there is none with that id. */
  getGroup(id: string): Promise<Group | undefined>;
  /** Sent once: a lost answer is the caller's to look into. */
  createGroup(wanted: Described): Promise<Group>;
  /** Fields that are not given stay as they are. */
  updateGroup(id: string, patch: Partial<Described>): Promise<Group>;
  /** Replaces the whole membership. */
  setGroupMembers(id: string, members: Members): Promise<Group>;
  /** Adds members to those that are there, all by one call. */
  addGroupMembers(id: string, members: Members): Promise<Group>;
  /** One that is no member is fine, and so is a group that is gone. */
  removeGroupMember(
    id: string,
    member: { readonly applicationId: string } | { readonly userId: string },
  ): Promise<void>;
  /** One that is gone already is fine, and so are members. */
  deleteGroup(id: string): Promise<void>;
}

const PATH = "/iam/v1alpha1/groups";

/** The calls on groups. */
export function groupCalls(service: Service): GroupCalls {
  const groups = collection<Group>(service, {
    path: PATH,
    field: "groups",
    nouns: ["group", "groups"],
    orderBy: "created_at_asc",
    decode: (object) => ({
      ...commonFields(object),
      id: object.text("id"),
      applicationIds: object.texts("application_ids"),
      userIds: object.texts("user_ids"),
    }),
    identify: ({ id }) => id,
  });
  const change = (
    id: string,
    request: Pick<HttpRequest, "method" | "body" | "operation">,
    call: string,
  ) =>
    inTurn(service.context.settings, `members of group ${id}`, () =>
      groups.send(id, { ...request, path: `${PATH}/${segment(id)}/${call}`, retry: "idempotent" }),
    );
  return {
    listGroups: groups.list,
    getGroup: groups.get,
    createGroup: ({ name, description, tags }) => groups.create(name, { name, description, tags }),
    updateGroup: (id, { name, description, tags }) =>
      groups.update(id, { name, description, tags }),
    setGroupMembers: (id, { applicationIds, userIds }) =>
      change(
        id,
        {
          method: "PUT",
          body: { application_ids: applicationIds, user_ids: userIds },
          operation: "set the members of group",
        },
        "members",
      ),
    addGroupMembers: (id, { applicationIds, userIds }) =>
      change(
        id,
        {
          method: "POST",
          body: { application_ids: applicationIds, user_ids: userIds },
          operation: "add members to group",
        },
        "add-members",
      ),
    async removeGroupMember(id, member) {
      const body =
        "userId" in member ? { user_id: member.userId } : { application_id: member.applicationId };
      const operation = "remove a member of group";
      try {
        await change(id, { method: "POST", body, operation }, "remove-member");
      } catch (thrown) {
        if (!isCloudError(thrown, "notFound")) throw thrown;
      }
    },
    deleteGroup: groups.remove,
  };
}

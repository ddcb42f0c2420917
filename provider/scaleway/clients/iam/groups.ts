/**
 * IAM groups: users and applications that share policies.
 * @module
 */
import { segment } from "../../../core/http";
import { collection, commonFields, type Described, type Owned } from "../collection";
import type { Service } from "../service";

/** Who belongs to a group. Neither list has an order. */
export interface Members {
  readonly applicationIds: readonly string[];
  readonly userIds: readonly string[];
}

/** Users and applications that share policies. */
export interface Group extends Owned, Described, Members {
  readonly id: string;
}

/** Calls on groups. */
export interface GroupCalls {
  /** All of the Organization, oldest first. */
  listGroups(): Promise<Group[]>;
  /** Undefined where there is none with that id. */
  getGroup(id: string): Promise<Group | undefined>;
  /** Sent once: a lost answer is the caller's to look into. */
  createGroup(wanted: Described): Promise<Group>;
  /** Fields that are not given stay as they are. */
  updateGroup(id: string, patch: Partial<Described>): Promise<Group>;
  /** Replaces the whole membership. */
  setGroupMembers(id: string, members: Members): Promise<Group>;
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
  return {
    listGroups: groups.list,
    getGroup: groups.get,
    createGroup: ({ name, description, tags }) => groups.create(name, { name, description, tags }),
    updateGroup: (id, { name, description, tags }) =>
      groups.update(id, { name, description, tags }),
    setGroupMembers: (id, { applicationIds, userIds }) =>
      groups.send(id, {
        method: "PUT",
        path: `${PATH}/${segment(id)}/members`,
        body: { application_ids: applicationIds, user_ids: userIds },
        operation: "set the members of group",
      }),
    deleteGroup: groups.remove,
  };
}

/**
 * The permission sets that the service itself knows; the catalog is our copy of their documentation.
 * @module
 */
import { collection } from "../collection";
import type { Order } from "../search";
import type { Service } from "../service";

/** A named bundle of rights. */
export interface PermissionSet {
  /** A UUID. */
  readonly id: string;
  /** By which rules of policies name it, such as `ObjectStorageFullAccess`. */
  readonly name: string;
  /** What it can be given on, in the service's words: `projects` or `organization`. */
  readonly scopeType: string;
  /** What it allows, in the service's words. */
  readonly description: string;
  /** The products that it is about; empty where the service does not say. */
  readonly categories: readonly string[];
}

/** Which permission sets to list; all of the Organization where nothing is given. */
export interface PermissionSetSearch {
  /** Default `nameAsc`. */
  readonly orderBy?: Order<"name" | "createdAt"> | undefined;
}

/** Calls on permission sets. */
export interface PermissionSetCalls {
  /** All that the Organization may use, by name unless another order is asked for. */
  listPermissionSets(search?: PermissionSetSearch): Promise<PermissionSet[]>;
}

/** The calls on permission sets. */
export function permissionSetCalls(service: Service): PermissionSetCalls {
  const sets = collection<PermissionSet>(service, {
    path: "/iam/v1alpha1/permission-sets",
    field: "permission_sets",
    nouns: ["permission set", "permission sets"],
    orderBy: "name_asc",
    decode: (object) => ({
      id: object.text("id"),
      name: object.text("name"),
      scopeType: object.text("scope_type"),
      description: object.optionalText("description") ?? "",
      categories: object.texts("categories"),
    }),
    identify: ({ id }) => id,
  });
  return { listPermissionSets: sets.list };
}

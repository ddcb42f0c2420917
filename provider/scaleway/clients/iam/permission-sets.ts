/**
 * The permission sets that the service itself knows; the catalog is our copy of their documentation.
 * @module
 */
import { collection } from "../collection";
import type { Service } from "../service";

/** A named bundle of rights. */
export interface PermissionSet {
  readonly id: string;
  readonly name: string;
  readonly scopeType: string;
  readonly description: string;
}

/** Calls on permission sets. */
export interface PermissionSetCalls {
  /** All that the Organization may use, by name. */
  listPermissionSets(): Promise<PermissionSet[]>;
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
    }),
    identify: ({ id }) => id,
  });
  return { listPermissionSets: sets.list };
}

/**
 * IAM users: people of the Organization.
 * @module
 */
import { collection } from "../collection";
import type { Service } from "../service";

/** A person of the Organization. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  /** The Organization's owner has every right. */
  readonly type: "owner" | "member";
  readonly organizationId: string;
}

/** Calls on users. */
export interface UserCalls {
  /** Undefined where there is none with that id. */
  getUser(id: string): Promise<User | undefined>;
}

/** The calls on users. */
export function userCalls(service: Service): UserCalls {
  const users = collection<User>(service, {
    path: "/iam/v1alpha1/users",
    field: "users",
    nouns: ["user", "users"],
    orderBy: "created_at_asc",
    decode: (object) => ({
      id: object.text("id"),
      email: object.text("email"),
      username: object.optionalText("username") ?? "",
      type: object.text("type") === "owner" ? "owner" : "member",
      organizationId: object.text("organization_id"),
    }),
    identify: ({ id }) => id,
  });
  return { getUser: users.get };
}

/**
 * IAM users: people of the Organization.
 * @module
 */
import { segment } from "../../../core/http";
import { registerSecret } from "../../../core/redact";
import { collection } from "../collection";
import type { Order } from "../search";
import type { Service } from "../service";

/** What a member or its manager may change about it by one call. */
export interface UserProfile {
  /** Where the person is written to. */
  readonly email: string;
  /** As the person gives it; empty where it does not. */
  readonly firstName: string;
  /** As the person gives it; empty where it does not. */
  readonly lastName: string;
  /** As the person gives it; empty where it does not. */
  readonly phoneNumber: string;
  /** Such as `en_US`. */
  readonly locale: string;
  /** In the order in which they were given. */
  readonly tags: readonly string[];
}

/** A person of the Organization. */
export interface User extends UserProfile {
  /** A UUID, by which policies, keys and groups name it. */
  readonly id: string;
  /** What the person signs in with. */
  readonly username: string;
  /** The Organization's owner has every right. */
  readonly type: "owner" | "member";
  /** The Organization that it belongs to, a UUID. */
  readonly organizationId: string;
  /** True: the person cannot sign in, and its API keys can do nothing. */
  readonly locked: boolean;
  /** True for whom a second factor is set up. */
  readonly mfa: boolean;
  /** As the service writes it, such as `2026-05-21T14:55:59.968247Z`. */
  readonly createdAt: string;
  /** When it was last changed, in the same form. */
  readonly updatedAt: string;
}

/** What the caller decides about a new member. */
export interface UserInput extends Partial<UserProfile> {
  readonly email: string;
  readonly username: string;
  /** At most 72 bytes; undefined: the service makes one up. */
  readonly password?: string | undefined;
  readonly sendPasswordEmail?: boolean | undefined;
  readonly sendWelcomeEmail?: boolean | undefined;
}

/** Which users to list; all of the Organization where nothing is given. */
export interface UserSearch {
  /** Those of these ids. */
  readonly userIds?: readonly string[] | undefined;
  /** True: those for whom a second factor is set up. */
  readonly mfa?: boolean | undefined;
  /** Those that have this tag. */
  readonly tag?: string | undefined;
  /** The Organization's owner alone, or the members alone. */
  readonly type?: "owner" | "member" | undefined;
  /** Default `createdAtAsc`. */
  readonly orderBy?:
    Order<"createdAt" | "updatedAt" | "email" | "lastLogin" | "username"> | undefined;
}

/** Calls on users. */
export interface UserCalls {
  /** Oldest first, unless another order is asked for; the Organization's owner too. */
  listUsers(search?: UserSearch): Promise<User[]>;
  /** Undefined where there is none with that id. */
  getUser(id: string): Promise<User | undefined>;
  /** Makes a member. Sent once: a lost answer is the caller's to look into. No message will ever show the password. */
  createUser(wanted: UserInput): Promise<User>;
  /** Fields that are not given stay as they are. */
  updateUser(id: string, patch: Partial<UserProfile>): Promise<User>;
  renameUser(id: string, username: string): Promise<User>;
  /** No message will ever show the password. */
  setUserPassword(id: string, password: string): Promise<User>;
  /** A locked member can do nothing, and neither can its keys. */
  setUserLocked(id: string, locked: boolean): Promise<User>;
  /** One that is gone already is fine. Its API keys go with it; its policies stay, without a principal. */
  deleteUser(id: string): Promise<void>;
}

const PATH = "/iam/v1alpha1/users";

/** The calls on users. */
export function userCalls(service: Service): UserCalls {
  const users = collection<User>(service, {
    path: PATH,
    field: "users",
    nouns: ["user", "users"],
    orderBy: "created_at_asc",
    decode: (object) => ({
      id: object.text("id"),
      email: object.text("email"),
      username: object.optionalText("username") ?? "",
      firstName: object.optionalText("first_name") ?? "",
      lastName: object.optionalText("last_name") ?? "",
      phoneNumber: object.optionalText("phone_number") ?? "",
      locale: object.optionalText("locale") ?? "",
      tags: object.texts("tags"),
      type: object.text("type") === "owner" ? "owner" : "member",
      organizationId: object.text("organization_id"),
      locked: object.flag("locked"),
      mfa: object.flag("mfa"),
      createdAt: object.optionalText("created_at") ?? "",
      updatedAt: object.optionalText("updated_at") ?? "",
    }),
    identify: ({ id }) => id,
  });
  // Each of these says what is to be, not what is to change: sent twice, it does the same.
  const act = (id: string, action: string, operation: string, body: object): Promise<User> =>
    users.send(id, {
      method: "POST",
      path: `${PATH}/${segment(id)}/${action}`,
      body,
      operation,
      retry: "idempotent",
    });
  return {
    listUsers: users.list,
    getUser: users.get,
    createUser: ({ username, password, sendPasswordEmail, sendWelcomeEmail, tags, ...profile }) => {
      if (password !== undefined) registerSecret(password);
      const member = {
        ...profileFields(profile),
        username,
        password,
        send_password_email: sendPasswordEmail,
        send_welcome_email: sendWelcomeEmail,
      };
      return users.create(username, { tags, member });
    },
    updateUser: (id, { tags, ...profile }) => users.update(id, { ...profileFields(profile), tags }),
    renameUser: (id, username) => act(id, "update-username", "rename user", { username }),
    setUserPassword: (id, password) => {
      registerSecret(password);
      return act(id, "update-password", "set the password of user", { password });
    },
    setUserLocked: (id, locked) =>
      locked ? act(id, "lock", "lock user", {}) : act(id, "unlock", "unlock user", {}),
    deleteUser: users.remove,
  };
}

function profileFields(profile: Partial<UserProfile>): Record<string, unknown> {
  return {
    email: profile.email,
    first_name: profile.firstName,
    last_name: profile.lastName,
    phone_number: profile.phoneNumber,
    locale: profile.locale,
  };
}

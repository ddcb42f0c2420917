/**
 * Users: the members of the Organization.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../core/common";
import type { Context } from "../core/context";
import { kind, type AnyDefinition, type Removal } from "../core/definition";
import { isCloudError } from "../core/errors";
import { DeclaredResource, isInstanceOf, typeToken } from "../core/resource";
import { boolean } from "../core/rules";
import type { Properties } from "../core/sanitize";
import type { User as ListedUser, UserProfile } from "./clients/iam";
import { cloudFor, organizationId } from "./cloud";
import {
  lockOutField,
  removing,
  requireOtherBearer,
  type LockOutArgs,
  type LockOutModel,
} from "./lock-out";
import { iamTags } from "./described";
import { email, password, personName, shortText, username } from "./user-rules";

/** Arguments of a {@link User}. */
export interface UserArgs extends LockOutArgs, CommonArgs {
  /** Where the member is written to; unique in the Organization. 3 to 255 characters. */
  email: pulumi.Input<string>;
  /** What the member signs in with: 2 to 150 letters, digits and `@ . _ -`; unique in the Organization. */
  username: pulumi.Input<string>;
  /**
   * The first password, or another one from now on: 1 to 72 bytes. Always kept as a secret. Default: the service makes one
   * up; later: left alone.
   */
  password?: pulumi.Input<string> | undefined;
  /** At most 64 characters. Not given: whatever the member says of itself is left alone. */
  firstName?: pulumi.Input<string> | undefined;
  /** At most 64 characters; the same rule. */
  lastName?: pulumi.Input<string> | undefined;
  /** At most 255 characters; the same rule. */
  phoneNumber?: pulumi.Input<string> | undefined;
  /** Such as `en_US` or `fr_FR`, at most 255 characters; the same rule. */
  locale?: pulumi.Input<string> | undefined;
  /**
   * At most 9 texts of letters, digits, blanks and `. _ - / = + @`, without order; the service's tenth is needed to find
   * the member again after a crash. Default: none.
   */
  tags?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * True: the member cannot sign in, and its API keys can do nothing. False: it can. Not given: a lock, such as after too
   * many wrong passwords, is left alone.
   */
  locked?: pulumi.Input<boolean> | undefined;
  /** True: the password is sent by e-mail when the member is made. A later change has no effect. Default: false. */
  sendPasswordEmail?: pulumi.Input<boolean> | undefined;
  /** True: the member is welcomed by e-mail when it is made. A later change has no effect. Default: false. */
  sendWelcomeEmail?: pulumi.Input<boolean> | undefined;
}

/**
 * A member of the Organization: a person who signs in, and whose rights come from policies, directly or through groups.
 *
 * Destroying it deletes the member's API keys, takes it out of its groups and leaves its policies without a principal. Not
 * for programs: these are applications. Not for the Organization's owner, who is there by itself and cannot be deleted.
 *
 * Minimal:
 * ```ts
 * const ada = new scaleway.User("ada", { email: "ada@example.com", username: "ada", sendWelcomeEmail: true });
 * ```
 * With a first password from the stack's configuration, in a group:
 * ```ts
 * const grace = new scaleway.User("grace", {
 *   email: "grace@example.com",
 *   username: "grace",
 *   password: new pulumi.Config().getSecret("graceFirstPassword"),
 *   firstName: "Grace",
 *   tags: ["team=data"],
 * });
 * new scaleway.GroupMembership("grace-in-team", { groupId: team.id, userIds: [grace.id] });
 * ```
 * In Scaleway's documentation: "IAM > Principals > Members".
 */
export class User extends DeclaredResource {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:User");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return user;
  }

  /** True for a user, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is User {
    return isInstanceOf(value, User.__pulumiType);
  }

  /** Where the member is written to, as the service has it now. */
  declare readonly email: pulumi.Output<string>;
  /** What the member signs in with, as the service has it now. */
  declare readonly username: pulumi.Output<string>;
  /** As the program gives it: a secret, always. */
  declare readonly password: pulumi.Output<string | undefined>;
  /** Where the program gives it. */
  declare readonly firstName: pulumi.Output<string | undefined>;
  /** Where the program gives it. */
  declare readonly lastName: pulumi.Output<string | undefined>;
  /** Where the program gives it. */
  declare readonly phoneNumber: pulumi.Output<string | undefined>;
  /** Where the program gives it. */
  declare readonly locale: pulumi.Output<string | undefined>;
  /** In the order given, without the one by which the provider finds the member again; empty where none are given. */
  declare readonly tags: pulumi.Output<string[]>;
  /** Where the program gives it. */
  declare readonly locked: pulumi.Output<boolean | undefined>;
  /** `member`, or `owner` for an adopted owner. */
  declare readonly type: pulumi.Output<"owner" | "member">;
  /** The Organization that it belongs to. */
  declare readonly organizationId: pulumi.Output<string>;
  /** When it was made, as RFC 3339 writes it. */
  declare readonly createdAt: pulumi.Output<string>;

  constructor(name: string, args: UserArgs, options?: pulumi.CustomResourceOptions) {
    const { password: given, ...others } = args;
    const secret = given === undefined ? {} : { password: pulumi.secret(given) };
    super(user, { name, args: { ...others, ...secret }, options });
  }
}

interface UserModel extends UserProfile, LockOutModel {
  readonly username: string;
  readonly password: string;
  readonly locked: boolean;
  readonly sendPasswordEmail: boolean;
  readonly sendWelcomeEmail: boolean;
}

/** A user, with the password that was last written; the service never tells one. */
type LiveUser = ListedUser & { readonly password?: string | undefined };

const PROFILE = ["email", "firstName", "lastName", "phoneNumber", "locale", "tags"] as const;

const user = kind<UserModel, LiveUser>({
  token: "scaleway:User",
  noun: "user",
  schema: 1,
  fields: {
    email: { rule: email, absent: "required" },
    username: { rule: username, absent: "required" },
    password: { rule: password, absent: "unmanaged" },
    firstName: { rule: personName, absent: "unmanaged" },
    lastName: { rule: personName, absent: "unmanaged" },
    phoneNumber: { rule: shortText, absent: "unmanaged" },
    locale: { rule: shortText, absent: "unmanaged" },
    tags: { rule: iamTags, absent: { default: [] } },
    locked: { rule: boolean(), absent: "unmanaged" },
    sendPasswordEmail: { rule: boolean(), absent: { default: false }, local: true },
    sendWelcomeEmail: { rule: boolean(), absent: { default: false }, local: true },
    ...lockOutField,
  },
  produced: ["type", "organizationId", "createdAt"],
  secrets: ["password"],
  identifiedBy: ["username"],
  organization: organizationId,
  list: (context) => cloudFor(context).iam.listUsers(),
  isAlwaysThere: ({ type }) => type === "owner",
  complete: (_context, listed, state) => Promise.resolve(withPasswordOf(state, listed)),
  get: async (context, id, state) => {
    const found = await cloudFor(context).iam.getUser(id);
    return found && withPasswordOf(state, found);
  },
  make: async (context, { locked: _, email: address = "", username: name = "", ...wish }) => {
    const made = await cloudFor(context).iam.createUser({
      ...wish,
      email: address,
      username: name,
    });
    return { ...made, password: wish.password };
  },
  aspects: [
    {
      fields: PROFILE,
      write: (context, live, _wish, changes) =>
        keepingPassword(live, cloudFor(context).iam.updateUser(live.id, changes)),
    },
    {
      fields: ["username"],
      write: (context, live, { username: name = "" }) =>
        keepingPassword(live, cloudFor(context).iam.renameUser(live.id, name)),
    },
    {
      fields: ["password"],
      write: async (context, live, { password: text = "" }) => ({
        ...(await cloudFor(context).iam.setUserPassword(live.id, text)),
        password: text,
      }),
    },
    {
      fields: ["locked"],
      write: async (context, live, { locked = false, allowLockOut: allowed }) => {
        const attempted = { operation: "lock user", resource: live.id, allowed };
        if (locked) await requireOtherBearer(context, { userId: live.id }, attempted);
        return keepingPassword(live, cloudFor(context).iam.setUserLocked(live.id, locked));
      },
    },
  ],
  remove: removeUser,
  model: ({ email: address, username: name, password: text, locked, tags, ...live }) => ({
    email: address,
    username: name,
    ...(text === undefined ? {} : { password: text }),
    firstName: live.firstName,
    lastName: live.lastName,
    phoneNumber: live.phoneNumber,
    locale: live.locale,
    tags,
    locked,
  }),
  produce: ({ type, createdAt }) => ({ type, createdAt }),
});

/** The state is the only one that knows which password was written last. */
function withPasswordOf(state: Properties, listed: ListedUser): LiveUser {
  const { password: known } = state;
  return typeof known === "string" ? { ...listed, password: known } : listed;
}

async function keepingPassword(live: LiveUser, changing: Promise<ListedUser>): Promise<LiveUser> {
  return { ...(await changing), password: live.password };
}

async function removeUser(context: Context, id: string, { state }: Removal): Promise<void> {
  await requireOtherBearer(context, { userId: id }, removing("user", id, state));
  try {
    await cloudFor(context).iam.deleteUser(id);
  } catch (thrown) {
    if (!isCloudError(thrown, "precondition")) throw thrown;
    throw thrown.with({
      hint: "The Organization's owner cannot be deleted: give the resource the option retainOnDelete, run `up` once, then remove it.",
    });
  }
}

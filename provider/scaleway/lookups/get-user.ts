/**
 * One user, by its id, e-mail address or username.
 * @module
 */
import { hideMark } from "../../core/mark";
import type { User } from "../clients/iam";
import { anyText, id } from "./filters";
import { oneLookup, only, type Identifier } from "./one-lookup";
import type { LookupArgs } from "./lookup";

/** Which user: exactly one of the three. */
export interface GetUserArgs extends LookupArgs {
  /** The user's id, a UUID. */
  readonly id?: string | undefined;
  /** In whichever letter case. */
  readonly email?: string | undefined;
  /** The exact username. */
  readonly username?: string | undefined;
}

/** A user as it is. */
export interface GetUserResult extends User {}

/** A user as programs see it. */
export const shownUser = (user: User): GetUserResult => hideMark("scaleway:User", user);

/** The service has no filter for it: its people are few enough to look at them all. */
function among(fits: (user: User, value: string) => boolean): Identifier<GetUserArgs, User> {
  return {
    rule: anyText,
    find: async ({ iam }, value) => (await iam.listUsers()).filter((user) => fits(user, value)),
  };
}

const lookup = oneLookup<GetUserArgs, User, GetUserResult>({
  name: "getUser",
  noun: "user",
  by: {
    id: only(id("a user"), async ({ iam }, value) => iam.getUser(value)),
    email: among(({ email }, value) => email.toLowerCase() === value.toLowerCase()),
    username: among(({ username }, value) => username === value),
  },
  show: shownUser,
  identify: (user) => user.id,
});

/**
 * One person of the Organization. Asked once per program and arguments.
 *
 * ```ts
 * const { bearer } = await scaleway.getCallerIdentity();
 * const { email } = await scaleway.getUser({ id: bearer.id });
 * ```
 * @throws CloudError where none or several fit, without usable credentials, or without the right to read users
 */
export const getUser = lookup.plain;

/** The same as an Output, for the arguments of resources. */
export const getUserOutput = lookup.output;

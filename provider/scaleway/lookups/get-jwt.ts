/**
 * One console token, by its id.
 * @module
 */
import type { Jwt } from "../clients/iam";
import { id } from "./filters";
import { oneLookup, only } from "./one-lookup";
import type { LookupArgs } from "./lookup";

/** Which console token. */
export interface GetJwtArgs extends LookupArgs {
  /** The token's number, a UUID: not the token. */
  readonly id: string;
}

/** What is known of the token. */
export interface GetJwtResult extends Jwt {}

const lookup = oneLookup<GetJwtArgs, Jwt, GetJwtResult>({
  name: "getJwt",
  noun: "console token",
  by: { id: only(id("a token"), async ({ iam }, value) => iam.getJwt(value)) },
  show: (item) => item,
  identify: (item) => item.id,
});

/**
 * What is known of one console token, never its text; see `getJwts`. Such as `scaleway.getJwt({ id })`. Asked once per
 * program and arguments.
 * @throws CloudError where none or several fit, without usable credentials, or without the right to see tokens
 */
export const getJwt = lookup.plain;

/** The same as an Output, for the arguments of resources. */
export const getJwtOutput = lookup.output;

/**
 * Console tokens of one user, narrowed and ordered.
 * @module
 */
import type { Jwt, JwtSearch } from "../clients/iam";
import { flag, id, orders } from "./filters";
import { listLookup, type Listed } from "./list-lookup";
import type { LookupArgs } from "./lookup";

/** Whose tokens, what to narrow the list to, and its order. */
export interface GetJwtsArgs extends JwtSearch, LookupArgs {}

/** The tokens that fit. */
export type GetJwtsResult = Listed<"jwts", Jwt>;

const lookup = listLookup<GetJwtsArgs, "jwts", Jwt>({
  name: "getJwts",
  plural: "jwts",
  filters: {
    audienceId: id("a user"),
    expired: flag,
    orderBy: orders("createdAt", "updatedAt"),
  },
  required: ["audienceId"],
  list: ({ iam }, search) => iam.listJwts(search),
});

/**
 * What is known of the console tokens of a user, never their text. The service shows them to who is signed in to the
 * console; callers with an API key are refused, as far as is known. Such as `scaleway.getJwts({ audienceId: user.id,
 * expired: false })`. Asked once per program and arguments.
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to see tokens
 */
export const getJwts = lookup.plain;

/** The same as an Output, for the arguments of resources. */
export const getJwtsOutput = lookup.output;

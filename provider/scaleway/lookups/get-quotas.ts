/**
 * Quotas, narrowed and ordered.
 * @module
 */
import type { Quota, QuotaSearch } from "../clients/iam";
import { orders, words } from "./filters";
import { listLookup, type Listed } from "./list-lookup";
import type { LookupArgs } from "./lookup";

/** What to narrow the list to, and its order. */
export interface GetQuotasArgs extends QuotaSearch, LookupArgs {}

/** The quotas that fit. */
export type GetQuotasResult = Listed<"quotas", Quota>;

const lookup = listLookup<GetQuotasArgs, "quotas", Quota>({
  name: "getQuotas",
  plural: "quotas",
  filters: {
    names: words,
    orderBy: orders("name"),
  },
  list: ({ iam }, search) => iam.listQuotas(search),
});

/**
 * Every limit of the Organization that fits. Asked once per program and arguments.
 *
 * ```ts
 * const { quotas } = await scaleway.getQuotas({ names: ["IamSshKeys", "UsrProjectsWidth"] });
 * ```
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to read quotas
 */
export const getQuotas = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * export const limits = scaleway.getQuotasOutput().quotas;
 * ```
 */
export const getQuotasOutput = lookup.output;

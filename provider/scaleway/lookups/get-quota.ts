/**
 * One quota, by its name.
 * @module
 */
import type { Quota } from "../clients/iam";
import { anyText } from "./filters";
import { oneLookup, only } from "./one-lookup";
import type { LookupArgs } from "./lookup";

/** Which quota. */
export interface GetQuotaArgs extends LookupArgs {
  /** As a refusal names it, such as `UsrProjectsWidth`. */
  readonly name: string;
}

/** How many of a kind the Organization may have. */
export interface GetQuotaResult extends Quota {}

const lookup = oneLookup<GetQuotaArgs, Quota, GetQuotaResult>({
  name: "getQuota",
  noun: "quota",
  by: { name: only(anyText, async ({ iam }, value) => iam.getQuota(value)) },
  show: (item) => item,
  identify: (quota) => quota.name,
});

/**
 * One limit of the Organization; `limit` is undefined where there is none. Asked once per program and arguments.
 *
 * ```ts
 * const { limit } = await scaleway.getQuota({ name: "UsrProjectsWidth" });
 * ```
 * @throws CloudError where none or several fit, without usable credentials, or without the right to read quotas
 */
export const getQuota = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * export const projectLimit = scaleway.getQuotaOutput({ name: "UsrProjectsWidth" }).limit;
 * ```
 */
export const getQuotaOutput = lookup.output;

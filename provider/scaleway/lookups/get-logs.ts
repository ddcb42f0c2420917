/**
 * The audit log, narrowed and ordered.
 * @module
 */
import type { Log, LogSearch } from "../clients/iam";
import { anyText, choice, moment, orders } from "./filters";
import { listLookup, type Listed } from "./list-lookup";
import type { LookupArgs } from "./lookup";

/** What to narrow the list to, and its order. */
export interface GetLogsArgs extends LogSearch, LookupArgs {}

/** The entries that fit. */
export type GetLogsResult = Listed<"logs", Log>;

const lookup = listLookup<GetLogsArgs, "logs", Log>({
  name: "getLogs",
  plural: "logs",
  filters: {
    createdAfter: moment,
    createdBefore: moment,
    action: choice("created", "updated", "deleted"),
    resourceType: choice("apiKey", "user", "application", "group", "policy"),
    search: anyText,
    orderBy: orders("createdAt"),
  },
  list: ({ iam }, search) => iam.listLogs(search),
});

/**
 * The audit log of IAM: what was done to which user, application, group, policy or key, when and by whom. Asked once
 * per program and arguments.
 *
 * ```ts
 * const { logs } = await scaleway.getLogs({ resourceType: "apiKey", action: "created" });
 * ```
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to read the log
 */
export const getLogs = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * export const doneToApp = scaleway.getLogsOutput({ search: app.id }).logs;
 * ```
 */
export const getLogsOutput = lookup.output;

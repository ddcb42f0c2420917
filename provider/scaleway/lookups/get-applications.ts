/**
 * Applications, narrowed and ordered.
 * @module
 */
import type { ApplicationSearch } from "../clients/iam";
import { anyText, flag, ids, orders } from "./filters";
import { shownApplication, type GetApplicationResult } from "./get-application";
import { listLookup, type Listed } from "./list-lookup";
import type { LookupArgs } from "./lookup";

/** What to narrow the list to, and its order. */
export interface GetApplicationsArgs extends ApplicationSearch, LookupArgs {}

/** The applications that fit. */
export type GetApplicationsResult = Listed<"applications", GetApplicationResult>;

const lookup = listLookup<GetApplicationsArgs, "applications", GetApplicationResult>({
  name: "getApplications",
  plural: "applications",
  filters: {
    name: anyText,
    editable: flag,
    applicationIds: ids("an application"),
    tag: anyText,
    orderBy: orders("createdAt", "updatedAt", "name"),
  },
  list: async ({ iam }, search) => (await iam.listApplications(search)).map(shownApplication),
});

/**
 * Every application that fits: a list made when the program runs, which one made later is not in. Asked once per
 * program and arguments.
 *
 * ```ts
 * const { applications } = await scaleway.getApplications({ tag: "team=data" });
 * ```
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to read applications
 */
export const getApplications = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * const { applications } = scaleway.getApplicationsOutput({ tag: "team=data" });
 * new scaleway.Group("data-programs", { applicationIds: applications.apply((all) => all.map(({ id }) => id)) });
 * ```
 */
export const getApplicationsOutput = lookup.output;

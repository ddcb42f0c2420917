/**
 * Projects, narrowed and ordered.
 * @module
 */
import type { ProjectSearch } from "../clients/account";
import { anyText, ids, orders } from "./filters";
import { shownProject, type GetProjectResult } from "./get-project";
import { listLookup, type Listed } from "./list-lookup";
import type { LookupArgs } from "./lookup";

/** What to narrow the list to, and its order. */
export interface GetProjectsArgs extends ProjectSearch, LookupArgs {}

/** The Projects that fit. */
export type GetProjectsResult = Listed<"projects", GetProjectResult>;

const lookup = listLookup<GetProjectsArgs, "projects", GetProjectResult>({
  name: "getProjects",
  plural: "projects",
  filters: {
    name: anyText,
    projectIds: ids("a Project"),
    orderBy: orders("createdAt", "name"),
  },
  list: async ({ account }, search) => (await account.listProjects(search)).map(shownProject),
});

/**
 * All current Projects that fit: a list made when the program runs, which a Project made later is not in. For current
 * and future ones give a rule `organizationId` instead. Asked once per program and arguments.
 *
 * ```ts
 * const { projects } = await scaleway.getProjects();
 * ```
 * @throws CloudError for wrong arguments, without usable credentials, or without the right to read Projects
 */
export const getProjects = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * const { projects } = scaleway.getProjectsOutput({ name: "default" });
 * export const idsOfDefaults = projects.apply((all) => all.map(({ id }) => id));
 * ```
 */
export const getProjectsOutput = lookup.output;

/**
 * One Project, by its id or its exact name.
 * @module
 */
import { hideMark } from "../../core/mark";
import type { Project } from "../clients/account";
import { id } from "./filters";
import { named, oneLookup, only } from "./one-lookup";
import type { LookupArgs } from "./lookup";

/** Which Project: exactly one of the two. */
export interface GetProjectArgs extends LookupArgs {
  /** The Project's id, a UUID. */
  readonly id?: string | undefined;
  /** The exact name; several Projects may have the same. */
  readonly name?: string | undefined;
}

/** A Project as it is. */
export interface GetProjectResult extends Project {}

/** A Project as programs see it. */
export const shownProject = (project: Project): GetProjectResult =>
  hideMark("scaleway:Project", project);

const lookup = oneLookup<GetProjectArgs, Project, GetProjectResult>({
  name: "getProject",
  noun: "Project",
  by: {
    id: only(id("a Project"), async ({ account }, value) => account.getProject(value)),
    name: named(async ({ account }, name) => account.listProjects({ name })),
  },
  show: shownProject,
  identify: (project) => project.id,
});

/**
 * One Project that exists already; `getDefaultProject` has the one in which things go that name no other. Asked once
 * per program and arguments.
 *
 * ```ts
 * const { id } = await scaleway.getProject({ name: "default" });
 * ```
 * @throws CloudError where none or several fit, without usable credentials, or without the right to read Projects
 */
export const getProject = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * export const stateOfSecond = scaleway.getProjectOutput({ id: second.id }).status;
 * ```
 */
export const getProjectOutput = lookup.output;

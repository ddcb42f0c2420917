/**
 * Every Project that there is when the program runs.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../core/context";
import { cloudFor } from "../cloud";
import { defineLookup, type LookupArgs, type LookupOutputArgs } from "./lookup";

/** One Project of the Organization. */
export interface ListedProject {
  readonly id: string;
  readonly name: string;
}

/** The Projects of the Organization. */
export interface Projects {
  readonly organizationId: string;
  /** All of them, every page, in order of creation. */
  readonly projects: readonly ListedProject[];
}

/** Reads every page. */
export async function readProjects(context: Context): Promise<Projects> {
  const cloud = cloudFor(context);
  const projects = await cloud.account.listProjects();
  return {
    organizationId: await cloud.organizationId(),
    projects: projects.map(({ id, name }) => ({ id, name })),
  };
}

const lookup = defineLookup("getProjects", readProjects);

/**
 * All current Projects: a list made when the program runs, which a Project made later is not in. For current and future
 * ones give a rule `organizationId` instead. Asked once per program.
 *
 * ```ts
 * const { projects } = await scaleway.getProjects();
 * ```
 * @throws CloudError without usable credentials, or without the right to read Projects
 */
export function getProjects(args?: LookupArgs): Promise<Projects> {
  return lookup.plain(args);
}

/**
 * All current Projects as an Output, for the arguments of resources.
 *
 * ```ts
 * projectIds: scaleway.getProjectsOutput().projects.apply((projects) => projects.map(({ id }) => id))
 * ```
 */
export function getProjectsOutput(args?: LookupOutputArgs): pulumi.Output<Projects> {
  return lookup.output(args);
}

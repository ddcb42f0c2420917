/**
 * The Project in which things go that name no other.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../core/context";
import { CloudError } from "../../core/errors";
import { withoutMark } from "../../core/mark";
import { cloudFor } from "../cloud";
import { defineLookup, type LookupArgs, type LookupOutputArgs } from "./lookup";

/** A Project as it is. */
export interface DefaultProject {
  /** The Project's id, a UUID. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** What people say about it; empty where nobody says anything. */
  readonly description: string;
  /** The Organization that it belongs to, a UUID. */
  readonly organizationId: string;
  /** As the service writes it, such as `2026-05-21T14:55:59.968247Z`. */
  readonly createdAt: string;
}

/** Reads the configured default Project, else the Organization's own, whose id is that of the Organization. */
export async function readDefaultProject(context: Context): Promise<DefaultProject> {
  const cloud = cloudFor(context);
  const configured = context.settings.defaultProjectId;
  const id = configured ?? (await cloud.organizationId());
  const project = await cloud.account.getProject(id);
  if (project === undefined) throw missing(id, context.settings.sources.defaultProjectId);
  const { name, organizationId, createdAt } = project;
  const description = withoutMark(project.description);
  return { id, name, description, organizationId, createdAt };
}

function missing(id: string, source: string | undefined): CloudError {
  return new CloudError({
    kind: "notFound",
    operation: "look up the default Project",
    resource: id,
    answer: `there is no such Project (its id comes from ${source ?? "the Organization"})`,
    hint: "Correct the id, or leave it out: then the Organization's default Project is taken.",
  });
}

const lookup = defineLookup<LookupArgs, DefaultProject>({
  name: "getDefaultProject",
  members: {},
  ask: readDefaultProject,
});

/**
 * The default Project: SCW_DEFAULT_PROJECT_ID or the profile's `default_project_id` where one is set, else the Project that
 * every Organization begins with. Asked once per program.
 *
 * ```ts
 * const { id } = await scaleway.getDefaultProject();
 * ```
 * @throws CloudError without usable credentials, or without the right to read the Project
 */
export function getDefaultProject(args?: LookupArgs): Promise<DefaultProject> {
  return lookup.plain(args);
}

/**
 * The default Project as an Output, for the arguments of resources.
 *
 * ```ts
 * rules: [{ projectIds: [scaleway.getDefaultProjectOutput().id], permissionSetNames: ["ObjectStorageReadOnly"] }]
 * ```
 */
export function getDefaultProjectOutput(args?: LookupOutputArgs): pulumi.Output<DefaultProject> {
  return lookup.output(args);
}

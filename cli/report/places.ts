/**
 * Which targets a report is about, and how people name them.
 * @module
 */
import * as access from "pulumi-storage-access/access";
import { nearest } from "pulumi-storage-access/tools";

/** What is shown of a target. */
export interface On {
  readonly kind: access.Place;
  /** The bucket's name, with the key of an object; the Project's or Organization's id. */
  readonly id: string;
  readonly name: string;
  /** Of a bucket: its Project. */
  readonly projectId?: string | undefined;
  readonly region?: string | undefined;
}

/** A target with what is shown of it. */
export interface NamedTarget {
  readonly target: access.Target;
  /** Of a Project: any bucket in it that has no policy of its own, for what is done to buckets. */
  readonly ordinaryBucket?: access.Target;
  readonly on: On;
}

/** Everything in the world that access can be asked for: buckets, Projects, the Organization. */
export function everyTarget(world: access.World): NamedTarget[] {
  return [
    ...world.buckets.map((bucket) => bucketTarget(bucket)),
    ...world.projects.map((project) => projectTarget(world, project)),
    organizationTarget(world),
  ];
}

/**
 * The targets that a word names: `organization`, a bucket, `bucket/key`, or Projects by id or name.
 * @throws Error that names the nearest one
 */
export function readTarget(world: access.World, text: string): NamedTarget[] {
  const found = findTarget(world, text);
  if (found.length > 0) return found;
  const known = [
    "organization",
    ...world.buckets.map(({ name }) => name),
    ...world.projects.map(({ name }) => name),
  ];
  const suggestion = nearest(text, known);
  throw new Error(
    `There is no bucket and no Project "${text}". ` +
      (suggestion === undefined ? "" : `Did you mean "${suggestion}"? `) +
      "A resource is a bucket, bucket/key, the id or name of a Project, or organization.",
  );
}

/** As {@link readTarget}; empty for a word that names nothing. */
export function findTarget(world: access.World, text: string): NamedTarget[] {
  if (text.toLowerCase() === "organization") return [organizationTarget(world)];
  const slash = text.indexOf("/");
  const name = slash === -1 ? text : text.slice(0, slash);
  const key = slash === -1 ? "" : text.slice(slash + 1);
  const bucket = world.buckets.find((known) => known.name === name);
  if (bucket) return [bucketTarget(bucket, key)];
  const byId = world.projects.filter(({ id }) => id === text);
  const byName = world.projects.filter((one) => projectName(world, one) === text);
  const projects = byId.length > 0 ? byId : byName;
  return projects.map((project) => projectTarget(world, project));
}

function bucketTarget({ name, projectId, region }: access.Bucket, key = ""): NamedTarget {
  const id = key === "" ? name : `${name}/${key}`;
  const target = key === "" ? { bucket: name } : { bucket: name, key };
  return { target, on: { kind: "bucket", id, name: id, projectId, region } };
}

function projectTarget(world: access.World, project: access.Project): NamedTarget {
  const { id } = project;
  const ordinaryBucket = { bucket: ordinaryName(project) };
  const name = projectName(world, project);
  return { target: { projectId: id }, ordinaryBucket, on: { kind: "project", id, name } };
}

/** The name of a Project; of the default one, whose name a program does not tell, that it is that. */
export function projectName(
  { organizationId }: access.World,
  { id, name }: access.Project,
): string {
  return name === id && id === organizationId ? "default" : name;
}

/** The world with the default Project in it, which every Organization has and few programs declare. */
export function withDefaultProject(world: access.World): access.World {
  const { organizationId: id, projects } = world;
  const isThere = id === access.UNKNOWN || projects.some((project) => project.id === id);
  return isThere ? world : { ...world, projects: [...projects, { id, name: "default" }] };
}

/** No bucket can be called so. */
const ordinaryName = ({ id, name }: access.Project): string => `any bucket of ${name} (${id})`;

/**
 * The world with a bucket more in each Project: one without a policy. What somebody may do in a Project is what it may do
 * there, whether or not the Project has a bucket yet.
 */
export function withOrdinaryBuckets(world: access.World): access.World {
  const ordinary = world.projects.map((project) => ({
    name: ordinaryName(project),
    projectId: project.id,
    region: "",
  }));
  return { ...world, buckets: [...world.buckets, ...ordinary] };
}

function organizationTarget({ organizationId }: access.World): NamedTarget {
  const on = { kind: "organization", id: organizationId, name: "organization" } as const;
  return { target: { organization: true }, on };
}

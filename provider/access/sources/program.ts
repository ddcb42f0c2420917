/**
 * The world that a program's resources, or a state, describe.
 * @module
 */
import {
  UNKNOWN,
  type Bucket,
  type Group,
  type Policy,
  type Principal,
  type PrincipalReference,
  type Project,
  type World,
} from "../world";
import type { DescribedResource, WorldOptions, WorldReading } from "./described";
import { readGroups, readKeys, readPolicies, readPrincipals, readProjects } from "./iam";
import { kindOf, Reading } from "./reading";
import { readBuckets } from "./storage";

/**
 * Reads resources; kinds that are none of ours, and components, carry nothing. What they refer to and what is not among
 * them is taken in by its id alone.
 */
export function worldOfResources(
  resources: readonly DescribedResource[],
  options: WorldOptions = {},
): WorldReading {
  const reading = new Reading(resources.filter(isOurs));
  const organizationId = options.organizationId ?? organizationOf(reading) ?? UNKNOWN;
  const { isPartial = true, deployer } = options;
  const read = {
    projects: readProjects(reading),
    principals: readPrincipals(reading),
    groups: readGroups(reading),
    policies: readPolicies(reading),
    keys: readKeys(reading, organizationId),
    buckets: readBuckets(reading, options),
  };
  const world = { organizationId, ...read, deployer, isPartial };
  return {
    world: isPartial ? withReferred(world) : world,
    findings: reading.findings,
  };
}

/** Reads a state as `pulumi stack export` writes it, or the checkpoint that a backend keeps. */
export function worldOfState(state: unknown, options: WorldOptions = {}): WorldReading {
  return worldOfResources(resourcesOf(state), options);
}

/** What a state's resources are, and their outputs where there are some. */
export function resourcesOf(state: unknown): DescribedResource[] {
  const found = ["resources", "deployment", "checkpoint", "latest"].reduce<unknown>(
    (value, name) => {
      if (Array.isArray(value)) return value as unknown;
      const inside = isRecord(value) ? value[name] : undefined;
      return inside ?? value;
    },
    state,
  );
  const list = Array.isArray(found) ? found : isRecord(found) ? found["resources"] : undefined;
  if (!Array.isArray(list)) return [];
  return list.filter(isRecord).flatMap((entry) => {
    const { urn, type, id, outputs, inputs, propertyDependencies, delete: isGoing } = entry;
    // The old half of a replacement is on its way out.
    if (typeof urn !== "string" || typeof type !== "string" || isGoing === true) return [];
    const properties = isRecord(outputs) ? outputs : isRecord(inputs) ? inputs : {};
    return [
      {
        ...{ urn, type, properties },
        ...(typeof id === "string" ? { id } : {}),
        ...(isRecord(propertyDependencies)
          ? { propertyDependencies: propertyDependencies as Record<string, string[]> }
          : {}),
      },
    ];
  });
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isOurs = (resource: DescribedResource): boolean =>
  isRecord(resource) &&
  typeof resource.urn === "string" &&
  typeof resource.type === "string" &&
  kindOf(resource.type) !== undefined &&
  isRecord(resource.properties);

function organizationOf(reading: Reading): string | undefined {
  for (const { properties } of reading.resources) {
    const id = properties["organizationId"];
    if (typeof id === "string" && id !== UNKNOWN && id !== "") return id;
  }
  return undefined;
}

/** Adds whatever is referred to and not there: of it nothing but the id is known. */
function withReferred(world: World): World {
  const projects = new Set([
    ...world.policies.flatMap(({ rules }) => rules.flatMap(({ projectIds = [] }) => projectIds)),
    ...world.keys.map((key) => key.defaultProjectId),
    ...world.buckets.map((bucket) => bucket.projectId),
  ]);
  const groups = world.policies.flatMap(({ principal }) =>
    principal?.kind === "group" ? [principal.id] : [],
  );
  return {
    ...world,
    projects: [...world.projects, ...missing(world.projects, projects).map(bareProject)],
    groups: [...world.groups, ...missing(world.groups, groups).map(bareGroup)],
    principals: [...world.principals, ...missingPrincipals(world)],
  };
}

const bareProject = (id: string): Project => ({ id, name: id });
const bareGroup = (id: string): Group => ({ id, name: id, members: [], hasUnknownMembers: true });

function missing(known: readonly { readonly id: string }[], referred: Iterable<string>): string[] {
  const ids = new Set(known.map(({ id }) => id));
  return [...new Set(referred)].filter((id) => id !== UNKNOWN && !ids.has(id));
}

function missingPrincipals({ principals, groups, policies, keys, buckets }: World): Principal[] {
  const referred: PrincipalReference[] = [
    ...groups.flatMap(({ members }) => members),
    ...policies.flatMap(({ principal }) => bearerOf(principal)),
    ...keys.map(({ bearer }) => bearer),
    ...buckets.flatMap(namedBy),
  ];
  return (["user", "application"] as const).flatMap((kind) => {
    const known = principals.filter((one) => one.kind === kind);
    const ids = referred.filter((one) => one.kind === kind).map(({ id }) => id);
    return missing(known, ids).map((id) => ({ kind, id, name: id }));
  });
}

function bearerOf(principal: Policy["principal"]): PrincipalReference[] {
  return principal && principal.kind !== "group"
    ? [{ kind: principal.kind, id: principal.id }]
    : [];
}

function namedBy({ policy }: Bucket): PrincipalReference[] {
  return (policy?.statements ?? []).flatMap(({ principals }) => [
    ...(principals.userIds ?? []).map((id) => ({ kind: "user" as const, id })),
    ...(principals.applicationIds ?? []).map((id) => ({ kind: "application" as const, id })),
  ]);
}

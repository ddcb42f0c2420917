/**
 * A large Organization: everybody is in groups and has a policy, half of the buckets have policies of their own; and the
 * state of a stack that declares all of it.
 * @module
 */
import type { access } from "pulumi-storage-access";

type World = access.World;

/** How much there is. */
export const PRINCIPALS = 1_000;
export const BUCKETS = 1_000;
export const PROJECTS = 100;
export const GROUPS = 50;
const ORGANIZATION = "00000000-0000-4000-8000-000000000000";
const SETS = [
  "ObjectStorageFullAccess",
  "ObjectStorageReadOnly",
  "ObjectStorageObjectsRead",
  "ObjectStorageObjectsWrite",
  "ObjectStorageBucketsRead",
];
const CONDITION = 'request.ip == "203.0.113.7" || request.user_agent.contains("terraform/")';

/** 0, 1, 2 and so on. */
export const range = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => index);
const idOf = (kind: number, index: number): string =>
  `${String(kind).padStart(8, "0")}-0000-4000-8000-${String(index).padStart(12, "0")}`;
/** The item in that place, counted round and round. */
export const pick = <Item>(items: readonly Item[], index: number): Item =>
  items[index % items.length] as Item;

/** Every principal is in two groups and has a policy of its own; half of the buckets have policies that name ten. */
export function largeWorld(): World {
  const projects = range(PROJECTS).map((index) => ({
    id: idOf(1, index),
    name: `p${String(index)}`,
  }));
  const principals = range(PRINCIPALS).map((index) => ({
    kind: "application" as const,
    id: idOf(2, index),
    name: `a${String(index)}`,
  }));
  const rule = (index: number) => ({
    permissionSetNames: [pick(SETS, index)],
    projectIds: range(3).map((step) => pick(projects, index * 7 + step).id),
    ...(index % 5 === 0 ? { condition: CONDITION } : {}),
  });
  return {
    organizationId: ORGANIZATION,
    projects,
    principals,
    groups: range(GROUPS).map((index) => ({
      id: idOf(3, index),
      name: `g${String(index)}`,
      members: principals.filter((_, at) => at % GROUPS === index || at % 37 === index),
    })),
    policies: [
      ...principals.map(({ kind, id }, index) => ({
        id: idOf(4, index),
        name: `own ${String(index)}`,
        principal: { kind, id },
        rules: [rule(index), rule(index + 1)],
      })),
      ...range(GROUPS).map((index) => ({
        id: idOf(5, index),
        name: `of group ${String(index)}`,
        principal: { kind: "group" as const, id: idOf(3, index) },
        rules: [rule(index * 3)],
      })),
    ],
    keys: [],
    buckets: range(BUCKETS).map((index) => bucket(index, projects, principals)),
  };
}

function bucket(
  index: number,
  projects: World["projects"],
  principals: World["principals"],
): World["buckets"][number] {
  const name = `b${String(index)}`;
  const plain = { name, projectId: pick(projects, index).id, region: "fr-par" };
  if (index % 2 === 0) return plain;
  const named = range(10).map((step) => pick(principals, index * 11 + step * 97).id);
  return {
    ...plain,
    policy: {
      version: "2023-04-17",
      statements: [
        {
          effect: "Allow",
          principals: { applicationIds: named },
          actions: ["s3:GetObject", "s3:ListBucket"],
          resources: [name, `${name}/*`],
        },
        {
          effect: "Allow",
          principals: { applicationIds: named.slice(0, 2) },
          actions: ["*"],
          resources: [name, `${name}/*`],
          conditions: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } },
        },
      ],
    },
  };
}

/** The state of a stack that declares all of it, as `pulumi stack export` writes it. */
export function stateOf({ organizationId, ...world }: World): object {
  const resource = (kind: string, label: string, id: string, outputs: object): object => ({
    urn: `urn:pulumi:bench::large::pulumi-nodejs:dynamic/scaleway:${kind}::${label}`,
    ...{ type: `pulumi-nodejs:dynamic/scaleway:${kind}`, id, custom: true },
    outputs: { organizationId, ...outputs },
  });
  const named = (kind: string, things: readonly { id: string; name: string }[]): object[] =>
    things.map(({ id, name }) => resource(kind, name, id, { name }));
  const policies = world.policies.map(({ id, name, principal, rules }) =>
    resource("Policy", name, id, {
      ...{ name, rules },
      ...(principal && { [`${principal.kind}Id`]: principal.id }),
    }),
  );
  const groups = world.groups.map(({ id, name, members }) => {
    const applicationIds = members.map((member) => member.id);
    return resource("Group", name, id, { name, applicationIds, userIds: [] });
  });
  const buckets = world.buckets.flatMap(({ policy, ...bucket }) => [
    resource("Bucket", bucket.name, bucket.name, bucket),
    ...(policy
      ? [
          resource("BucketPolicy", bucket.name, bucket.name, {
            ...{ bucket: bucket.name, keepDeployer: false, statements: policy.statements },
          }),
        ]
      : []),
  ]);
  const resources = [
    ...named("Project", world.projects),
    ...named("Application", world.principals),
    ...[...groups, ...policies, ...buckets],
  ];
  return { version: 3, deployment: { resources } };
}

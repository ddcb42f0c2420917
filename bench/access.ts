/**
 * The evaluator on a large Organization: questions a second, and the table of everybody by everything.
 * @module
 */
import { access } from "pulumi-storage-access";

type World = access.World;
type Question = access.Question;

const PRINCIPALS = 1_000;
const BUCKETS = 1_000;
const PROJECTS = 100;
const GROUPS = 50;
const QUESTIONS = 500_000;
const ORGANIZATION = "00000000-0000-4000-8000-000000000000";
const SETS = [
  "ObjectStorageFullAccess",
  "ObjectStorageReadOnly",
  "ObjectStorageObjectsRead",
  "ObjectStorageObjectsWrite",
  "ObjectStorageBucketsRead",
];
const ACTIONS = ["GetObject", "PutObject", "DeleteObject", "ListObjectsV2", "PutBucketPolicy"];
const CONDITION = 'request.ip == "203.0.113.7" || request.user_agent.contains("terraform/")';

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const idOf = (kind: number, index: number): string =>
  `${String(kind).padStart(8, "0")}-0000-4000-8000-${String(index).padStart(12, "0")}`;
const pick = <Item>(items: readonly Item[], index: number): Item =>
  items[index % items.length] as Item;

/** Every principal is in two groups and has a policy of its own; half of the buckets have policies that name ten. */
function largeWorld(): World {
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

interface Spent {
  readonly seconds: number;
  readonly processorSeconds: number;
}

function spent(work: () => void): Spent {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  work();
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds: Number(process.hrtime.bigint() - start) / 1e9,
    processorSeconds: (user + system) / 1e6,
  };
}

const inWords = ({ seconds, processorSeconds }: Spent): string =>
  `${seconds.toFixed(2)} s (${processorSeconds.toFixed(2)} s of processor time)`;

function questionsOf(world: World): Question[] {
  const circumstances = { ip: "203.0.113.9", time: new Date(0), userAgent: "aws-sdk-js/3" };
  return range(QUESTIONS).map((index) => {
    const who = (index * 31 + 7) % PRINCIPALS;
    // Half of them ask in a Project of their own rules.
    const where = index % 2 === 0 ? who * 7 + PROJECTS * (index % 10) : index * 17 + 3;
    return {
      asker: pick(world.principals, who),
      action: pick(ACTIONS, index),
      target: { bucket: pick(world.buckets, where).name, key: "folder/object" },
      circumstances,
    };
  });
}

/** Prints both tables. */
export function printAccess(): void {
  console.log(
    `\n## Access: ${String(PRINCIPALS)} principals, ${String(BUCKETS)} buckets, ${String(PROJECTS)} Projects, ${String(GROUPS)} groups\n`,
  );
  const world = largeWorld();
  const evaluator = new access.Access(world);
  const questions = questionsOf(world);
  const counts: Record<access.Answer, number> = { allow: 0, deny: 0, undecided: 0 };
  const asked = spent(() => {
    for (const question of questions) counts[evaluator.answer(question)] += 1;
  });
  const rate = (seconds: number): string => Math.round(QUESTIONS / seconds).toLocaleString("en-US");
  console.log(
    `answers        ${rate(asked.seconds)} a second (${rate(asked.processorSeconds)} a second of processor time): ${String(counts.allow)} allow, ${String(counts.deny)} deny`,
  );
  const some = questions.slice(0, 20_000);
  const explained = spent(() => some.forEach((question) => evaluator.can(question)));
  console.log(
    `with reasons   ${Math.round(some.length / explained.seconds).toLocaleString("en-US")} a second`,
  );
  let json = "";
  const table = spent(() => (json = JSON.stringify(access.matrix(world))));
  console.log(`matrix as JSON ${inWords(table)}, ${(json.length / 1e6).toFixed(1)} MB`);
  const changed = { ...world, policies: world.policies.slice(1) };
  let changes = 0;
  const compared = spent(() => (changes = access.diff(world, changed).length));
  console.log(`one policy less: ${String(changes)} changes in ${inWords(compared)}`);
  console.log(`peak memory    ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
}

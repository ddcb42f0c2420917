/**
 * The evaluator on a large Organization: questions a second, and the table of everybody by everything.
 * @module
 */
import { access } from "pulumi-storage-access";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measure } from "./support/command";
import {
  BUCKETS,
  GROUPS,
  largeWorld,
  pick,
  PRINCIPALS,
  PROJECTS,
  range,
  stateOf,
} from "./support/large-world";

type World = access.World;
type Question = access.Question;

const QUESTIONS = 500_000;
const ACTIONS = ["GetObject", "PutObject", "DeleteObject", "ListObjectsV2", "PutBucketPolicy"];

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

/** The command that reports on all of it, as a process of its own. */
async function printReport(world: World): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "storage-access-bench-"));
  const state = join(folder, "state.json");
  writeFileSync(state, JSON.stringify(stateOf(world)));
  const executable = require.resolve("pulumi-storage-access-cli/bin/storage-access.js");
  try {
    for (const format of ["json", "html"]) {
      const command = [executable, "who-can", "--state", state, "--format", format];
      const { seconds, processorSeconds, memory } = await measure(
        [process.execPath, ...command],
        {},
        "discarded",
      );
      console.log(
        `who-can ${format.padEnd(7)}${inWords({ seconds, processorSeconds })}, peak memory ${memory.engineMegabytes.toFixed(0)} MB`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Prints both tables. */
export async function printAccess(): Promise<void> {
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
  await printReport(world);
}

/**
 * One case: a command is disturbed, then run in peace until it converges; then everything is looked at.
 * @module
 */
import { disturbanceOf, type Disturbance } from "./disturbance";
import type { Figures } from "./figures";
import { Somebody, type Foreign } from "./foreign";
import { missing, OthersIds } from "./ids";
import { SPREADING_SECONDS, type Stage } from "./stage";
import { Killed, type Program, type SimulatedStack, type Steps } from "../support/stack";
import { idsInState } from "../support/world";

/** What is played: from one program to another, or to nothing. */
export interface Scenario {
  readonly name: string;
  /** Deployed in peace. */
  readonly before?: Program;
  /** Its deployment is disturbed; absent: the destruction is. */
  readonly after?: Program;
  /** Somebody else's edit of an object in the state, between the two or during the second. */
  readonly foreign?: Foreign;
}

/** Runs in peace that a command may need after it was disturbed. */
const MOST_RUNS = 2;

/** One case: where it is played, by which seed, and where it is counted. */
export interface Case {
  readonly stage: Stage;
  readonly seed: number;
  readonly figures: Figures;
}

/**
 * Plays a case.
 * @throws Error for whatever is not as it must be
 */
export async function play(scenario: Scenario, each: Case): Promise<void> {
  const { stage, seed, figures } = each;
  figures.cases += 1;
  const others = new OthersIds(await stage.world.ids());
  const env: Record<string, string> = {};
  const stack = stage.stack(`case-${seed}`, env);
  if (scenario.before) await stack.up(scenario.before);
  stage.calm();
  const somebody = scenario.foreign && new Somebody(scenario.foreign, { stage, stack, figures });
  const disturbance = disturbanceOf(seed);
  if (!disturbance.isEditedMeanwhile) await somebody?.edits();
  const { after } = scenario;
  const wish = after && (somebody?.within(after) ?? after);
  const run = (): Promise<unknown> => (wish ? stack.up(wish) : stack.destroy());
  const said = await disturbed(run, { ...each, stack, others, env, disturbance });
  if (somebody) {
    // Where the command did not come so far.
    await somebody.edits();
    await somebody.settle(run);
  }
  await converge(run, figures);
  if (after) await quiet(stage, stack, after);
  await compare(others, { ...each, stack });
  tellsNoSecret({ ...each, stack, said, env });
  await stack.destroy();
  await compare(others, { ...each, stack });
}

/** Runs the command while everything goes wrong that the seed says; answers what it said. */
async function disturbed(
  run: () => Promise<unknown>,
  {
    stage,
    seed,
    figures,
    stack,
    others,
    env,
    disturbance,
  }: Case & {
    stack: SimulatedStack;
    others: OthersIds;
    env: Record<string, string>;
    disturbance: Disturbance;
  },
): Promise<string[]> {
  const said: string[] = [];
  if (disturbance.isSpreading) {
    figures.spreading += 1;
    const before = new OthersIds(await stage.world.ids());
    Object.assign(env, await stage.deployer(`deployer-${seed}`));
    others.add(before.without(await stage.world.ids()));
    stage.clock.advance((SPREADING_SECONDS * 1000) / 2);
  }
  for (let number = 0; number < disturbance.runs; number += 1) {
    stage.disturb(stack, disturbance, number);
    const outcome = await run().catch((thrown: unknown) => thrown);
    if (outcome instanceof Killed) figures.kills += 1;
    if (outcome instanceof Error) said.push(messagesOf(outcome));
    stage.calm();
  }
  if (disturbance.isSpreading) stage.clock.advance(SPREADING_SECONDS * 1000);
  return said;
}

async function converge(run: () => Promise<unknown>, figures: Figures): Promise<void> {
  for (let number = 1; ; number += 1) {
    figures.longestConvergence = Math.max(figures.longestConvergence, number);
    try {
      await run();
      return;
    } catch (thrown) {
      if (number === MOST_RUNS) throw thrown;
    }
  }
}

/** A run more has nothing to do, and does nothing. */
async function quiet(stage: Stage, stack: SimulatedStack, program: Program): Promise<void> {
  stage.world.cloud.resetCounts();
  const steps: Steps = await stack.up(program);
  const writes = Object.keys(stage.world.cloud.counts()).filter(
    (operation) => !/^(GET|Get|Head|List)/.test(operation),
  );
  expect(steps).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
  expect(writes).toEqual([]);
}

/** The cloud has what the state has, and what others have. */
async function compare(
  others: OthersIds,
  { stage, figures, stack }: Case & { stack: SimulatedStack },
): Promise<void> {
  const there = others.without(await stage.world.ids());
  const own = idsInState(stack);
  const orphans = missing(there, own);
  figures.orphans += orphans.length;
  const ids = Object.values(own).flat();
  figures.duplicates += ids.length - new Set(ids).size;
  expect({ orphans, lost: missing(own, there) }).toEqual({ orphans: [], lost: [] });
  expect(stack.pendingDeletes).toEqual([]);
}

function messagesOf(error: Error): string {
  return `${error.message}\n${error.stack ?? ""}\n${String((error as { reasons?: unknown }).reasons)}`;
}

/** The credentials of the run are nowhere; a key's own secret is in its output alone. */
function tellsNoSecret({
  stage,
  figures,
  stack,
  said,
  env,
}: Case & { stack: SimulatedStack; said: string[]; env: Record<string, string> }): void {
  const told = [...said, ...stack.lines].join("\n");
  const kept = [...stack.kept.values()];
  const everywhere = told + JSON.stringify(kept);
  const { secretKey } = stage.world.cloud.description.scaleway;
  const credentials = [secretKey, env["SCW_SECRET_KEY"] ?? secretKey];
  const made = kept.map(({ outputs }) => outputs["secretKey"]).filter(isText);
  const leaked = [
    ...credentials.filter((secret) => everywhere.includes(secret)),
    ...made.filter((secret) => told.includes(secret)),
  ];
  figures.secrets += leaked.length;
  expect(leaked).toEqual([]);
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

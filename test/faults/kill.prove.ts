import { writeSync } from "node:fs";
import { availableParallelism } from "node:os";
import { DEPLOYMENTS, MOMENTS, VICTIMS, type FaultCase, type KillCase } from "./cases";
import { play } from "./kill";
import { closeBases, requestsOf, undisturbed } from "./tutorial";

/** So many plans a deployment: each kind of fault at several places. */
const PLANS = 28;
const SEED = 1_000;

type Case = KillCase | FaultCase;

/** Every request of the deployment, each moment, each victim. */
function allKills(deployment: KillCase["deployment"]): KillCase[] {
  const requests = Array.from({ length: deployment.requests }, (_, index) => index + 1);
  return requests.flatMap((request) =>
    MOMENTS.flatMap((moment) => VICTIMS.map((victim) => ({ deployment, request, moment, victim }))),
  );
}

const allPlans = (deployment: KillCase["deployment"]): FaultCase[] =>
  Array.from({ length: PLANS }, (_, number) => ({ deployment, seed: SEED + number }));

const nameOf = (each: Case): string =>
  "victim" in each
    ? `${each.victim} ${each.moment} request ${String(each.request)}`
    : `plan ${String(each.seed)}`;

/** Lines of a table, printed again when all is done. */
const rows: string[] = [];

/** After so many cases it says how far it is: all of them take a while. */
const SAYS_EVERY = 20;

/** Plays the cases, as many at once as there are processors; answers those that did not end as if nothing had happened. */
async function playAll(what: string, name: string, cases: readonly Case[]): Promise<string[]> {
  const failed: string[] = [];
  let strikes = 0;
  const waiting = cases.entries();
  const playNext = async (): Promise<void> => {
    for (const [index, each] of waiting) {
      if (index % SAYS_EVERY === 0) say(`${name}, ${what}: case ${index} of ${cases.length}`);
      const outcome = await play(each);
      strikes += outcome.strikes;
      try {
        expect(outcome).toMatchObject({ next: { code: 0 }, quiet: true });
        expect(outcome.left).toEqual(await undisturbed(each.deployment.to));
      } catch (error) {
        failed.push(`${nameOf(each)}: ${(error as Error).message}`);
        say(`not as if nothing had happened: ${nameOf(each)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, playNext));
  const figures = [cases.length, strikes, failed.length].map(String);
  const row = `| ${[name, what, ...figures].join(" | ")} |`;
  say(row);
  rows.push(`${row}\n`);
  return failed;
}

/** At once: what goes through the test runner is kept until the last case. */
const say = (line: string): void => void writeSync(1, `${line}\n`);

afterAll(async () => {
  await closeBases();
  const head =
    "| deployment | disturbed by | cases | kills or faults | not as if nothing had happened |";
  process.stdout.write(`\n${head}\n| --- | --- | --- | --- | --- |\n${rows.join("")}\n`);
});

describe.each(DEPLOYMENTS)("$name of the tutorial", (deployment) => {
  it("survives a kill at any request: the next run ends with no duplicate and no orphan", async () => {
    const cases = allKills(deployment);
    expect(await requestsOf(deployment)).toBe(deployment.requests);
    expect(await playAll("SIGKILL", deployment.name, cases)).toEqual([]);
  }, 3_600_000);

  it("survives requests that go wrong: the next run ends with no duplicate and no orphan", async () => {
    expect(await playAll("faults", deployment.name, allPlans(deployment))).toEqual([]);
  }, 3_600_000);
});

import fc from "fast-check";
import { DEPLOYMENTS, MOMENTS, VICTIMS, type FaultCase, type KillCase } from "./cases";
import { play } from "./kill";
import { closeBases, undisturbed } from "./tutorial";

// `npm run prove` plays every case; here a seeded sample keeps the whole suite within its time.
const KILLS = 20;
const PLANS = 10;
const SEED = 20_261_123;

const kills: KillCase[] = fc.sample(
  fc.constantFrom(...DEPLOYMENTS).chain((deployment) =>
    fc.record({
      deployment: fc.constant(deployment),
      request: fc.integer({ min: 1, max: deployment.requests }),
      moment: fc.constantFrom(...MOMENTS),
      victim: fc.constantFrom(...VICTIMS),
    }),
  ),
  { numRuns: KILLS, seed: SEED },
);

const plans: FaultCase[] = Array.from({ length: PLANS }, (_, number) => ({
  deployment: DEPLOYMENTS[number % DEPLOYMENTS.length] ?? DEPLOYMENTS[0],
  seed: SEED + number,
}));

afterAll(closeBases);

async function endsWell(each: KillCase | FaultCase): Promise<void> {
  const outcome = await play(each);
  expect(outcome.strikes).toBeGreaterThan(0);
  expect(outcome.next).toMatchObject({ code: 0 });
  expect(outcome.left).toEqual(await undisturbed(each.deployment.to));
  expect(outcome.quiet).toBe(true);
}

describe("a deployment of the tutorial that is killed", () => {
  it.each(
    kills.map((each) => ({
      each,
      title: `${each.victim} ${each.moment} request ${String(each.request)} of ${each.deployment.name}`,
    })),
  )("ends as if nothing had happened with the next run: $title", ({ each }) => endsWell(each));
});

describe("a deployment of the tutorial whose requests go wrong", () => {
  it.each(plans.map((each) => ({ each, title: `plan ${each.seed} of ${each.deployment.name}` })))(
    "ends as if nothing had happened with the next run: $title",
    ({ each }) => endsWell(each),
  );
});

import fc from "fast-check";
import { DEPLOYMENTS, MOMENTS, play, undisturbed, VICTIMS, type KillCase } from "./kill";

// `npm run prove` plays every case; here a seeded sample keeps the whole suite within its time.
const SAMPLE = 12;
const SEED = 20_261_123;
const HIGHEST_REQUEST = 12;

const cases: KillCase[] = fc.sample(
  fc.record({
    deployment: fc.constantFrom(...DEPLOYMENTS),
    request: fc.integer({ min: 1, max: HIGHEST_REQUEST }),
    moment: fc.constantFrom(...MOMENTS),
    victim: fc.constantFrom(...VICTIMS),
  }),
  { numRuns: SAMPLE, seed: SEED },
);

describe("a deployment of the tutorial that is killed", () => {
  it.each(
    cases.map((each) => ({
      each,
      title: `${each.victim} ${each.moment} request ${String(each.request)} of ${each.deployment.name}`,
    })),
  )("ends as if nothing had happened with the next run: $title", async ({ each }) => {
    const outcome = await play(each);
    expect(outcome.next).toMatchObject({ code: 0 });
    expect(outcome.left).toEqual(await undisturbed(each.deployment.to));
    expect(outcome.quiet).toBe(true);
  });
});

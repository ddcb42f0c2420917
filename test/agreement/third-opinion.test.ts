import { SEED } from "./settings";
import { expectThirdAgrees } from "./third";

const WORLDS = 150;

describe("brute force, written from the specification alone", () => {
  it("says the same as the evaluator and the local cloud", async () => {
    await expectThirdAgrees({ worlds: WORLDS, seed: SEED });
  }, 120_000);
});

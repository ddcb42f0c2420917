import { SEED } from "./settings";
import { expectThirdAgrees } from "./third";

const WORLDS = 3_000;

describe("brute force, written from the specification alone", () => {
  it("says the same as the evaluator and the local cloud", async () => {
    await expectThirdAgrees({ worlds: WORLDS, seed: SEED });
  }, 3_600_000);
});

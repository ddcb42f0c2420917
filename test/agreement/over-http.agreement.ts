import { expectServedAgrees } from "./over-http";
import { SEED } from "./settings";

const WORLDS = 20;

describe("the local cloud's servers", () => {
  it("let through what its own code and the evaluator allow, and no more", async () => {
    await expectServedAgrees({ worlds: WORLDS, seed: SEED });
  }, 1_800_000);
});

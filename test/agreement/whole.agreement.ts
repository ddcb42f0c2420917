import { SEED, WORLDS } from "./settings";
import { expectAgreement } from "./whole";

describe("the evaluator and the local cloud's own code", () => {
  it("answer every question about every world alike, for reasons of every kind", async () => {
    await expectAgreement({ worlds: WORLDS, seed: SEED });
  }, 7_200_000);
});

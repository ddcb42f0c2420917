import { SEED } from "./settings";
import { expectAgreement } from "./whole";

/** `npm run agreement` asks about many more. */
const WORLDS = 500;

describe("the evaluator and the local cloud's own code", () => {
  it("answer every question about every world alike, for reasons of every kind", async () => {
    await expectAgreement({ worlds: WORLDS, seed: SEED });
  }, 180_000);
});

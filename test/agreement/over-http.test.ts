import { expectServedAgrees } from "./over-http";

/** As many as have each kind of asker; `npm run agreement` asks about more. */
const RUN = { worlds: 3, seed: 31 };

describe("the local cloud's servers", () => {
  it("let through what its own code and the evaluator allow, and no more", async () => {
    await expectServedAgrees(RUN);
  }, 120_000);
});

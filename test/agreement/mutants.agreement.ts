import { mutants } from "./mutants";
import { Hunt } from "./mutants-found";
import { HUNTED_WORLDS } from "./settings";

describe("a mistake of one side", () => {
  const hunt = new Hunt();
  afterAll(() => hunt.print());

  it.each(mutants)(
    "is seen by the other: $name ($side)",
    async (mutant) => {
      expect(await hunt.find(mutant)).toBeLessThanOrEqual(HUNTED_WORLDS);
    },
    1_800_000,
  );
});

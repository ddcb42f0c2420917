import { createRandom } from "../../emulator/random";
import { mutants } from "./mutants";
import { Hunt } from "./mutants-found";
import { HUNTED_WORLDS, SEED } from "./settings";

const SAMPLE = 8;

/** As many, drawn by the seed; `npm run agreement` tries all of them. */
function sample() {
  const random = createRandom(`mistakes ${SEED}`);
  return mutants
    .map((mutant) => ({ mutant, place: random.hex(8) }))
    .sort((left, right) => left.place.localeCompare(right.place))
    .slice(0, SAMPLE)
    .map(({ mutant }) => mutant);
}

describe("a mistake of one side", () => {
  const hunt = new Hunt();

  it.each(sample())(
    "is seen by the other: $name ($side)",
    async (mutant) => {
      expect(await hunt.find(mutant)).toBeLessThanOrEqual(HUNTED_WORLDS);
    },
    120_000,
  );

  it("is none where the text to be changed is not there", async () => {
    const [mutant] = mutants;
    const changed = { ...mutant!, from: "a text that nobody wrote" };
    await expect(hunt.find(changed)).rejects.toThrow("has 0 times, not once, the text");
  });

  it("is none in a file that nothing loads", async () => {
    const changed = { ...mutants[0]!, file: "provider/index.ts" };
    await expect(hunt.find(changed)).rejects.toThrow("Nothing loads provider/index.ts.");
  });
});

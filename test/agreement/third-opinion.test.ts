/**
 * Brute force from the specification, against the evaluator and the local cloud.
 * @module
 */
import { agree, Figures } from "./agree";
import { BruteForce, plainly } from "./brute-force";
import type { Side } from "./case";
import { Emulated } from "./emulated";
import { Evaluated } from "./evaluated";

const WORLDS = 150;
const SEED = 20_261_128;

/** A side that is asked about worlds whose conditions brute force can read. */
const inPlainWorlds = (side: Side): Side => ({
  name: side.name,
  answers: (asked) => side.answers(plainly(asked)),
});

it("says the same as the evaluator and the local cloud", async () => {
  const sides = [new Evaluated(), new Emulated(), new BruteForce()].map(inPlainWorlds);
  const figures = new Figures();
  expect(await agree(sides, { worlds: WORLDS, seed: SEED }, figures)).toBeUndefined();
  expect(figures).toMatchObject({ worlds: WORLDS, disagreements: 0 });
}, 60_000);

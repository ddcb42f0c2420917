/**
 * Brute force from the specification beside the evaluator and the local cloud, in worlds whose conditions it can read.
 * @module
 */
import { agree, Figures, type Run } from "./agree";
import { BruteForce, plainly } from "./brute-force";
import type { Side } from "./case";
import { Emulated } from "./emulated";
import { Evaluated } from "./evaluated";

const inPlainWorlds = (side: Side): Side => ({
  name: side.name,
  answers: (asked) => side.answers(plainly(asked)),
});

/** Compares all three, and prints the figures. */
export async function expectThirdAgrees(run: Run): Promise<void> {
  const sides = [new Evaluated(), new Emulated(), new BruteForce()].map(inPlainWorlds);
  const figures = new Figures();
  const disagreement = await agree(sides, run, figures);
  process.stdout.write(`third opinion, seed ${run.seed}: ${figures.brief}${disagreement ?? ""}\n`);
  expect(disagreement).toBeUndefined();
  expect(figures).toMatchObject({ worlds: run.worlds, disagreements: 0 });
}

/**
 * The comparison of the evaluator with the local cloud, as both `npm cit` and `npm run agreement` make it.
 * @module
 */
import { agree, Figures, type Run } from "./agree";
import { Emulated } from "./emulated";
import { Evaluated } from "./evaluated";
import { reasonCodes } from "./reasons";

/** Compares, prints the figures, and fails with the smallest case about which the two disagree. */
export async function expectAgreement(run: Run): Promise<void> {
  const figures = new Figures();
  const disagreement = await agree([new Evaluated(), new Emulated()], run, figures);
  process.stdout.write(`agreement, seed ${run.seed}: ${figures.toString()}${disagreement ?? ""}`);
  expect(disagreement).toBeUndefined();
  expect(figures).toMatchObject({ worlds: run.worlds, disagreements: 0 });
  expect(figures.share).toBeGreaterThan(0.2);
  expect(figures.share).toBeLessThan(0.8);
  expect([...figures.reasons.keys()].sort()).toEqual(reasonCodes);
}

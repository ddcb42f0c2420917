/**
 * The local cloud over HTTP beside its own code and the evaluator: key lookup, signatures, expiry, `@`, endpoints.
 * @module
 */
import fc from "fast-check";
import { differ, type Run } from "./agree";
import type { Case } from "./case";
import { cases } from "./cases";
import { Emulated } from "./emulated";
import { Evaluated } from "./evaluated";
import { isServed, Served } from "./served";

/** Asks all that can be asked by one request, and prints the figures. */
export async function expectServedAgrees({ worlds, seed }: Run): Promise<void> {
  const sides = [new Evaluated(), new Emulated(), new Served()];
  const disagreements: unknown[] = [];
  let questions = 0;
  let allows = 0;
  for (const drawn of fc.sample(cases, { numRuns: worlds, seed })) {
    const asked = served(drawn);
    const verdicts = await Promise.all(sides.map((side) => side.answers(asked)));
    questions += asked.questions.length;
    allows += verdicts.at(-1)!.filter(({ answer }) => answer === "allow").length;
    asked.questions.forEach((question, index) => {
      if (!differ(verdicts, index)) return;
      disagreements.push({ asked, question, said: verdicts.map((all) => all[index]) });
    });
  }
  const share = ((100 * allows) / questions).toFixed(1);
  process.stdout.write(
    `over HTTP, seed ${seed}: ${worlds} worlds, ${questions} questions, ${share}% allowed, ` +
      `${disagreements.length} disagreements\n`,
  );
  expect(disagreements).toEqual([]);
  expect(questions).toBeGreaterThan(10 * worlds);
  expect(allows).toBeGreaterThan(questions / 10);
}

const served = (asked: Case): Case => ({
  ...asked,
  questions: asked.questions.filter((question) => isServed(question, asked)),
});

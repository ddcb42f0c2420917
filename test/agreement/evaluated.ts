/**
 * The evaluator as one of those that are asked.
 * @module
 */
import type * as Evaluators from "../../provider/access";
import type { Case, Side, Verdict } from "./case";
import { Modules, type Change } from "./modules";

/** The evaluator's own code, perhaps with a change. */
export class Evaluated implements Side {
  readonly name = "the evaluator";
  private readonly code: typeof Evaluators;

  /** @param change - what is to be different in its sources */
  constructor(change?: Change) {
    const modules = new Modules(change);
    this.code = modules.load("provider/access/index.ts") as typeof Evaluators;
    modules.requireChanged();
  }

  answers({ world, switches, questions }: Case): Promise<Verdict[]> {
    const access = new this.code.Access(world, switches);
    return Promise.resolve(
      questions.map((question) => {
        const { answer, reasons } = access.can(question);
        // Where nobody asks why, the answer takes a shorter way.
        const brief = access.answer(question);
        return {
          answer: answer === brief ? answer : `${answer}, in short ${brief}`,
          reasons: reasons.map(({ code, text }) => `${code}: ${text}`),
        };
      }),
    );
  }
}

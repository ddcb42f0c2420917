/**
 * Looks for mistakes: how many worlds does it take until a side with a mistake disagrees with the other?
 * @module
 */
import fc from "fast-check";
import { differ, type Run } from "./agree";
import type { Case, Side, Verdict } from "./case";
import { cases } from "./cases";

/** Worlds that are drawn, and asked about, once for all mistakes. */
export class HuntingGround {
  private readonly drawn: Iterator<Case>;
  private readonly known: { readonly asked: Case; readonly verdicts: readonly Verdict[] }[] = [];

  /** @param witness - the side without a mistake */
  constructor(
    private readonly witness: Side,
    private readonly run: Run,
  ) {
    this.drawn = fc.sample(cases, { numRuns: run.worlds, seed: run.seed })[Symbol.iterator]();
  }

  /** @returns the number of the first world that shows it, from 1; undefined where none does */
  async find(suspect: Side): Promise<number | undefined> {
    for (let number = 0; number < this.run.worlds; number += 1) {
      const { asked, verdicts } = await this.world(number);
      const answers = await suspect.answers(asked);
      if (asked.questions.some((_, index) => differ([verdicts, answers], index))) return number + 1;
    }
    return undefined;
  }

  private async world(number: number) {
    while (this.known.length <= number) {
      const asked = this.drawn.next().value as Case;
      this.known.push({ asked, verdicts: await this.witness.answers(asked) });
    }
    return this.known[number]!;
  }
}

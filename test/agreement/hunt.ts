/**
 * Looks for mistakes: how many worlds does it take until a side with a mistake disagrees with the other?
 * @module
 */
import fc from "fast-check";
import { differ, type Run } from "./agree";
import type { Case, Side, Verdict } from "./case";
import { cases } from "./cases";

/** So many worlds are drawn at once. */
const BATCH = 50;

/** Worlds that are drawn, and asked about, once for all mistakes, and only as far as they are needed. */
export class HuntingGround {
  private readonly drawn: Case[] = [];
  private readonly said: (readonly Verdict[])[] = [];

  /** @param witness - the side without a mistake */
  constructor(
    private readonly witness: Side,
    private readonly run: Run,
  ) {}

  /** @returns the number of the first world that shows it, from 1; undefined where none does */
  async find(suspect: Side): Promise<number | undefined> {
    for (let number = 0; number < this.run.worlds; number += 1) {
      const asked = this.worldAt(number);
      const said = (this.said[number] ??= await this.witness.answers(asked));
      const answers = await suspect.answers(asked);
      if (asked.questions.some((_, index) => differ([said, answers], index))) return number + 1;
    }
    return undefined;
  }

  private worldAt(number: number): Case {
    while (this.drawn.length <= number) {
      const seed = this.run.seed + this.drawn.length;
      this.drawn.push(...fc.sample(cases, { numRuns: BATCH, seed }));
    }
    return this.drawn[number]!;
  }
}

/**
 * Asks several the same questions about many worlds, counts, and stops at the first about which they do not agree.
 * @module
 */
import fc from "fast-check";
import { inspect } from "node:util";
import { DEFAULT_SWITCHES } from "../../emulator/switches";
import type { Case, DrawnSwitches, Side, Verdict } from "./case";
import { cases } from "./cases";
import { smallest } from "./smaller";

/** What is counted. */
export class Figures {
  worlds = 0;
  questions = 0;
  allows = 0;
  disagreements = 0;
  /** How often each kind of reason was part of an answer, by its code. */
  readonly reasons = new Map<string, number>();

  /** From 0 to 1. */
  get share(): number {
    return this.allows / this.questions;
  }

  count(verdicts: readonly Verdict[]): void {
    this.worlds += 1;
    for (const { answer, reasons } of verdicts) {
      this.questions += 1;
      if (answer === "allow") this.allows += 1;
      for (const code of new Set(reasons.map(codeOf))) {
        this.reasons.set(code, (this.reasons.get(code) ?? 0) + 1);
      }
    }
  }

  /** A line for people. */
  get brief(): string {
    return (
      `${this.worlds} worlds, ${this.questions} questions, ${(this.share * 100).toFixed(1)}% allowed, ` +
      `${this.disagreements} disagreements`
    );
  }

  /** Lines for people. */
  toString(): string {
    const reasons = [...this.reasons]
      .sort(([, left], [, right]) => right - left)
      .map(([code, count]) => `${code} ${count}`);
    return `${this.brief}\nreasons: ${reasons.join(", ")}\n`;
  }
}

/** Worlds by a seed. */
export interface Run {
  readonly worlds: number;
  readonly seed: number;
}

/**
 * Compares the sides; the first one's reasons are counted.
 * @returns the smallest case found about which they disagree, as text; undefined where they agree throughout
 */
export async function agree(
  sides: readonly Side[],
  { worlds, seed }: Run,
  figures: Figures,
): Promise<string | undefined> {
  let isShrinking = false;
  const property = fc.asyncProperty(cases, async (asked) => {
    const verdicts = await Promise.all(sides.map((side) => side.answers(asked)));
    const found = asked.questions.findIndex((_, index) => differ(verdicts, index));
    if (!isShrinking && verdicts[0]) figures.count(verdicts[0]);
    if (found === -1) return;
    isShrinking = true;
    throw new Error("They disagree.");
  });
  const { counterexample } = await fc.check(property, { numRuns: worlds, seed });
  if (!counterexample) return undefined;
  figures.disagreements += 1;
  return described(sides, counterexample[0]);
}

/** True where not all give the same answer to that question. */
export function differ(verdicts: readonly (readonly Verdict[])[], index: number): boolean {
  return new Set(verdicts.map((all) => all[index]?.answer)).size > 1;
}

/** The first question about which they disagree, its world made small, and what each says. */
async function described(sides: readonly Side[], asked: Case): Promise<string> {
  const ask = (candidate: Case): Promise<(readonly Verdict[])[]> =>
    Promise.all(sides.map((side) => side.answers(candidate)));
  const verdicts = await ask(asked);
  const index = asked.questions.findIndex((_, number) => differ(verdicts, number));
  const { world, switches, questions } = await smallest(
    { ...asked, questions: asked.questions.slice(index, index + 1) },
    async (candidate) => differ(await ask(candidate), 0),
  );
  const said = await ask({ world, switches, questions });
  const answers = sides.map(({ name }, number) => {
    const { answer, reasons } = said[number]![0]!;
    return [`${name}: ${answer}`, ...reasons.map((reason) => `  ${reason}`)].join("\n");
  });
  return [...[changesOf(switches), world, questions[0]].map(shown), ...answers, ""].join("\n");
}

/** The switches that are not as they are by themselves. */
function changesOf(switches: DrawnSwitches): object {
  const changes = Object.entries(switches).filter(
    ([name, value]) => value !== DEFAULT_SWITCHES[name as keyof DrawnSwitches],
  );
  return Object.fromEntries(changes);
}

const shown = (value: unknown): string => inspect(value, { depth: null, breakLength: 120 });
const codeOf = (reason: string): string => reason.replace(/:.*/s, "");

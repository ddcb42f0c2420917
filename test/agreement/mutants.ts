/**
 * Mistakes that somebody could make, each in one place of one side: the comparison must see every one of them.
 * @module
 */
import { emulatorMutants } from "./mutants-of-the-emulator";
import { evaluatorMutants } from "./mutants-of-the-evaluator";
import type { Change } from "./modules";

/** One mistake. */
export interface Mutant extends Change {
  readonly name: string;
}

/** A mistake, and the side that makes it. */
export interface SidedMutant extends Mutant {
  readonly side: "evaluator" | "emulator";
}

/** All of them. */
export const mutants: readonly SidedMutant[] = [
  ...evaluatorMutants.map((mutant) => ({ ...mutant, side: "evaluator" as const })),
  ...emulatorMutants.map((mutant) => ({ ...mutant, side: "emulator" as const })),
];

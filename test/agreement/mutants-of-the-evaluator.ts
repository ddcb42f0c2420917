/**
 * Mistakes of the evaluator.
 * @module
 */
import type { Mutant } from "./mutants";

export const evaluatorMutants: readonly Mutant[] = [];

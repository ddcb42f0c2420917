/**
 * Plays many cases, and fails with those that were not as they must be.
 * @module
 */
import type { CloudOptions } from "../../emulator";
import type { Figures } from "./figures";
import { play, type Scenario } from "./play";
import { Stage } from "./stage";

/** What is proved. */
export interface Proof {
  readonly scenarios: readonly Scenario[];
  readonly cases: number;
  /** The first case's seed; the others follow it. */
  readonly seed: number;
  readonly figures: Figures;
  readonly options?: CloudOptions | undefined;
  /** What a fresh cloud is given before cases are played on it. */
  readonly furnish?: (stage: Stage) => Promise<void>;
}

/** After so many failures the others would say the same. */
const ENOUGH_FAILURES = 8;

/**
 * Plays the scenarios in turn, each case by a seed of its own: the same seed plays the same case.
 * @returns what failed, by case
 */
export async function prove(proof: Proof): Promise<string[]> {
  const { scenarios, figures } = proof;
  const failures: string[] = [];
  let stage: Stage | undefined;
  for (let number = 0; number < proof.cases && failures.length < ENOUGH_FAILURES; number += 1) {
    const scenario = scenarios[number % scenarios.length];
    const seed = proof.seed + number;
    if (!scenario) break;
    stage ??= await opened(proof);
    try {
      await play(scenario, { stage, seed, figures });
    } catch (thrown) {
      failures.push(`${scenario.name}, seed ${seed}: ${textOf(thrown)}`);
      await stage.world.stop();
      stage = undefined;
    }
    if (stage?.isFresh === false) {
      await stage.world.stop();
      stage = undefined;
    }
  }
  await stage?.world.stop();
  return failures;
}

async function opened({ figures, options, furnish }: Proof): Promise<Stage> {
  const stage = await Stage.open(figures, options);
  await furnish?.(stage);
  return stage;
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

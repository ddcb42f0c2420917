/**
 * That mistakes are seen: each is made in the sources of one side, which is then compared with the other.
 * @module
 */
import type { Side } from "./case";
import { Emulated } from "./emulated";
import { Evaluated } from "./evaluated";
import { HuntingGround } from "./hunt";
import type { SidedMutant } from "./mutants";
import { HUNTED_WORLDS, SEED } from "./settings";

/** Where mistakes are looked for, and what was found. */
export class Hunt {
  private readonly grounds = {
    evaluator: new HuntingGround(new Emulated(), { worlds: HUNTED_WORLDS, seed: SEED }),
    emulator: new HuntingGround(new Evaluated(), { worlds: HUNTED_WORLDS, seed: SEED }),
  };
  private readonly rows: string[] = [];

  /** @returns after how many worlds it is seen; undefined where it is not */
  async find(mutant: SidedMutant): Promise<number | undefined> {
    const worlds = await this.grounds[mutant.side].find(withMistake(mutant));
    this.rows.push(`| ${mutant.name} | ${mutant.side} | ${worlds ?? "not found"} |\n`);
    return worlds;
  }

  /** Prints the table. */
  print(): void {
    const head = "| mistake | side | seen after worlds |\n| --- | --- | --- |\n";
    process.stdout.write(`mistakes, seed ${SEED}\n${head}${this.rows.join("")}`);
  }
}

const withMistake = (mutant: SidedMutant): Side =>
  mutant.side === "evaluator" ? new Evaluated(mutant) : new Emulated(mutant);

/**
 * A client that remembers what was acknowledged to it, and looks for it after a kill.
 * @module
 */
import { chances } from "../proof/disturbance";
import type { Client } from "./kept-things";
import { isCutOff, type Kind } from "./kept-things";

/** A text, or undefined: no such thing. */
type State = string | undefined;

/** What is known of one thing. */
interface Thing {
  acknowledged: State;
  /** What was asked for and never answered: done or not. */
  asked?: { readonly state: State };
}

/** So many writers of each kind write at once, each its own things, one after the other. */
const WRITERS = 2;
const THINGS_EACH = 3;
const REMOVED_OF_TEN = 3;

function shown(state: State): string {
  return state ?? "gone";
}

/** Writes with many hands, and knows what must be there whenever the cloud is killed. */
export class Witness {
  private readonly things = new Map<string, Thing>();
  private readonly chance: () => number;
  private count = 0;

  constructor(seed: number) {
    this.chance = chances(seed);
  }

  /** A whole number below that one. */
  upTo(limit: number): number {
    return Math.floor(this.chance() * limit);
  }

  /**
   * Writes and removes until no more answers come.
   * @param acknowledged - told after each answer how many there were
   * @throws Error where an answer is a refusal
   */
  async write(client: Client, acknowledged: (count: number) => void): Promise<void> {
    let answers = 0;
    const hands = Object.entries(client.kinds).flatMap(([name, kind]) =>
      Array.from({ length: WRITERS }, async (_, writer) => {
        try {
          for (;;) {
            const thing = `${name.replaceAll(" ", "-")}-${writer}-${this.upTo(THINGS_EACH)}`;
            await this.change(kind, thing);
            acknowledged((answers += 1));
          }
        } catch (error) {
          if (!isCutOff(error)) throw error;
        }
      }),
    );
    await Promise.all(hands);
  }

  /** What is not as it was acknowledged, in words; what was never answered may be either way. */
  async lost(client: Client): Promise<string[]> {
    const lost: string[] = [];
    for (const [name, kind] of Object.entries(client.kinds)) {
      const prefix = `${name.replaceAll(" ", "-")}-`;
      const told = (state: State): State =>
        state === undefined ? undefined : (kind.toldAs?.(state) ?? state);
      for (const [thing, known] of this.things) {
        if (!new RegExp(`^${prefix}\\d`).test(thing)) continue;
        const found = await kind.read(thing);
        const possible = [known.acknowledged, ...(known.asked ? [known.asked.state] : [])];
        const states = possible.filter((state) => told(state) === found);
        if (states.length === 0) {
          lost.push(`${thing} is ${shown(found)}, not ${possible.map(shown).join(" or ")}`);
        }
        const [state] = states;
        this.things.set(thing, { acknowledged: state });
      }
    }
    return lost;
  }

  private async change(kind: Kind, thing: string): Promise<void> {
    const known: Thing = this.things.get(thing) ?? { acknowledged: undefined };
    const isRemoval = known.acknowledged !== undefined && this.upTo(10) < REMOVED_OF_TEN;
    const state = isRemoval ? undefined : `text ${(this.count += 1)}`;
    this.things.set(thing, { ...known, asked: { state } });
    if (state === undefined) await kind.remove(thing);
    else await kind.write(thing, state);
    this.things.set(thing, { acknowledged: state });
  }
}

/**
 * A world with nothing in it yet, and a stack that is about to change that.
 * @module
 */
import { SimulatedStack } from "./stack";
import { startWorld, type World } from "./world";

/** Starts a world for one test and a stack in it, whose first command makes everything. */
export async function freshStack(seed: string): Promise<{ world: World; stack: SimulatedStack }> {
  const world = await startWorld({ seed });
  return { world, stack: new SimulatedStack({ cloud: world.cloud }) };
}

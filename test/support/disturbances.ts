/**
 * Kills and faults at every request of a command, one case after the other, each in a fresh world.
 * @module
 */
import type { CloudOptions, Fault } from "../../emulator";
import { Killed, type SimulatedStack } from "./stack";
import { startWorld, type World } from "./world";

/** What is disturbed: a cloud and stacks made anew for each case. */
export interface Scene {
  readonly stack: SimulatedStack;
  /** The command that is disturbed. */
  readonly run: () => Promise<unknown>;
  /** Run until it succeeds, at most twice. Default: the same command. */
  readonly again?: () => Promise<unknown>;
  /** What must hold afterwards. */
  readonly verify: () => Promise<void>;
}

/**
 * Plays a scene once for each request of its command and each phase, killing it there; answers how many kills there were.
 * @param set sets the scene up in a fresh world
 */
export async function killEverywhere(
  set: (world: World) => Promise<Scene>,
  options: CloudOptions = {},
): Promise<number> {
  for (let request = 1, kills = 0; ; request += 1) {
    for (const phase of ["before", "after"] as const) {
      const world = await startWorld({ ...options, seed: `kill ${request} ${phase}` });
      try {
        const { stack, run, again = run, verify } = await set(world);
        const wasKilled = world.arm(stack, { request, phase });
        const outcome = await run().catch((thrown: unknown) => thrown);
        if (!wasKilled()) return kills;
        if (!(outcome instanceof Killed)) throw outcome;
        kills += 1;
        await again().catch(again);
        await verify();
      } catch (thrown) {
        throw told(thrown, `killed ${phase} request ${request}`);
      } finally {
        await world.stop();
      }
    }
  }
}

/** The same failure, with the case in front. */
function told(thrown: unknown, which: string): Error {
  const reason = thrown instanceof Error ? thrown : new Error(String(thrown));
  reason.message = `${which}: ${reason.message}`;
  return reason;
}

/**
 * Plays a scene once for each request of its command, with one fault there; answers how many of them there were. The
 * command may survive the fault or fail; after at most two more runs all must be well.
 */
export async function faultEverywhere(
  fault: Fault,
  set: (world: World) => Promise<Scene>,
  options: CloudOptions = {},
): Promise<number> {
  for (let request = 1; ; request += 1) {
    let seen: number | undefined;
    const world = await startWorld({
      ...options,
      seed: `fault ${request}`,
      faults: () => {
        if (seen === undefined) return undefined;
        seen += 1;
        return seen === request ? fault : undefined;
      },
    });
    try {
      const { run, again = run, verify } = await set(world);
      seen = 0;
      const failed = await run().then(
        () => false,
        () => true,
      );
      if (seen < request) return request - 1;
      if (failed) await again().catch(again);
      await verify();
    } catch (thrown) {
      throw told(thrown, `fault at request ${request}`);
    } finally {
      await world.stop();
    }
  }
}

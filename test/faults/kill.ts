/**
 * One case with real processes: the tutorial deployed up to a moment, processes killed there by SIGKILL, or requests
 * going wrong by a plan; then one more `up`, and the cloud compared with what an undisturbed stack leaves.
 * @module
 */
import { everything } from "../support/owner";
import type { FaultCase, KillCase } from "./cases";
import { Assassin, Saboteur, type Disturber } from "./disturbers";
import { comparable, openAt } from "./tutorial";

/** What one case came to. */
export interface Outcome {
  /** Kills, or faults. */
  readonly strikes: number;
  /** The next run's exit code and what it printed. */
  readonly next: { code: number | null; text: string };
  readonly left: Record<string, unknown>;
  /** The run after that: it must have nothing to do. */
  readonly quiet: boolean;
}

/** Plays one case. */
export async function play(each: KillCase | FaultCase): Promise<Outcome> {
  const { deployment } = each;
  const disturber: Disturber = "victim" in each ? new Assassin(each) : new Saboteur(each);
  const stack = await openAt(deployment.from, disturber.hooks);
  const operation = deployment.to === 0 ? "destroy" : "up";
  try {
    await stack.succeed(["config", "set", "step", String(deployment.to || 7)]);
    const running = stack.start([operation]);
    disturber.arm(running.child.pid ?? 0);
    await running.finished;
    disturber.disarm();
    const next = await stack.run([operation]);
    const left = comparable(await everything(stack.cloud));
    const last = await stack.run(operation === "up" ? ["up", "--expect-no-changes"] : ["destroy"]);
    return {
      strikes: disturber.strikes,
      next: { code: next.code, text: next.stdout + next.stderr },
      left,
      quiet: last.code === 0,
    };
  } finally {
    await stack.close();
  }
}

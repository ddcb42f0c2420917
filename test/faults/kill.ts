/**
 * One case with real processes: the tutorial deployed up to a moment, processes killed there by SIGKILL, or requests
 * going wrong by a plan; then one more `up`, and the cloud compared with what an undisturbed stack leaves.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault, FaultPlan, RequestRecord } from "../../emulator";
import { FaultPlanner } from "../../emulator/faults/plan";
import { TestDeployment } from "../support/deployment";
import { asOwner, everything, type Everything } from "../support/owner";
import { killAtOnce, providerOf } from "../support/processes";

/** Who is killed. */
export const VICTIMS = ["engine", "provider", "both"] as const;

/** `before`: the request never reached the service. `after`: the service did it, and nobody heard. */
export const MOMENTS = ["before", "after"] as const;

/** Deployments of the tutorial in which a kill may strike: from which step to which, or the destroy. */
export const DEPLOYMENTS = [
  { name: "the first deployment", from: 0, to: 4 },
  { name: "the edit of the preferred Project and the rules", from: 4, to: 7 },
  { name: "the destroy", from: 7, to: 0 },
] as const;

/** One kill. */
export interface KillCase {
  readonly deployment: (typeof DEPLOYMENTS)[number];
  /** Which request of the deployment, from 1. */
  readonly request: number;
  readonly moment: (typeof MOMENTS)[number];
  readonly victim: (typeof VICTIMS)[number];
}

/** Requests that go wrong by a plan. */
export interface FaultCase {
  readonly deployment: (typeof DEPLOYMENTS)[number];
  /** Decides the plan. */
  readonly seed: number;
}

/** What a plan of these cases makes go wrong, one of them a plan. */
const FAULTS = [
  "drop-before",
  "drop-after",
  "truncated",
  "rate-limited",
  { kind: "rate-limited", retryAfterSeconds: 1 },
  "server-error",
  { kind: "stale", upToSeconds: 2, monotonic: true },
] as const;

/** The plan of a case: one kind of fault, at every third request or so, four times at most. */
export function planOf({ seed }: FaultCase): FaultPlan {
  const fault = FAULTS[seed % FAULTS.length] ?? "drop-after";
  return { seed: String(seed), rules: [{ probability: 0.3, times: 4, fault }] };
}

const PROGRAM =
  readFileSync(join(__dirname, "../../examples/preferred-project/index.ts"), "utf8") +
  `
// A bucket of the stack's own, so that all six kinds but Group are struck; and a group.
new scaleway.Bucket("bucket", { name: "killed-bucket", tags: { made: "by-the-stack" }, versioning: true });
new scaleway.Group("group", { name: "killed-group", applicationIds: [application.id] });
`;

async function deploy(stack: TestDeployment, step: number): Promise<void> {
  await stack.succeed(["config", "set", "step", String(step)]);
  await stack.succeed(["up"]);
}

/** Opens the tutorial's stack beside another team's objects, deployed to a step. */
async function openAt(step: number, cloudHooks: Hooks): Promise<TestDeployment> {
  const stack = await TestDeployment.open({
    program: PROGRAM,
    project: "preferred-project",
    cloud: { seed: "kill", ...cloudHooks },
  });
  try {
    const organization_id = stack.cloud.description.scaleway.organizationId;
    for (const name of ["somebody-else", "my-test-app-of-another-team"])
      await asOwner(stack.cloud, "POST", "/iam/v1alpha1/applications", { name, organization_id });
    if (step > 0) await deploy(stack, step);
    return stack;
  } catch (error) {
    await stack.close();
    throw error;
  }
}

interface Hooks {
  onRequest?: (request: RequestRecord, phase: "before" | "after") => void;
  faults?: (request: RequestRecord) => Fault | undefined;
}

/** Who disturbs a running command. */
interface Disturber {
  readonly hooks: Hooks;
  /** From now on, until it is disarmed. */
  arm(engineId: number): void;
  disarm(): void;
  /** How often it struck. */
  readonly strikes: number;
}

/** How many requests the deployment makes when nobody kills it. */
export async function requestsOf(deployment: KillCase["deployment"]): Promise<number> {
  const stack = await openAt(deployment.from, {});
  try {
    await stack.succeed(["config", "set", "step", String(deployment.to || 7)]);
    stack.cloud.resetCounts();
    await stack.succeed([deployment.to === 0 ? "destroy" : "up"]);
    return Object.values(stack.cloud.counts()).reduce((sum, count) => sum + count, 0);
  } finally {
    await stack.close();
  }
}

/** What is there, by name and shape: ids, dates and secrets differ from run to run. */
function comparable(all: Everything): Record<string, unknown> {
  const names = (objects: Record<string, unknown>[]): unknown[] =>
    objects.map((each) => each["name"]).sort();
  return {
    applications: names(all.applications),
    groups: all.groups.map((group) => [
      group["name"],
      (group["application_ids"] as string[]).length,
    ]),
    policies: all.policies.map((policy) => [policy["name"], policy["nb_rules"]]),
    projects: names(all.projects),
    keys: all.apiKeys.filter((key) => key["application_id"] !== undefined).length,
    buckets: all.buckets,
  };
}

const undisturbedOnes = new Map<number, Promise<Record<string, unknown>>>();

/** What a stack leaves that was never killed. */
export function undisturbed(step: number): Promise<Record<string, unknown>> {
  const known = undisturbedOnes.get(step) ?? leftUndisturbed(step);
  undisturbedOnes.set(step, known);
  return known;
}

async function leftUndisturbed(step: number): Promise<Record<string, unknown>> {
  const stack = await openAt(step, {});
  try {
    return comparable(await everything(stack.cloud));
  } finally {
    await stack.close();
  }
}

/** Kills once, at the case's request; counts from when it is armed. */
class Assassin implements Disturber {
  private armed: number | undefined;
  private seen = 0;
  private struck: number | undefined;

  constructor(private readonly kill: KillCase) {}

  arm(engineId: number): void {
    this.armed = engineId;
    this.seen = 0;
  }

  /** Whoever is started later is not killed: this kills once. */
  disarm(): void {
    this.armed = undefined;
  }

  readonly hooks: Hooks = {
    onRequest: (request, phase) => {
      if (this.armed === undefined) return;
      if (phase === "before") this.seen += 1;
      if (this.seen !== this.kill.request || phase !== this.kill.moment) return;
      if (this.struck !== undefined) return;
      this.struck = request.number;
      this.strike(this.armed);
    },
    faults: (request) =>
      this.kill.moment === "before" && request.number === this.struck ? "drop-before" : undefined,
  };

  private strike(engineId: number): void {
    const provider = providerOf(engineId);
    if (this.kill.victim !== "provider") killAtOnce(engineId);
    if (this.kill.victim !== "engine" && provider) killAtOnce(provider.id);
  }

  get strikes(): number {
    return this.struck === undefined ? 0 : 1;
  }
}

/** Makes requests go wrong, by the case's plan, while it is armed. */
class Saboteur implements Disturber {
  private planner: FaultPlanner | undefined;
  strikes = 0;

  constructor(private readonly plan: FaultPlan) {}

  arm(): void {
    this.planner = new FaultPlanner(this.plan);
  }

  disarm(): void {
    this.planner = undefined;
  }

  readonly hooks: Hooks = {
    faults: (request) => {
      const fault = this.planner?.decide(request, new Date());
      if (fault !== undefined) this.strikes += 1;
      return fault;
    },
  };
}

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
  const disturber: Disturber = "victim" in each ? new Assassin(each) : new Saboteur(planOf(each));
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

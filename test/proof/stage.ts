/**
 * A cloud on which cases are played one after the other, each with a stack of its own, and what it saw of them.
 * @module
 */
import type { CloudOptions, Fault, FaultPlan, RequestRecord } from "../../emulator";
import { FaultPlanner } from "../../emulator/faults/plan";
import { asOwner } from "../support/owner";
import { simulatedClock } from "../support/simulated-clock";
import { SimulatedStack } from "../support/stack";
import { startWorld, type World } from "../support/world";
import { STALENESS_SECONDS, type Disturbance } from "./disturbance";
import type { Figures } from "./figures";

/** Rights spread for so long, where they do. */
export const SPREADING_SECONDS = 120;
/** Clients sign with the machine's time, and may be a quarter of an hour off. */
const LONGEST_DRIFT_MILLISECONDS = 5 * 60 * 1000;

/** A key that a stack may act with. */
export type Credentials = Readonly<Record<"SCW_ACCESS_KEY" | "SCW_SECRET_KEY", string>>;

/** One cloud, with one clock for it and for all stacks. */
export class Stage {
  readonly clock = simulatedClock(new Date().toISOString());
  private readonly begin = this.clock.now().getTime();
  private planner: FaultPlanner | undefined;
  private readonly notBefore = new Map<string, number>();
  private constructed: World | undefined;

  private constructor(private readonly figures: Figures) {}

  /** Starts the cloud. */
  static async open(figures: Figures, options: CloudOptions = {}): Promise<Stage> {
    const stage = new Stage(figures);
    stage.constructed = await startWorld({
      seed: "proof",
      clock: stage.clock,
      propagation: { flickerSeconds: SPREADING_SECONDS, iam: true },
      ...options,
      faults: (request) => stage.faultOf(request),
    });
    return stage;
  }

  get world(): World {
    if (!this.constructed) throw new Error("the stage is not open");
    return this.constructed;
  }

  /** True when another case may be played here. */
  get isFresh(): boolean {
    return this.clock.now().getTime() - this.begin < LONGEST_DRIFT_MILLISECONDS;
  }

  /**
   * A stack that nobody else has the marks of.
   * @param env - read at each command
   */
  stack(project: string, env: Readonly<Record<string, string>>): SimulatedStack {
    return new SimulatedStack({ cloud: this.world.cloud, clock: this.clock, project, env });
  }

  /** Disturbs what that stack does from here on. */
  disturb(stack: SimulatedStack, { kill, plan }: Disturbance, run: number): void {
    const isFirst = run === 0;
    this.plan({ ...plan, seed: `${plan.seed ?? ""}/${run}` });
    if (kill && isFirst) this.world.arm(stack, kill);
  }

  /** Nothing goes wrong from here on, and what was read a while ago is known everywhere. */
  calm(): void {
    this.planner = undefined;
    this.notBefore.clear();
    this.world.disarm();
    this.clock.advance((STALENESS_SECONDS + 1) * 1000);
  }

  /** Somebody else's work in the middle of a command: nothing goes wrong with it, and then it is known everywhere. */
  async meanwhile(work: () => Promise<void>): Promise<void> {
    const { planner } = this;
    this.planner = undefined;
    await this.world.meanwhile(work);
    this.planner = planner;
    this.clock.advance((STALENESS_SECONDS + 1) * 1000);
  }

  /** Rights of a new application with all that the kinds need; they spread from now on. */
  async deployer(name: string): Promise<Credentials> {
    const { cloud } = this.world;
    const iam = "/iam/v1alpha1";
    const organization_id = cloud.description.scaleway.organizationId;
    const { id } = await asOwner(cloud, "POST", `${iam}/applications`, { name, organization_id });
    const rule = (...permission_set_names: string[]): object => ({
      permission_set_names,
      organization_id,
    });
    const rules = [rule("OrganizationManager", "ProjectManager"), rule("AllProductsFullAccess")];
    const policy = { name, organization_id, application_id: id, rules };
    await asOwner(cloud, "POST", `${iam}/policies`, policy);
    const key = await asOwner(cloud, "POST", `${iam}/api-keys`, { application_id: id });
    return {
      SCW_ACCESS_KEY: String(key["access_key"]),
      SCW_SECRET_KEY: String(key["secret_key"]),
    };
  }

  private plan(plan: FaultPlan): void {
    this.notBefore.clear();
    this.planner = new FaultPlanner(plan);
  }

  /** Decides what goes wrong, and sees whether anybody comes back too soon. */
  private faultOf(request: RequestRecord): Fault | undefined {
    this.figures.requests += 1;
    if (!this.planner) return undefined;
    const now = this.clock.now();
    const call = `${request.method} ${request.path}`;
    if (now.getTime() < (this.notBefore.get(call) ?? 0)) this.figures.tooSoon += 1;
    const fault = this.planner.decide(request, now);
    if (fault === undefined) return undefined;
    const kind = typeof fault === "object" && "kind" in fault ? fault.kind : undefined;
    if (kind === "stale") this.figures.staleReads += 1;
    else this.figures.faults += 1;
    if (typeof fault === "object" && "retryAfterSeconds" in fault) {
      this.notBefore.set(call, now.getTime() + fault.retryAfterSeconds * 1000);
    }
    return fault;
  }
}

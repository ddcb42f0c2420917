/**
 * The tutorial's stack at a step, beside another team's objects; and what there is in its cloud.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CopiableStore } from "../support/copiable-store";
import { TestDeployment } from "../support/deployment";
import { asOwner, everything, type Everything } from "../support/owner";
import type { KillCase } from "./cases";
import type { Hooks } from "./disturbers";

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

/** A stack that was deployed to a step and left alone: every case goes on from a copy. */
interface Base {
  readonly stack: TestDeployment;
  readonly store: CopiableStore;
  /** What is there. */
  readonly left: Record<string, unknown>;
}

const bases = new Map<number, Promise<Base>>();

function baseAt(step: number): Promise<Base> {
  const base = bases.get(step) ?? makeBase(step);
  bases.set(step, base);
  return base;
}

async function makeBase(step: number): Promise<Base> {
  const store = new CopiableStore();
  const stack = await TestDeployment.open({
    program: PROGRAM,
    isTranspiled: true,
    project: "preferred-project",
    cloud: { seed: "kill", store },
  });
  const organization_id = stack.cloud.description.scaleway.organizationId;
  for (const name of ["somebody-else", "my-test-app-of-another-team"])
    await asOwner(stack.cloud, "POST", "/iam/v1alpha1/applications", { name, organization_id });
  if (step > 0) await deploy(stack, step);
  return { stack, store, left: comparable(await everything(stack.cloud)) };
}

/** Ends what the copies were made of. */
export async function closeBases(): Promise<void> {
  for (const base of bases.values()) await (await base).stack.close();
  bases.clear();
}

/** Opens the tutorial's stack, deployed to a step. */
export async function openAt(step: number, cloudHooks: Hooks): Promise<TestDeployment> {
  const { stack, store } = await baseAt(step);
  return stack.copy({ seed: "kill", store: store.copy(), ...cloudHooks });
}

/** What a stack leaves that was never killed. */
export async function undisturbed(step: number): Promise<Record<string, unknown>> {
  return (await baseAt(step)).left;
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
export function comparable(all: Everything): Record<string, unknown> {
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

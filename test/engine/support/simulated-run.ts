/**
 * An operation without processes: registrations are made by the test, the provider is an object.
 * @module
 */
import type { EngineEvent } from "../../../engine/deploy/events";
import type { Goal } from "../../../engine/deploy/goals";
import { registerComponent, registerCustom } from "../../../engine/deploy/register";
import { Reporter } from "../../../engine/deploy/reporter";
import type { ResourceProvider } from "../../../engine/deploy/resource-provider";
import { DeploymentRun, type RunSettings } from "../../../engine/deploy/run";
import type { PolicyPack } from "../../../engine/policies/policy-pack";
import type { ResourceState } from "../../../engine/state/types";
import { deploymentOf, MemorySession } from "./memory-session";

export const TYPE = "pulumi-nodejs:dynamic/test:Thing";

/** A provider that agrees to everything, and may be told otherwise. */
export function agreeableProvider(changes: Partial<ResourceProvider> = {}): ResourceProvider {
  return {
    check: (_urn, _olds, news) => Promise.resolve({ inputs: news, failures: [] }),
    diff: () => Promise.resolve({ changes: "unknown", replaces: [], deleteBeforeReplace: false }),
    create: (urn, inputs) => Promise.resolve({ id: `id of ${urn}`, outputs: inputs }),
    update: (_old, news) => Promise.resolve(news),
    read: (_urn, id, state) => Promise.resolve({ id, outputs: state }),
    delete: () => Promise.resolve(),
    close: () => Promise.resolve(),
    ...changes,
  };
}

/** A run, with all that it told and recorded. */
export interface SimulatedRun {
  run: DeploymentRun;
  session: MemorySession;
  events: EngineEvent[];
}

/** Begins an operation on the given resources. */
export function simulateRun(
  provider: ResourceProvider,
  resources: ResourceState[] = [],
  settings: Partial<RunSettings> = {},
  packs: PolicyPack[] = [],
): SimulatedRun {
  const events: EngineEvent[] = [];
  const session = new MemorySession(deploymentOf(resources));
  const run = new DeploymentRun(
    {
      project: "test",
      stack: "dev",
      config: {},
      secretConfigKeys: [],
      directory: __dirname,
      dryRun: false,
      parallel: 16,
      continueOnError: false,
      now: () => new Date(0),
      ...settings,
    },
    new Reporter((event) => events.push(event)),
    session,
    () => Promise.resolve(provider),
    packs.length === 0 ? undefined : () => Promise.resolve(packs),
  );
  return { run, session, events };
}

/** The URN of a resource of a simulated run. */
export function urnOf(name: string, type = TYPE): string {
  return `urn:pulumi:dev::test::${type}::${name}`;
}

/** Registers a resource as a program would. */
export async function declare(
  run: DeploymentRun,
  name: string,
  goal: Partial<Goal> = {},
): Promise<ResourceState | undefined> {
  const full: Goal = {
    type: TYPE,
    name,
    custom: true,
    parent: "",
    inputs: { name },
    protect: false,
    retainOnDelete: false,
    deletedWith: "",
    dependencies: [],
    propertyDependencies: {},
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: [],
    customTimeouts: {},
    aliases: [],
    plugin: { version: "", downloadUrl: "" },
    ...goal,
  };
  const urn = run.urnOf(full.parent, full.type, name);
  run.registered.add(urn);
  return (full.custom ? registerCustom : registerComponent)(run, full, urn);
}

/** A resource as the state has it. */
export function existing(name: string, more: Partial<ResourceState> = {}): ResourceState {
  return {
    urn: urnOf(name),
    custom: true,
    id: `id of ${name}`,
    type: TYPE,
    inputs: { name },
    outputs: { name },
    ...more,
  };
}

/**
 * Resources that a program only looks at, by id.
 * @module
 */
import type { PropertyMap, ResourceState } from "../state/types";
import { filled, type PluginWish } from "./goals";
import type { DeploymentRun } from "./run";
import { replaceStep, runStep, timesOf, withProtectedOutputs } from "./steps";
import { UNKNOWN } from "./values";

/** What a program asks for when it reads a resource. */
export interface ReadGoal {
  type: string;
  name: string;
  id: string;
  parent: string;
  inputs: PropertyMap;
  dependencies: string[];
  additionalSecretOutputs: string[];
  plugin: PluginWish;
}

/**
 * Reads a resource, which the state then has as external: nobody deletes it. Something managed under that name goes at
 * the end, unless it is the very thing that is read.
 */
export async function readResource(
  run: DeploymentRun,
  goal: ReadGoal,
  urn: string,
): Promise<ResourceState> {
  const provider = await run.provider();
  const reference = await run.defaultProvider(goal.plugin);
  const old = run.olds.get(urn);
  const state = externalState(goal, urn, reference, old);
  const isReplacement = old !== undefined && !old.external && old.id !== goal.id;
  const step = { op: isReplacement ? "read-replacement" : "read", old } as const;
  const found = await run.limiter.run(() =>
    runStep(run, { ...step, urn, type: goal.type, new: state }, async () => {
      if (goal.id === UNKNOWN) return state;
      const operation = await run.begin({ resource: state, type: "reading" });
      try {
        const { outputs } = await provider.read(urn, goal.id, goal.inputs, goal.inputs);
        const read = withProtectedOutputs({ ...state, ...filled("outputs", outputs) });
        const supersedes = old && !isReplacement ? { supersedes: old } : {};
        await run.commit({ settles: operation, put: read, ...supersedes });
        return read;
      } catch (error) {
        await run.commit({ settles: operation });
        throw error;
      }
    }),
  );
  if (found === undefined) throw new Error(`Reading ${urn} left no resource.`);
  run.news.set(urn, { state: found, op: step.op, old });
  if (isReplacement) {
    run.replaced.add(urn);
    run.replacedOlds.add(old);
    await replaceStep(run, { op: "replace", old }, found);
  }
  return found;
}

function externalState(
  goal: ReadGoal,
  urn: string,
  provider: string,
  old: ResourceState | undefined,
): ResourceState {
  return {
    urn,
    custom: true,
    ...(goal.id !== UNKNOWN && { id: goal.id }),
    type: goal.type,
    ...filled("inputs", goal.inputs),
    ...(goal.parent !== "" && { parent: goal.parent }),
    external: true,
    ...filled("dependencies", goal.dependencies),
    provider,
    ...filled("additionalSecretOutputs", goal.additionalSecretOutputs),
    ...(old ? timesOf(old) : {}),
  };
}

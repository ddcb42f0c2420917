/**
 * Registration of a resource: finds out what has to happen, and lets it happen.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import type { PropertyMap, ResourceState } from "../state/types";
import { findOld } from "./aliases";
import { CheckFailure, checkInputs } from "./check";
import { compareResource, type Difference } from "./difference";
import { stateOf, type Goal } from "./goals";
import { resetPaths } from "./paths";
import { enforcePolicies, inspect } from "./policies";
import type { ResourceProvider } from "./resource-provider";
import { replaceResource } from "./replacements";
import type { DeploymentRun } from "./run";
import { componentStep, replaceStep, sameStep } from "./steps";
import { createStep, updateStep } from "./world-steps";

/** A custom resource on its way from what the program wants to what is to be done. */
export interface Registration {
  goal: Goal;
  provider: ResourceProvider;
  /** The resource as it is to be, checked inputs in it. */
  state: ResourceState;
}

/** Registers a component: it has no provider, and its inputs are for the state only. */
export async function registerComponent(
  run: DeploymentRun,
  goal: Goal,
  urn: string,
): Promise<ResourceState> {
  const old = await findOld(run, goal, urn);
  const inputs = old ? resetPaths(goal.inputs, old.inputs ?? {}, goal.ignoreChanges) : goal.inputs;
  const state = await enforcePolicies(run, stateOf(goal, urn, inputs), goal);
  if (old === undefined) return componentStep(run, "create", state, undefined);
  return isDeepStrictEqual(old.inputs ?? {}, state.inputs ?? {})
    ? sameStep(run, state, old)
    : componentStep(run, "update", state, old);
}

/** Registers a dynamic resource. Answers undefined when it is left alone because something that it needs failed. */
export async function registerCustom(
  run: DeploymentRun,
  goal: Goal,
  urn: string,
): Promise<ResourceState | undefined> {
  const provider = await run.provider();
  const reference = await run.defaultProvider(goal.plugin);
  const old = await findOld(run, goal, urn);
  const isRecreated = run.deletedFirst.has(urn) || old?.pendingReplacement === true;
  const isNew = old === undefined || isRecreated || old.external === true;
  const wanted = old ? resetPaths(goal.inputs, old.inputs ?? {}, goal.ignoreChanges) : goal.inputs;
  const known = isNew ? {} : (old.inputs ?? {});
  const inputs = await checkInputs(run, provider, urn, known, wanted).catch(
    async (error: unknown) => {
      // What policies have to say of it is told as well, so that all can be put right at once.
      if (error instanceof CheckFailure) {
        await inspect(run, stateOf(goal, urn, error.inputs, reference), goal).catch(
          () => undefined,
        );
      }
      throw error;
    },
  );
  const state = await enforcePolicies(run, stateOf(goal, urn, inputs, reference), goal);
  const registration = { goal, provider, state };
  if (!isNew) return convert(run, registration, old);
  if (isBlocked(run, goal)) return undefined;
  return make(run, registration, old, isRecreated);
}

/** Makes what is not there: new, deleted ahead of its replacement, or so far only read. */
async function make(
  run: DeploymentRun,
  { provider, state }: Registration,
  old: ResourceState | undefined,
  isRecreated: boolean,
): Promise<ResourceState> {
  if (old === undefined) return createStep(run, provider, { op: "create" }, state);
  run.replaced.add(state.urn);
  const op = "create-replacement";
  if (isRecreated) {
    const keys = run.deletedFirst.get(state.urn);
    await replaceStep(run, { op: "replace", old }, state);
    return createStep(run, provider, { op, old, keys }, state, old);
  }
  const made = await createStep(run, provider, { op, old }, state);
  run.replacedOlds.add(old);
  await replaceStep(run, { op: "replace", old }, made);
  return made;
}

/** Turns the resource that is there into the one that is wanted. */
async function convert(
  run: DeploymentRun,
  registration: Registration,
  old: ResourceState,
): Promise<ResourceState | undefined> {
  const { goal, provider, state } = registration;
  const difference = await compare(run, registration, old);
  if (isBlocked(run, goal)) return undefined;
  if (difference.isChanged && difference.isReplacement) {
    return replaceResource(run, registration, old, difference);
  }
  const isUnready = (old.initErrors ?? []).length > 0;
  if (!difference.isChanged && !isUnready) return sameStep(run, state, old);
  const { diffs, detailedDiff } = difference;
  return updateStep(run, provider, { op: "update", old, diffs, detailedDiff }, state);
}

async function compare(
  run: DeploymentRun,
  { goal, provider, state }: Registration,
  old: ResourceState,
): Promise<Difference> {
  run.throwIfStopped();
  if (run.replaced.has(goal.deletedWith)) {
    return {
      isChanged: true,
      isReplacement: true,
      deleteBeforeReplace: false,
      keys: ["deletedWith"],
    };
  }
  try {
    return await compareResource(provider, old, state.inputs ?? {}, goal.replaceOnChanges);
  } catch (error) {
    throw run.failure(error, state.urn);
  }
}

/** Whether something that the resource needs has failed, or was left alone for that reason. */
function isBlocked(run: DeploymentRun, goal: Goal): boolean {
  const needed = [goal.parent, goal.deletedWith, ...goal.dependencies];
  return (
    needed.some((urn) => run.unfinished.has(urn)) ||
    Object.values(goal.propertyDependencies).some((urns) =>
      urns.some((urn) => run.unfinished.has(urn)),
    )
  );
}

/** What a program gets to see of a resource. */
export function visibleOutputs(state: ResourceState): PropertyMap {
  // A component's old outputs may refer to resources that this program has not registered yet.
  return state.custom ? (state.outputs ?? {}) : {};
}

/**
 * The steps that change the world: recorded before they begin, and again when they are over, however they end.
 * @module
 */
import type { PendingOperation, PropertyMap, ResourceState } from "../state/types";
import { filled, without } from "./goals";
import { PartialFailure } from "./provider-errors";
import type { ResourceProvider } from "./resource-provider";
import type { DeploymentRun } from "./run";
import { runStep, timesOf, withProtectedOutputs, type StepDescription } from "./steps";

/** Makes a resource; `supersedes` is the entry of the state whose place it takes. */
export async function createStep(
  run: DeploymentRun,
  provider: ResourceProvider,
  description: StepDescription,
  state: ResourceState,
  supersedes?: ResourceState,
): Promise<ResourceState> {
  const inputs = state.inputs ?? {};
  const work = async (operation: PendingOperation): Promise<ResourceState> => {
    const record = async (
      id: string,
      outputs: PropertyMap,
      initErrors: string[],
    ): Promise<ResourceState> => {
      const now = run.now();
      const made = withProtectedOutputs({
        ...state,
        id,
        ...filled("outputs", outputs),
        ...filled("initErrors", initErrors),
        created: now,
        modified: now,
      });
      await run.commit({ settles: operation, put: made, ...(supersedes && { supersedes }) });
      return made;
    };
    const { id, outputs } = await ask(
      () => provider.create(state.urn, inputs),
      (failure) => record(failure.id, failure.properties, failure.reasons),
      () => run.commit({ settles: operation }),
    );
    return record(id, outputs, []);
  };
  const expected = { ...state, ...filled("outputs", inputs) };
  return worldStep(run, { description, state, expected, type: "creating" }, work);
}

/** Changes a resource in place. What is changed in part keeps its old inputs, so that the next run tries again. */
export async function updateStep(
  run: DeploymentRun,
  provider: ResourceProvider,
  description: StepDescription & { old: ResourceState },
  state: ResourceState,
): Promise<ResourceState> {
  const { old } = description;
  const inputs = state.inputs ?? {};
  const base: ResourceState = {
    ...state,
    ...(old.id !== undefined && { id: old.id }),
    ...timesOf(old),
    modified: run.now(),
  };
  const work = async (operation: PendingOperation): Promise<ResourceState> => {
    const record = async (made: ResourceState): Promise<ResourceState> => {
      const safe = withProtectedOutputs(made);
      await run.commit({ settles: operation, put: safe, supersedes: old });
      return safe;
    };
    const recordPart = ({ properties, reasons }: PartialFailure): Promise<ResourceState> =>
      record({
        ...without(base, "inputs"),
        ...filled("inputs", old.inputs ?? {}),
        ...filled("outputs", properties),
        initErrors: reasons,
      });
    const outputs = await ask(
      () => provider.update(old, inputs),
      recordPart,
      () => run.commit({ settles: operation }),
    );
    return record({ ...base, ...filled("outputs", outputs) });
  };
  const expected = { ...base, ...filled("outputs", inputs) };
  return worldStep(run, { description, state: base, expected, type: "updating" }, work);
}

/** Asks the provider; how it failed is recorded before the failure goes on. */
async function ask<Answer>(
  call: () => Promise<Answer>,
  recordPart: (failure: PartialFailure) => Promise<unknown>,
  recordNothing: () => Promise<void>,
): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    await (error instanceof PartialFailure ? recordPart(error) : recordNothing());
    throw error;
  }
}

/** Runs a step as soon as there is room for it; a preview answers what is expected. */
async function worldStep(
  run: DeploymentRun,
  {
    description,
    state,
    expected,
    type,
  }: {
    description: StepDescription;
    state: ResourceState;
    /** The resource as a preview shows it. */
    expected: ResourceState;
    type: PendingOperation["type"];
  },
  work: (operation: PendingOperation) => Promise<ResourceState>,
): Promise<ResourceState> {
  const step = { ...description, urn: state.urn, type: state.type, new: state };
  const made = await run.limiter.run(() =>
    runStep(run, step, async () =>
      run.settings.dryRun
        ? withProtectedOutputs(expected)
        : work(await run.begin({ resource: state, type })),
    ),
  );
  if (made === undefined) throw new Error(`The step on ${state.urn} left no resource.`);
  run.news.set(state.urn, { state: made, op: description.op, old: description.old });
  return made;
}

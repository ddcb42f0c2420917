/**
 * What every step does - tells that it begins, works, is recorded, tells how it ended - and the steps within the state.
 * @module
 */
import type { ResourceState } from "../state/types";
import type { Step, StepOp } from "./events";
import { filled } from "./goals";
import { ReportedError } from "./reporter";
import type { DeploymentRun } from "./run";
import { markSecrets, secret } from "./values";

/** What a step does, without the resource after it. */
export type StepDescription = Omit<Step, "urn" | "type" | "new">;

/**
 * Runs a step: `work` answers the resource as it is afterwards. Throws a ReportedError when it fails, and the answer
 * for the program when nothing is to be started any more.
 */
export async function runStep(
  run: DeploymentRun,
  step: Step,
  work: () => Promise<ResourceState | undefined>,
): Promise<ResourceState | undefined> {
  run.throwIfStopped();
  run.reporter.step("begin", step);
  try {
    const made = await work();
    const done = { ...step, new: made };
    run.reporter.count(done);
    // A component has no outputs before it registers them; a preview shows what is expected of it.
    const custom = (made ?? step.old)?.custom ?? false;
    if (run.settings.dryRun || custom || made === undefined) run.reporter.step("end", done);
    return made;
  } catch (error) {
    if (error instanceof ReportedError) throw error;
    throw run.reporter.stepFailure(step, messageOf(error));
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Registers a resource that the world needs no change for. */
export async function sameStep(
  run: DeploymentRun,
  state: ResourceState,
  old: ResourceState,
): Promise<ResourceState> {
  const kept = withProtectedOutputs({
    ...state,
    ...(old.id !== undefined && { id: old.id }),
    ...filled("outputs", old.outputs ?? {}),
    ...timesOf(old),
  });
  return settleState(run, { op: "same", old }, kept, { supersedes: old });
}

/** Registers a component, which exists in the state only. */
export async function componentStep(
  run: DeploymentRun,
  op: StepOp,
  state: ResourceState,
  old: ResourceState | undefined,
): Promise<ResourceState> {
  const now = run.now();
  const made = {
    ...state,
    ...filled("outputs", old?.outputs ?? {}),
    created: old?.created ?? now,
    modified: now,
  };
  return settleState(run, { op, old }, made, old ? { supersedes: old } : {});
}

/** Tells and records a step that is done as soon as it is recorded. */
async function settleState(
  run: DeploymentRun,
  description: StepDescription,
  state: ResourceState,
  change: { supersedes?: ResourceState },
): Promise<ResourceState> {
  const step = { ...description, urn: state.urn, type: state.type, new: state };
  await runStep(run, step, async () => {
    await run.commit({ put: state, ...change }, description.op !== "same");
    return state;
  });
  run.news.set(state.urn, { state, op: description.op, old: description.old });
  return state;
}

/** Tells that a resource is replaced: the sum of its creation and its deletion. */
export async function replaceStep(
  run: DeploymentRun,
  description: StepDescription,
  state: ResourceState,
): Promise<void> {
  const step = { ...description, urn: state.urn, type: state.type, new: state };
  await runStep(run, step, () => Promise.resolve(state));
}

/** The times of a resource that goes on. */
export function timesOf(old: ResourceState): Pick<ResourceState, "created" | "modified"> {
  return {
    ...(old.created !== undefined && { created: old.created }),
    ...(old.modified !== undefined && { modified: old.modified }),
  };
}

/** Marks as secret the outputs that the program names, and those that are secret among the inputs. */
export function withProtectedOutputs(state: ResourceState): ResourceState {
  if (state.outputs === undefined) return state;
  const outputs = markSecrets(state.outputs, state.inputs ?? {});
  for (const key of state.additionalSecretOutputs ?? []) {
    const value = outputs[key];
    if (value !== undefined) outputs[key] = secret(value);
  }
  return { ...state, outputs };
}

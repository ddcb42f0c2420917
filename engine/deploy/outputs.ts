/**
 * Outputs that components and the stack register for themselves.
 * @module
 */
import type { PropertyMap } from "../state/types";
import { filled, without } from "./goals";
import type { DeploymentRun } from "./run";
import { STACK_TYPE } from "./urn";

/** Registers the outputs of a component. The stack's wait for the end, because they depend on how it comes out. */
export async function registerOutputs(
  run: DeploymentRun,
  urn: string,
  outputs: PropertyMap,
): Promise<void> {
  const registered = run.news.get(urn);
  if (registered === undefined || registered.state.custom) {
    throw run.reporter.failure(
      "Outputs were registered for a resource that is not a component of this program.",
      urn,
    );
  }
  if (registered.state.type === STACK_TYPE) run.stackOutputs = outputs;
  else await setOutputs(run, urn, outputs);
}

/** Gives the stack its outputs: those of a run that succeeded replace the old ones, others are added to them. */
export async function finishStack(run: DeploymentRun): Promise<void> {
  const { stackOutputs, stackUrn: urn } = run;
  const registered = run.news.get(urn);
  if (registered === undefined || stackOutputs === undefined) return;
  const before = registered.state.outputs ?? {};
  const outputs = run.reporter.hasFailed ? { ...before, ...stackOutputs } : stackOutputs;
  await setOutputs(run, urn, outputs);
}

async function setOutputs(run: DeploymentRun, urn: string, outputs: PropertyMap): Promise<void> {
  const registered = run.news.get(urn);
  if (registered === undefined) return;
  const { state: before, op, old } = registered;
  const state = { ...without(before, "outputs"), ...filled("outputs", outputs) };
  run.news.set(urn, { state, op, old });
  await run.commit({ put: state, supersedes: before }, op !== "same");
  run.reporter.step("end", { op, urn, type: state.type, old, new: state });
}

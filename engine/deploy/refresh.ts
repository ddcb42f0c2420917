/**
 * Brings the state in line with the world.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import type { ResourceState } from "../state/types";
import { compareResource } from "./difference";
import type { StepOp } from "./events";
import { filled, without } from "./goals";
import type { ReadResult } from "./resource-provider";
import { isProviderType } from "./resource-types";
import type { DeploymentRun } from "./run";
import { messageOf, withProtectedOutputs } from "./steps";

/** What became of an entry: what it is now, undefined when the thing is gone. */
interface Refreshed {
  op: StepOp;
  state: ResourceState | undefined;
}

/**
 * Reads every resource. What is gone leaves the state, and so do references to it. A read that fails fails the
 * operation, but not the other reads.
 * @param isOwnOperation whether steps are told and counted as what they came to, rather than as part of another operation
 */
export async function refreshAll(run: DeploymentRun, isOwnOperation: boolean): Promise<void> {
  const entries = run.olds.all();
  const states = await Promise.all(
    entries.map((entry) => run.limiter.run(() => refreshStep(run, entry, isOwnOperation))),
  );
  const present = new Set(states.filter((state) => state !== undefined).map(({ urn }) => urn));
  // In the order of the state, which they keep; losing some in a crash loses nothing but the look at them.
  for (const [position, entry] of entries.entries()) {
    const state = states[position];
    const kept = state && withoutReferences(state, (urn) => !present.has(urn));
    run.olds.replace(entry, kept);
    const isLast = position === entries.length - 1;
    await run.commit(kept ? { put: kept, supersedes: entry } : { drop: entry }, isLast);
  }
}

async function refreshStep(
  run: DeploymentRun,
  old: ResourceState,
  isOwnOperation: boolean,
): Promise<ResourceState | undefined> {
  if (run.isStopped) return old;
  const step = { op: "refresh", urn: old.urn, type: old.type, old } as const;
  run.reporter.step("begin", step);
  try {
    const { op, state } = await look(run, old);
    const done = { ...step, op: isOwnOperation ? op : step.op, new: state };
    if (isOwnOperation) run.reporter.count(done);
    run.reporter.step("end", done);
    return state;
  } catch (error) {
    run.reporter.step("failed", step);
    run.reporter.objection(messageOf(error), old.urn);
    return old;
  }
}

async function look(run: DeploymentRun, old: ResourceState): Promise<Refreshed> {
  // Components and providers are in the state only; what waits for its replacement is gone already.
  if (!old.custom || isProviderType(old.type) || old.pendingReplacement) {
    return { op: "same", state: old };
  }
  const provider = await run.provider();
  const found = await provider.read(old.urn, old.id ?? "", old.outputs ?? {}, old.inputs ?? {});
  if (found.id === "") return { op: "delete", state: undefined };
  const state = seen(run, old, found);
  if (old.external) {
    const isSame = isDeepStrictEqual(old.outputs, state.outputs);
    return { op: isSame ? "same" : "update", state };
  }
  const before = { ...old, ...filled("outputs", state.outputs ?? {}) };
  const { isChanged } = await compareResource(provider, before, old.inputs ?? {}, []);
  return { op: isChanged ? "update" : "same", state };
}

function seen(run: DeploymentRun, old: ResourceState, found: ReadResult): ResourceState {
  const state = withProtectedOutputs({
    ...without(old, "initErrors", "inputs", "outputs"),
    id: found.id,
    ...filled("inputs", found.inputs ?? old.inputs ?? {}),
    ...filled("outputs", found.outputs),
  });
  const isSame =
    isDeepStrictEqual(old.inputs, state.inputs) && isDeepStrictEqual(old.outputs, state.outputs);
  return isSame ? state : { ...state, modified: run.now() };
}

/** An entry without references to what is gone, and without properties that depend on nothing. */
function withoutReferences(state: ResourceState, isGone: (urn: string) => boolean): ResourceState {
  const present = (urns: string[] = []): string[] => urns.filter((urn) => !isGone(urn));
  const { dependencies, propertyDependencies, parent, deletedWith, ...rest } = state;
  const properties = Object.entries(propertyDependencies ?? {})
    .map(([key, urns]) => [key, present(urns)] as const)
    .filter(([, urns]) => urns.length > 0);
  return {
    ...rest,
    ...(parent !== undefined && !isGone(parent) && { parent }),
    ...filled("dependencies", present(dependencies)),
    ...filled("propertyDependencies", Object.fromEntries(properties)),
    ...(deletedWith !== undefined && !isGone(deletedWith) && { deletedWith }),
  };
}

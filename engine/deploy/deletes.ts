/**
 * The deletions at the end: what the program does not have any more, old halves of replacements, or everything.
 * @module
 */
import type { ResourceState } from "../state/types";
import { deleteStep } from "./delete-step";
import type { StepOp } from "./events";
import { dependenciesOf } from "./olds";
import { ReportedError } from "./reporter";
import { RpcError } from "./rpc";
import type { DeploymentRun } from "./run";

/** A resource to delete, within the graph of those. */
interface Deletion {
  old: ResourceState;
  op: StepOp;
  /** Those that it needs, which go after it. */
  needs: Deletion[];
  /** How many that need it are still there. */
  neededBy: number;
}

/** Deletes what the program did not register, and what was replaced: each after all that depend on it. */
export async function deleteUnwanted(run: DeploymentRun): Promise<void> {
  const deletions = planDeletions(run);
  for (const { old } of deletions) run.markDeleted(old.urn);
  await Promise.all(
    deletions.filter(({ neededBy }) => neededBy === 0).map((deletion) => carryOut(run, deletion)),
  );
}

/** The deletions with their order. The graph is made once, and an entry needs only what stands before it. */
function planDeletions(run: DeploymentRun): Deletion[] {
  const byUrn = new Map<string, Deletion[]>();
  const deletions: Deletion[] = [];
  for (const old of run.olds.all()) {
    const op = deletionOp(run, old);
    if (op === undefined) continue;
    const needs = [...dependenciesOf(old)].flatMap((urn) => byUrn.get(urn) ?? []);
    for (const needed of needs) needed.neededBy++;
    const deletion = { old, op, needs, neededBy: 0 };
    deletions.push(deletion);
    const same = byUrn.get(run.olds.formerName(old.urn));
    if (same) same.push(deletion);
    else byUrn.set(run.olds.formerName(old.urn), [deletion]);
  }
  // Latest first, as far as their order leaves it open.
  return deletions.reverse();
}

/** What is to happen to an old entry at the end; undefined: it stays. */
function deletionOp(run: DeploymentRun, old: ResourceState): StepOp | undefined {
  const isReplaced = run.replacedOlds.has(old) || old.delete === true;
  if (!isReplaced && run.registered.has(old.urn)) return undefined;
  if (old.pendingReplacement && !isReplaced) return "remove-pending-replace";
  if (old.external) return isReplaced ? "discard-replaced" : "discard";
  return isReplaced ? "delete-replaced" : "delete";
}

async function carryOut(run: DeploymentRun, { old, op, needs }: Deletion): Promise<void> {
  if (run.isStopped) return;
  try {
    await deleteStep(run, { op, old });
  } catch (error) {
    if (error instanceof ReportedError || error instanceof RpcError) return;
    throw error;
  }
  const free = needs.filter((needed) => --needed.neededBy === 0);
  await Promise.all(free.map((needed) => carryOut(run, needed)));
}

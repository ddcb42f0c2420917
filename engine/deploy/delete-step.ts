/**
 * The step that deletes a resource, or only forgets it.
 * @module
 */
import type { ResourceState } from "../state/types";
import type { Step, StepOp } from "./events";
import { ReportedError } from "./reporter";
import { isProviderType } from "./resource-types";
import type { DeploymentRun } from "./run";
import { runStep, type StepDescription } from "./steps";

/** The ops that touch nothing but the state. */
const STATE_ONLY: ReadonlySet<StepOp> = new Set([
  "discard",
  "discard-replaced",
  "remove-pending-replace",
]);

/**
 * Deletes a resource. `successor` stands in the state for what is deleted until it is replaced; without it the entry
 * is taken out.
 */
export async function deleteStep(
  run: DeploymentRun,
  description: StepDescription & { old: ResourceState },
  successor?: ResourceState,
): Promise<void> {
  const { old, op } = description;
  const step = { ...description, urn: old.urn, type: old.type };
  const change = successor ? { put: successor, supersedes: old } : { drop: old };
  await run.limiter.run(async () => {
    if (op === "delete" && old.protect) throw refuseProtected(run, step);
    await runStep(run, step, async () => {
      if (run.settings.dryRun) return undefined;
      if (!isCalledFor(run, old, op)) {
        await run.commit(change);
        return undefined;
      }
      const operation = await run.begin({ resource: old, type: "deleting" });
      try {
        await (await run.provider()).delete(old);
      } catch (error) {
        await run.commit({ settles: operation });
        throw error;
      }
      await run.commit({ settles: operation, ...change });
      return undefined;
    });
  });
}

/** Whether the provider has to do something. */
function isCalledFor(run: DeploymentRun, old: ResourceState, op: StepOp): boolean {
  if (!old.custom || old.external || old.retainOnDelete) return false;
  if (isProviderType(old.type) || STATE_ONLY.has(op)) return false;
  return old.deletedWith === undefined || !run.isDeleted(old.deletedWith);
}

/** A protected resource fails by itself: everything that it does not need goes all the same. */
function refuseProtected(run: DeploymentRun, step: Step): ReportedError {
  run.throwIfStopped();
  const message = protectedMessage(step.urn);
  run.reporter.step("begin", step);
  if (!run.settings.dryRun) run.reporter.step("failed", step);
  run.reporter.objection(run.settings.dryRun ? `Preview failed: ${message}` : message, step.urn);
  return new ReportedError(message);
}

function protectedMessage(urn: string): string {
  return (
    `resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the ` +
    "`protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:\n" +
    `\`pulumi state unprotect '${urn}'\``
  );
}

/**
 * Operations that an engine left open when it was stopped.
 * @module
 */
import type { DeploymentRun } from "./run";

/**
 * Says what was left open, and settles it where that is right: creations stay, because something may exist that the
 * state does not know; people look, and have `refresh` forget them.
 */
export async function settlePendingOperations(
  run: DeploymentRun,
  { kind, clearPendingCreates = false }: { kind: string; clearPendingCreates?: boolean },
): Promise<void> {
  const operations = run.pendingOperations;
  if (operations.length === 0 || run.settings.dryRun) return;
  if (kind !== "refresh") {
    run.reporter.diagnostic(
      "warning",
      `Attempting to deploy or update resources with ${operations.length} pending operations from previous deployment.\n` +
        operations
          .map(({ resource, type }) => `  * ${resource.urn}, interrupted while ${type}\n`)
          .join("") +
        "The engine was stopped while it waited for these, so whether they happened is not known. Creations are tried " +
        "again: look whether there are now two of a kind. `pulumi refresh --clear-pending-creates` forgets the entries.",
    );
  }
  for (const operation of operations) {
    const isKept = operation.type === "creating" && !(kind === "refresh" && clearPendingCreates);
    if (!isKept) await run.commit({ settles: operation });
  }
}

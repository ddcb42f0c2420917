/**
 * `storage-access destroy`
 * @module
 */
import type { Command } from "commander";
import { withConsent, withOperationOptions, withRefresh } from "../options";
import type { OperationFlags } from "../operation";

/** Adds the command. */
export function addDestroy(parent: Command): void {
  withRefresh(withConsent(withOperationOptions(parent.command("destroy"))))
    .description("delete everything that the stack has; the stack itself stays")
    .option("--continue-on-error", "go on with what does not depend on a failure")
    .action(destroy);
}

async function destroy(flags: OperationFlags): Promise<void> {
  const { operate } = await import("../operation.js");
  process.exitCode = await operate("destroy", flags);
}

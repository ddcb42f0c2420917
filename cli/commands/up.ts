/**
 * `storage-access up`
 * @module
 */
import type { Command } from "commander";
import { withAccess, withOperationOptions, withPolicyPacks, withRefresh } from "../options";
import type { OperationFlags } from "../operation";

/** Adds the command. */
export function addUp(parent: Command): void {
  withAccess(withPolicyPacks(withRefresh(withOperationOptions(parent.command("up")))))
    .alias("update")
    .description("make the cloud what the program declares; makes the stack when there is none")
    .option("--continue-on-error", "go on with what does not depend on a failure")
    .action(up);
}

async function up(flags: OperationFlags): Promise<void> {
  const { operate } = await import("../operation.js");
  process.exitCode = await operate("up", flags);
}

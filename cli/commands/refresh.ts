/**
 * `storage-access refresh`
 * @module
 */
import type { Command } from "commander";
import { withConsent, withOperationOptions } from "../options";
import type { OperationFlags } from "../operation";

/** Adds the command. */
export function addRefresh(parent: Command): void {
  withConsent(withOperationOptions(parent.command("refresh")))
    .description("make the state what the cloud has")
    .option("--clear-pending-creates", "forget creations that a stopped engine left open")
    .action(refresh);
}

async function refresh(flags: OperationFlags): Promise<void> {
  const { operate } = await import("../operation.js");
  process.exitCode = await operate("refresh", flags);
}

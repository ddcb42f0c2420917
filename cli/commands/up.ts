/**
 * `storage-access up`
 * @module
 */
import type { Command } from "commander";
import {
  withAccess,
  withConsent,
  withCreation,
  withOperationOptions,
  withPolicyPacks,
  withRefresh,
} from "../options";
import type { OperationFlags } from "../operation";

/** Adds the command. */
export function addUp(parent: Command): void {
  withChangeOptions(parent.command("up"))
    .alias("update")
    .description("make the cloud what the program declares")
    .option("--continue-on-error", "go on with what does not depend on a failure")
    .action(up);
}

function withChangeOptions(command: Command): Command {
  const operation = withConsent(withCreation(withOperationOptions(command)));
  return withAccess(withPolicyPacks(withRefresh(operation)));
}

async function up(flags: OperationFlags): Promise<void> {
  const { operate } = await import("../operation.js");
  process.exitCode = await operate("up", flags);
}

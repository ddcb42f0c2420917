/**
 * `storage-access preview`
 * @module
 */
import type { Command } from "commander";
import {
  withAccess,
  withCreation,
  withOperationOptions,
  withPolicyPacks,
  withRefresh,
} from "../options";
import type { OperationFlags } from "../operation";

/** Adds the command. */
export function addPreview(parent: Command): void {
  withAccess(
    withPolicyPacks(withRefresh(withCreation(withOperationOptions(parent.command("preview"))))),
  )
    .alias("pre")
    .description("show what up would do; changes nothing and writes nothing")
    .option("-y, --yes", "accepted for scripts: a preview asks nothing")
    .action(preview);
}

async function preview(flags: OperationFlags): Promise<void> {
  const { operate } = await import("../operation.js");
  process.exitCode = await operate("preview", flags);
}

/**
 * `storage-access preview`
 * @module
 */
import type { Command } from "commander";
import { withAccess, withOperationOptions, withPolicyPacks, withRefresh } from "../options";
import type { OperationFlags } from "../operation";

/** Adds the command. */
export function addPreview(parent: Command): void {
  withAccess(withPolicyPacks(withRefresh(withOperationOptions(parent.command("preview")))))
    .alias("pre")
    .description("show what up would do; changes nothing and writes nothing")
    .action(preview);
}

async function preview(flags: OperationFlags): Promise<void> {
  const { operate } = await import("../operation.js");
  process.exitCode = await operate("preview", flags);
}

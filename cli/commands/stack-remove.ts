/**
 * `storage-access stack rm`
 * @module
 */
import { rm } from "node:fs/promises";
import type { Command } from "commander";
import { removeStack } from "pulumi-storage-access-engine/state";
import { withPlace } from "../options";
import { openWorkspace } from "../workspace";

/** Adds the command below `stack`. */
export function addStackRemove(parent: Command): void {
  withPlace(parent.command("rm"))
    .description("remove a stack, its history and its configuration file")
    .argument("[name]", "stack; default: as --stack")
    .option("-f, --force", "remove it although it has resources; they stay in the cloud")
    .option("--preserve-config", "keep Pulumi.<stack>.yaml")
    .option("-y, --yes", "accepted for scripts written for the Pulumi CLI: this engine never asks")
    .action(remove);
}

interface RemoveFlags {
  cwd: string;
  stack?: string;
  force?: boolean;
  preserveConfig?: boolean;
}

async function remove(name: string | undefined, flags: RemoveFlags): Promise<void> {
  const stack = name ?? flags.stack;
  const place = stack === undefined ? { cwd: flags.cwd } : { cwd: flags.cwd, stack };
  const { location, configuration } = await openWorkspace(place);
  await removeStack(location, flags.force ?? false);
  if (!flags.preserveConfig) await rm(configuration.file, { force: true });
  process.stdout.write(`Removed the stack ${location.stack}.\n`);
}

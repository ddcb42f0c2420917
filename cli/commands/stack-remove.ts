/**
 * `storage-access stack rm`
 * @module
 */
import { rm } from "node:fs/promises";
import type { Command } from "commander";
import { removeStack } from "pulumi-storage-access-engine/state";
import { withPlace } from "../options";
import { openWorkspace, placeOf, type Place } from "../workspace";

/** Adds the command below `stack`. */
export function addStackRemove(parent: Command): void {
  withPlace(parent.command("rm"))
    .description("remove a stack, its history and its configuration file")
    .argument("[name]", "stack; default: as --stack")
    .option("-f, --force", "remove it although it has resources; they stay in the cloud")
    .option("--preserve-config", "keep Pulumi.<stack>.yaml")
    .option("-y, --yes", "accepted for scripts written for the Pulumi CLI: it is not asked")
    .action(remove);
}

interface RemoveFlags extends Place {
  force?: boolean;
  preserveConfig?: boolean;
}

async function remove(name: string | undefined, flags: RemoveFlags): Promise<void> {
  const { location, configuration } = await openWorkspace(placeOf(name, flags));
  await removeStack(location, flags.force ?? false);
  if (!flags.preserveConfig) await rm(configuration.file, { force: true });
  process.stdout.write(`Removed the stack ${location.stack}.\n`);
}

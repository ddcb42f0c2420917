/**
 * `storage-access cancel`
 * @module
 */
import type { Command } from "commander";
import { cancelLock } from "pulumi-storage-access-engine/state";
import { withPlace } from "../options";
import { openWorkspace, type Place } from "../workspace";

/** Adds the command. */
export function addCancel(parent: Command): void {
  withPlace(parent.command("cancel"))
    .description("give up the lock of a stack whose engine is not running any more")
    .option("-y, --yes", "accepted for scripts written for the Pulumi CLI: it is not asked")
    .action(cancel);
}

async function cancel(place: Place): Promise<void> {
  const { location } = await openWorkspace(place);
  const removed = await cancelLock(location);
  const lines = removed.map((lock) => `Gave up the lock of ${lock}.`);
  if (lines.length === 0) lines.push(`The stack ${location.stack} is not locked.`);
  process.stdout.write(`${lines.join("\n")}\n`);
}

/**
 * `storage-access config rm`
 * @module
 */
import type { Command } from "commander";
import { withPlace } from "../options";
import { openWorkspace, type Place } from "../workspace";

/** Adds the command below `config`. */
export function addConfigRemove(parent: Command): void {
  withPlace(parent.command("rm"))
    .description("remove a configuration value of the stack")
    .argument("<key>", "name or namespace:name")
    .action(removeValue);
}

async function removeValue(key: string, place: Place): Promise<void> {
  const { configuration } = await openWorkspace(place);
  if (configuration.remove(key)) await configuration.save();
}

/**
 * `storage-access stack select`
 * @module
 */
import type { Command } from "commander";
import { withPlace } from "../options";
import { isThere, missingStack } from "../stack-choice";
import { openWorkspace, placeOf, type Place } from "../workspace";
import { makeStack, selectOf } from "./stack-init";

/** Adds the command below `stack`. */
export function addStackSelect(parent: Command): void {
  withPlace(parent.command("select"))
    .description("make a stack the one that commands are about, for the Pulumi CLI as well")
    .argument("[name]", "stack; default: as --stack")
    .option("-c, --create", "make the stack when there is none")
    .action(select);
}

async function select(
  name: string | undefined,
  { create, ...place }: Place & { create?: boolean },
): Promise<void> {
  const workspace = await openWorkspace(placeOf(name, place));
  if (!isThere(workspace)) {
    if (!create) throw new Error(`${missingStack(workspace)} Add --create to make it.`);
    await makeStack(workspace);
  }
  await selectOf(workspace);
  process.stdout.write(`Selected the stack ${workspace.location.stack}.\n`);
}

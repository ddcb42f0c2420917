/**
 * `storage-access stack init`
 * @module
 */
import { Option, type Command } from "commander";
import { selectStackFor } from "pulumi-storage-access-engine/project";
import { openStack } from "pulumi-storage-access-engine/state";
import { withPlace } from "../options";
import { isThere } from "../stack-choice";
import { openSecrets, openWorkspace, placeOf, type Place, type Workspace } from "../workspace";

/** Adds the command below `stack`. */
export function addStackInit(parent: Command): void {
  withPlace(parent.command("init"))
    .description("make a stack that has nothing yet, and select it")
    .argument("[name]", "stack; default: as --stack")
    .addOption(
      new Option("--secrets-provider <name>", "what seals its secrets").choices([
        "passphrase",
        "default",
      ]),
    )
    .option("--no-select", "leave the selection as it is")
    .action(initialize);
}

async function initialize(
  name: string | undefined,
  { select, ...place }: Place & { select: boolean },
): Promise<void> {
  const workspace = await openWorkspace(placeOf(name, place));
  const { location } = workspace;
  if (isThere(workspace)) {
    throw new Error(`The stack "${location.stack}" is there already, in ${location.backend.name}.`);
  }
  await makeStack(workspace);
  if (select) await selectOf(workspace);
  process.stdout.write(`Made the stack ${location.stack}.\n`);
}

/** Makes a stack with nothing in it. */
export async function makeStack(workspace: Workspace): Promise<void> {
  const { secrets, isSaltNew } = await openSecrets(workspace);
  const session = await openStack({
    ...workspace.location,
    secrets,
    kind: "update",
    isCreating: true,
  });
  if (isSaltNew) await workspace.configuration.save();
  await session.abandon();
}

/** Makes the stack of a workspace the one that commands are about where none is named. */
export async function selectOf({ project, location, backendUrl }: Workspace): Promise<void> {
  await selectStackFor(project, { backendUrl, stack: location.stack }, process.env);
}

/**
 * `storage-access config get`
 * @module
 */
import type { Command } from "commander";
import { openValue, qualifyKey } from "pulumi-storage-access-engine/project";
import { withPlace } from "../options";
import { openSecrets, openWorkspace, type Place } from "../workspace";

/** Adds the command below `config`. */
export function addConfigGet(parent: Command): void {
  withPlace(parent.command("get"))
    .description("print a configuration value of the stack, a secret one in clear")
    .argument("<key>", "name or namespace:name")
    .action(getValue);
}

async function getValue(key: string, place: Place): Promise<void> {
  const workspace = await openWorkspace(place);
  const { project, configuration, location } = workspace;
  const qualified = qualifyKey(key, project.name, "the command");
  const value = configuration.values().get(qualified);
  const declared = project.declared.get(qualified)?.default;
  let text = declared;
  if (value?.kind === "text") text = value.text;
  else if (value)
    text = openValue(qualified, value, (await openSecrets(workspace)).secrets.crypter).text;
  if (text === undefined) {
    throw new Error(
      `The stack ${location.stack} has no configuration value "${qualified}". ` +
        `Run \`storage-access config set ${qualified} VALUE\`.`,
    );
  }
  process.stdout.write(`${text}\n`);
}

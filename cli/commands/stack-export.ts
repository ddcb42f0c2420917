/**
 * `storage-access stack export`
 * @module
 */
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { readPassphrase } from "pulumi-storage-access-engine/secrets";
import { exportStack } from "pulumi-storage-access-engine/state";
import { withPlace } from "../options";
import { openWorkspace, type Place } from "../workspace";

/** Adds the command below `stack`. */
export function addStackExport(parent: Command): void {
  withPlace(parent.command("export"))
    .description("print the stack's deployment as the Pulumi CLI does; secrets stay sealed")
    .option("--file <file>", "write to a file, readable by its owner alone, instead")
    .option("--show-secrets", "print secrets in clear; needs the passphrase")
    .action(exportDeployment);
}

interface ExportFlags extends Place {
  file?: string;
  showSecrets?: boolean;
}

async function exportDeployment({ file, showSecrets, ...place }: ExportFlags): Promise<void> {
  const { location } = await openWorkspace(place);
  const passphrase = showSecrets ? await readPassphrase(process.env) : undefined;
  const text = `${JSON.stringify(await exportStack(location, passphrase), undefined, 4)}\n`;
  if (file === undefined) process.stdout.write(text);
  else await writeFile(file, text, { mode: 0o600 });
}

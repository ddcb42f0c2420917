/**
 * `storage-access config`
 * @module
 */
import type { Command } from "commander";
import { openValue, type StoredValue } from "pulumi-storage-access-engine/project";
import { HIDDEN, type Crypter } from "pulumi-storage-access-engine/secrets";
import { withPlace } from "../options";
import { tableText } from "../table";
import { openSecrets, openWorkspace, type Place } from "../workspace";

/** Adds the command below `config`, where it is what happens without another word. */
export function addConfigList(parent: Command): void {
  withPlace(parent.command("ls", { isDefault: true }))
    .description("list the configuration of the stack; what happens without a word")
    .option("--show-secrets", "print secrets in clear; needs the passphrase")
    .option("-j, --json", "print JSON")
    .action(listValues);
}

interface ListFlags extends Place {
  showSecrets?: boolean;
  json?: boolean;
}

/** A value as it is shown; without text where it is secret and stays so. */
interface ShownValue {
  text?: string;
  isSecret: boolean;
}

async function listValues({ showSecrets, json, ...place }: ListFlags): Promise<void> {
  const workspace = await openWorkspace(place);
  const crypter = showSecrets ? (await openSecrets(workspace)).secrets.crypter : undefined;
  const stored = [...workspace.configuration.values()].sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  const values = stored.map(([key, value]) => [key, shownValue(key, value, crypter)] as const);
  process.stdout.write(json ? jsonOf(values) : tableOf(values, workspace.project.name));
}

function shownValue(key: string, value: StoredValue, crypter: Crypter | undefined): ShownValue {
  if (crypter) return openValue(key, value, crypter);
  // Whether it is secret, or has a secret in it, the opening of it tells.
  const { text, isSecret } = openValue(key, value, {
    salt: "",
    encrypt: String,
    decrypt: () => "",
  });
  return isSecret ? { isSecret } : { text, isSecret };
}

function jsonOf(values: readonly (readonly [string, ShownValue])[]): string {
  const entries = values.map(([key, { text, isSecret }]) => [
    key,
    { ...(text !== undefined && { value: text }), secret: isSecret },
  ]);
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
}

/** Keys of the project stand there by their names alone, as the Pulumi CLI has them. */
function tableOf(values: readonly (readonly [string, ShownValue])[], project: string): string {
  const own = `${project}:`;
  const rows = values.map(([key, { text = HIDDEN }]) => [
    key.startsWith(own) ? key.slice(own.length) : key,
    text,
  ]);
  return `${tableText(["KEY", "VALUE"], rows)}\n`;
}

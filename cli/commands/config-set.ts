/**
 * `storage-access config set`
 * @module
 */
import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import { withPlace } from "../options";
import { openSecrets, openWorkspace, type Place } from "../workspace";

/** Adds the command below `config`. */
export function addConfigSet(parent: Command): void {
  withPlace(parent.command("set"))
    .description("set a configuration value of the stack")
    .argument("<key>", "name or namespace:name")
    .argument(
      "[value]",
      "the value; default: what comes on standard input, which no process list shows",
    )
    .option("--secret", "seal the value with the passphrase")
    .option("--plaintext", "store the value as it is; the default")
    .action(setValue);
}

interface SetFlags extends Place {
  secret?: boolean;
  plaintext?: boolean;
}

async function setValue(
  key: string,
  value: string | undefined,
  { secret, plaintext, ...place }: SetFlags,
): Promise<void> {
  if (secret && plaintext) throw new Error("--secret and --plaintext exclude each other.");
  const workspace = await openWorkspace(place);
  const { configuration } = workspace;
  const text = value ?? (await readAll(process.stdin)).replace(/\r?\n$/, "");
  if (secret) {
    const { crypter } = (await openSecrets(workspace)).secrets;
    configuration.set(key, { ciphertext: crypter.encrypt(text) });
  } else {
    configuration.set(key, { text });
  }
  await configuration.save();
}

/**
 * `storage-access stack output`
 * @module
 */
import type { Command } from "commander";
import {
  stackOutputs,
  type PropertyMap,
  type PropertyValue,
} from "pulumi-storage-access-engine/state";
import { readPassphrase } from "pulumi-storage-access-engine/secrets";
import { withPlace } from "../options";
import { tableText } from "../table";
import { openWorkspace, type Place } from "../workspace";

/** Adds the command below `stack`. */
export function addStackOutput(parent: Command): void {
  withPlace(parent.command("output"))
    .description("print the stack's outputs, or one of them")
    .argument("[name]", "output; default: all")
    .option("--show-secrets", "print secrets in clear; needs the passphrase")
    .option("-j, --json", "print JSON")
    .action(printOutputs);
}

interface OutputFlags extends Place {
  showSecrets?: boolean;
  json?: boolean;
}

async function printOutputs(
  name: string | undefined,
  { showSecrets, json, ...place }: OutputFlags,
): Promise<void> {
  const { location } = await openWorkspace(place);
  const passphrase = showSecrets ? await readPassphrase(process.env) : undefined;
  const outputs = await stackOutputs(location, passphrase);
  process.stdout.write(
    `${textOf(outputs, { name, json: json ?? false, stack: location.stack })}\n`,
  );
}

function textOf(
  outputs: PropertyMap,
  { name, json, stack }: { name: string | undefined; json: boolean; stack: string },
): string {
  if (name === undefined) {
    return json ? JSON.stringify(outputs, undefined, 2) : tableOf(outputs);
  }
  const value = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
  if (value !== undefined) return json ? JSON.stringify(value, undefined, 2) : plain(value);
  const names = Object.keys(outputs).sort().join(", ");
  throw new Error(
    `The stack ${stack} has no output "${name}". ${names === "" ? "It has none." : `It has ${names}.`}`,
  );
}

function tableOf(outputs: PropertyMap): string {
  const names = Object.keys(outputs).sort();
  if (names.length === 0) return "The stack has no outputs.";
  return tableText(
    ["OUTPUT", "VALUE"],
    names.map((name) => [name, plain(outputs[name] ?? null)]),
  );
}

function plain(value: PropertyValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * Which program asks, and as whom: one process may run several, one after another or at once, each for a stack of its own.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import { contextOfQuestion, type Context } from "../../core/context";
import { currentProgram } from "../../core/current-program";
import { createLog } from "../../core/log";
import { oncePerName } from "../../core/once";
import { resolveSettings, type Settings } from "../../core/settings";

/** Makes the surroundings of a lookup for a profile. */
export type Surroundings = (name: string, profile: string | undefined) => Promise<Context>;

const DEADLINE_MILLISECONDS = 120_000;
const DECIDING_VARIABLE = /^(SCW_.*|XDG_CONFIG_HOME|HOME|USERPROFILE)$/;

/** The stack config and the variables that decide as whom a lookup asks: while they are the same, so is the answer. */
export function whatDecides(): string {
  const config = Object.entries(pulumi.runtime.allConfig());
  const variables = Object.entries(process.env);
  return JSON.stringify([
    config.filter(([key]) => key.startsWith("storage-access:")),
    variables.filter(([name]) => DECIDING_VARIABLE.test(name)),
  ]);
}

const settings = oncePerName<Settings>(currentProgram);

/** The program's own process: its stack config, its environment, this machine's clock. */
export const programSurroundings: Surroundings = async (name, profile) => {
  const log = createLog(name);
  const config = new pulumi.Config("storage-access");
  const key = JSON.stringify([profile, whatDecides()]);
  const decided = await settings(key, () =>
    resolveSettings({ profile, config: (name) => config.get(name), env: process.env, log }),
  );
  return contextOfQuestion(decided, log, DEADLINE_MILLISECONDS);
};

/**
 * The process of a policy pack: Pulumi's own script, unchanged.
 * @module
 */
import type { NodeProcess } from "../deploy/processes";
import { startServerProcess } from "../deploy/server-process";
import type { PackFolder } from "./pack-folder";

/** What a pack is told of the operation. */
export interface PackContext {
  organization: string;
  project: string;
  stack: string;
  /** Configuration in clear, `namespace:key` to value. */
  config: Record<string, string>;
  secretConfigKeys: string[];
  dryRun: boolean;
  /** The address of the engine service. */
  address: string;
  environment: Record<string, string | undefined>;
  onLine: (line: string, stream: "stdout" | "stderr") => void;
}

/** Starts the process; `port` rejects when it does not come up. */
export function startPackProcess(
  { directory, runner, nodeArguments }: PackFolder,
  context: PackContext,
): { process: NodeProcess; port: Promise<number> } {
  return startServerProcess(
    {
      nodeArguments,
      script: runner,
      // With the slash it is the folder, and never a file beside it, such as its configuration `<folder>.json`.
      arguments: [context.address, `${directory}/`],
      directory,
      environment: environmentOf(context),
      onLine: context.onLine,
    },
    (end) =>
      `The policy pack in ${directory} did not come up: ${end}. What it wrote stands above. ` +
      "A pack makes one PolicyPack when it is loaded.",
  );
}

/** The SDK reads configuration and names from the environment: they are there before the pack is loaded. */
function environmentOf(context: PackContext): Record<string, string | undefined> {
  const names = {
    ORGANIZATION: context.organization,
    PROJECT: context.project,
    STACK: context.stack,
    DRY_RUN: String(context.dryRun),
  };
  return {
    ...context.environment,
    ...Object.fromEntries(
      Object.entries(names).flatMap(([name, value]) => [
        [`PULUMI_${name}`, value],
        [`PULUMI_NODEJS_${name}`, value],
      ]),
    ),
    PULUMI_CONFIG: JSON.stringify(context.config),
    PULUMI_NODEJS_TYPESCRIPT: "true",
  };
}

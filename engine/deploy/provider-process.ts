/**
 * The process of the dynamic provider: Pulumi's own script, unchanged.
 * @module
 */
import type { PropertyMap } from "../state/types";
import { resolveFrom, type NodeProcess } from "./processes";
import { startServerProcess } from "./server-process";
import { revealMap } from "./values";

/** What a provider process needs to know. */
export interface ProviderOptions {
  project: string;
  stack: string;
  /** The working directory: that of the program. */
  directory: string;
  /** The address of the engine service. */
  address: string;
  /** Inputs of the default provider: the stack's configuration. */
  config: PropertyMap;
  environment: Record<string, string | undefined>;
  /** Whether values may be unknown. */
  dryRun: boolean;
  onLine: (line: string, stream: "stdout" | "stderr") => void;
}

/** Starts the process; the first line that it writes is the port that it listens on. */
export function startProviderProcess(options: ProviderOptions): {
  process: NodeProcess;
  port: Promise<number>;
} {
  return startServerProcess(
    {
      script: resolveFrom(options.directory, "@pulumi/pulumi/cmd/dynamic-provider"),
      arguments: [options.address],
      directory: options.directory,
      environment: {
        ...options.environment,
        PULUMI_PROJECT: options.project,
        PULUMI_NODEJS_PROJECT: options.project,
        PULUMI_NODEJS_STACK: options.stack,
        PULUMI_CONFIG: JSON.stringify(revealMap(options.config)),
      },
      onLine: options.onLine,
    },
    (end) => `The dynamic provider process did not come up: ${end}. What it wrote stands above.`,
  );
}

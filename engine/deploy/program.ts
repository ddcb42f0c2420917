/**
 * The user's program, run by Pulumi's own language host script.
 * @module
 */
import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { resolveFrom, startNode, type NodeProcess } from "./processes";

/** The exit code by which the SDK says that it has told the user already. */
export const EXIT_AFTER_LOGGED_ERROR = 32;

/** The project that an operation works on. */
export interface ProjectOptions {
  name: string;
  /** The directory of Pulumi.yaml. */
  directory: string;
  /** The program: an absolute directory or file. */
  main: string;
  /** Options of the nodejs runtime; TypeScript is on by default. */
  options: { typescript?: boolean; nodeargs?: string; tsconfig?: string };
}

/** What a program is told. */
export interface ProgramOptions {
  project: ProjectOptions;
  organization: string;
  stack: string;
  config: Record<string, string>;
  secretConfigKeys: string[];
  /** The address of the monitor and the engine service. */
  address: string;
  dryRun: boolean;
  parallel: number;
  environment: Record<string, string | undefined>;
  onLine: (line: string, stream: "stdout" | "stderr") => void;
}

/** The working directory of a project's program and provider, and what to run in it. */
export function locateProgram(main: string): { directory: string; entry: string } {
  const stats = statSync(main, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new Error(`There is no program at ${main}: see "main" in Pulumi.yaml.`);
  }
  return stats.isDirectory()
    ? { directory: main, entry: "." }
    : { directory: dirname(main), entry: basename(main) };
}

/** Where a program runs; a program that is not there is told when it is started. */
export function workingDirectory(main: string): string {
  return statSync(main, { throwIfNoEntry: false })?.isDirectory() ? main : dirname(main);
}

/** Starts the program. */
export function startProgram(options: ProgramOptions): NodeProcess {
  const { project } = options;
  const { directory, entry } = locateProgram(project.main);
  return startNode({
    nodeArguments: (project.options.nodeargs ?? "").split(/\s+/).filter(Boolean),
    preloads: ["lighter-sdk.js"],
    script: resolveFrom(directory, "@pulumi/pulumi/cmd/run"),
    arguments: [
      ...flag("monitor", options.address),
      ...flag("engine", options.address),
      ...flag("organization", options.organization),
      ...flag("project", project.name),
      ...flag("root-directory", project.directory),
      ...flag("stack", options.stack),
      ...flag("pwd", directory),
      ...(options.dryRun ? ["--dry-run"] : []),
      ...flag("parallel", String(options.parallel)),
      entry,
    ],
    directory,
    environment: {
      ...options.environment,
      PULUMI_CONFIG: JSON.stringify(options.config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(options.secretConfigKeys),
      PULUMI_NODEJS_TYPESCRIPT: String(project.options.typescript ?? true),
      ...(project.options.tsconfig !== undefined && {
        PULUMI_NODEJS_TSCONFIG_PATH: project.options.tsconfig,
      }),
    },
    onLine: options.onLine,
  });
}

function flag(name: string, value: string): string[] {
  return [`--${name}`, value];
}

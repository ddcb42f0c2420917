/**
 * Node processes that live no longer than the engine.
 * @module
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

const STOP_GRACE_MILLISECONDS = 2_000;
/** Scripts of the folder `preload` that every process loads first. */
const PRELOADS = ["exit-with-parent.js", "plain-errors.js", "sdk-on-demand.js"];

/** How a process is started. */
export interface NodeProcessOptions {
  /** Arguments of node itself. */
  nodeArguments?: string[];
  /** Further scripts of the folder `preload` to load first. */
  preloads?: string[];
  script: string;
  arguments: string[];
  /** The working directory. */
  directory: string;
  environment: Record<string, string | undefined>;
  /** Called with every line that the process writes. */
  onLine: (line: string, stream: "stdout" | "stderr") => void;
}

/** How a process ended: its exit code, or null when a signal ended it. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running process. */
export interface NodeProcess {
  /** Settles when the process has ended and all that it wrote was read; rejects when it could not start. */
  readonly ended: Promise<ProcessEnd>;
  /** Ends the process and what it started, politely at first; settles when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts node on a script of Pulumi's SDK, in a process group of its own: Ctrl-C is for the engine, which lets it
 * finish what is under way.
 */
export function startNode(options: NodeProcessOptions): NodeProcess {
  const child = spawn(
    process.execPath,
    [
      ...(options.nodeArguments ?? []),
      ...[...PRELOADS, ...(options.preloads ?? [])].flatMap(preload),
      options.script,
      ...options.arguments,
    ],
    {
      cwd: options.directory,
      env: { ...options.environment, STORAGE_ACCESS_ENGINE_PID: String(process.pid) },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      detached: true,
    },
  );
  readLines(child.stdout, (line) => options.onLine(line, "stdout"));
  readLines(child.stderr, (line) => options.onLine(line, "stderr"));
  const ended = new Promise<ProcessEnd>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  ended.catch(() => undefined);
  return { ended, stop: () => stopGroup(child.pid, ended) };
}

/** Resolves a module as a file of the given directory would. Throws an error that says what to install. */
export function resolveFrom(directory: string, module: string): string {
  try {
    return createRequire(join(directory, "package.json")).resolve(module);
  } catch (error) {
    throw new Error(
      `Cannot find ${module} from ${directory}: install the program's dependencies there (npm install) and try again.`,
      { cause: error },
    );
  }
}

function preload(script: string): string[] {
  const engine = dirname(require.resolve("pulumi-storage-access-engine/package.json"));
  // As one argument: the SDK takes a separate `--require` for a loader of the user's own, and then loads no TypeScript in ES modules.
  return [`--require=${join(engine, "preload", script)}`];
}

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on("line", onLine);
}

async function stopGroup(pid: number | undefined, ended: Promise<ProcessEnd>): Promise<void> {
  if (pid === undefined) return;
  signalGroup(pid, "SIGTERM");
  const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), STOP_GRACE_MILLISECONDS);
  await ended.catch(() => undefined);
  clearTimeout(timer);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}

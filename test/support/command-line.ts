/**
 * Runs the built command line as a user does, in processes of its own.
 * @module
 */
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";

/** The executable that `npx storage-access` runs. */
export const EXECUTABLE = join(__dirname, "../../cli/bin/storage-access.js");

/** What one command did. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Starts a command (executable first) with exactly the given environment, in this process's folder unless told otherwise. */
export function start(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd = process.cwd(),
): Running {
  const [executable = "", ...args] = command;
  const child = spawn(executable, args, {
    env,
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, finished };
}

/**
 * Runs one command of the embedded engine as a user would, and measures it from outside.
 * @module
 */
import { spawn } from "node:child_process";
import { usageOfTree, type Usage } from "./usage";

/** One measured command. */
export interface Measured extends Usage {
  readonly seconds: number;
  readonly output: string;
}

/**
 * Runs a command to its end.
 * @param environment added to this process's own
 * @param result whether what it prints is kept: hundreds of megabytes are not
 * @throws Error with what it printed, when it fails
 */
export async function measure(
  command: readonly string[],
  environment: Record<string, string> = {},
  result: "kept" | "discarded" = "kept",
): Promise<Measured> {
  const [executable = "", ...args] = command;
  const started = performance.now();
  const child = spawn(executable, args, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", result === "kept" ? "pipe" : "ignore", "pipe"],
  });
  const sampling = usageOfTree(child.pid ?? 0);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const seconds = (performance.now() - started) / 1000;
  const usage = sampling.stop();
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${String(code)}:\n${output}`);
  return { ...usage, seconds, output };
}

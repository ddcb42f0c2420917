/**
 * The engines that a program can run on: the embedded one, and the official CLI where it is on PATH.
 * @module
 */
import { spawnSync } from "node:child_process";
import { EXECUTABLE } from "./command-line";

/** How to run one engine's commands. */
export interface Engine {
  readonly name: string;
  /** Executable and leading arguments. */
  readonly command: readonly string[];
  /** Flags that make an operation run without questions. */
  readonly unattended: readonly string[];
  /** Flags by which an operation that runs the program makes the stack; the official engine has `stack init` alone. */
  readonly creating: readonly string[];
}

/** The engine of this repository. */
export const EMBEDDED: Engine = {
  name: "the embedded engine",
  command: [process.execPath, EXECUTABLE],
  unattended: ["--yes"],
  creating: ["--create"],
};

const OFFICIAL: Engine = {
  name: "the official engine",
  command: ["pulumi"],
  unattended: ["--non-interactive", "--yes", "--skip-preview"],
  creating: [],
};

/** Every engine that is here. */
export function installedEngines(): Engine[] {
  const official = spawnSync("pulumi", ["version"], { stdio: "ignore" }).status === 0;
  if (!official)
    process.stdout.write(
      "No `pulumi` on PATH: what every engine has to do is tested on the embedded one only.\n",
    );
  return official ? [EMBEDDED, OFFICIAL] : [EMBEDDED];
}

/**
 * The stack as a user drives it: every call is one `storage-access` command in a process of its own.
 * @module
 */
import { spawn } from "node:child_process";

/** What the tutorial's program exports; the second Project's values appear with step 3. */
export interface StackOutputs {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly defaultProjectId: string;
  readonly secondProjectId?: string;
  readonly accessKeyInSecondProject?: string;
}

/** One stack of one project folder. */
export class Stack {
  constructor(
    private readonly projectDirectory: string,
    private readonly name: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /**
   * Deploys the program at a step of the tutorial.
   * @throws Error with what the command printed, when it fails
   */
  async deploy(step: number): Promise<void> {
    await this.run("config", "set", "step", String(step));
    await this.run("up", "--yes", "--create");
  }

  /** Removes everything that the stack made. */
  async destroy(): Promise<void> {
    await this.run("destroy", "--yes");
  }

  /** The stack's outputs, secrets in clear: they are needed to sign. */
  async outputs(): Promise<StackOutputs> {
    return JSON.parse(
      await this.run("stack", "output", "--json", "--show-secrets"),
    ) as StackOutputs;
  }

  /** The stack's outputs as a person sees them, secrets hidden. */
  shownOutputs(): Promise<string> {
    return this.run("stack", "output");
  }

  /** Who can do what in the stack's Projects, and by which keys. */
  whoCan(): Promise<string> {
    return this.run("who-can");
  }

  private run(...command: string[]): Promise<string> {
    const executable = require.resolve("pulumi-storage-access-cli/bin/storage-access.js");
    const place = ["--cwd", this.projectDirectory, "--stack", this.name];
    const child = spawn(process.execPath, [executable, ...command, ...place], {
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let all = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      all += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (all += text));
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        if (code === 0) resolve(output);
        else
          reject(
            new Error(
              `storage-access ${command.join(" ")} ended with ${signal ?? `exit code ${String(code)}`}:\n${all}`,
            ),
          );
      });
    });
  }
}

/**
 * A project in a temporary folder, with a backend beside it, for commands to run on.
 * @module
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { EXECUTABLE, start, type Finished, type Running } from "../support/command-line";

const WORKSPACE = join(__dirname, "../..");

/**
 * Handlers of the test's one kind. A thing whose `text` is "fail" cannot be made; one with `until` is made when that
 * file is there, after it wrote the file `<until>.begun`.
 */
const HANDLERS = `
const fs = require("fs");
const settled = async (inputs) => {
  if (inputs.text === "fail") throw new Error("the thing cannot be made");
  if (!inputs.until) return;
  fs.writeFileSync(inputs.until + ".begun", "");
  while (!fs.existsSync(inputs.until)) await new Promise((resolve) => setTimeout(resolve, 20));
};
exports.handler = () => ({
  check: async (olds, inputs) => ({ inputs, failures: [] }),
  diff: async (id, olds, news) => ({ changes: olds.text !== news.text }),
  create: async (inputs) => { await settled(inputs); return { id: "id-of-" + inputs.text, outs: inputs }; },
  update: async (id, olds, news) => ({ outs: news }),
  delete: async () => {},
});`;

/** The beginning of every program: a class for the one kind. */
const PRELUDE = `
const pulumi = require("@pulumi/pulumi");
class Thing extends pulumi.CustomResource {
  constructor(name, properties, options) {
    const __provider = ${JSON.stringify(HANDLERS)};
    super("pulumi-nodejs:dynamic/test:Thing", name, { ...properties, __provider }, options);
  }
}
`;

const CHANGING = ["up", "refresh", "destroy"];
const RUNNING = ["up", "preview"];

/** What a command may do differently from the others of a test. */
export interface CommandOptions {
  environment?: NodeJS.ProcessEnv;
  /** What the command reads. */
  input?: string;
}

export class TestProject {
  readonly folder = mkdtempSync(join(tmpdir(), "storage-access-cli-"));

  constructor(program = "") {
    symlinkSync(join(WORKSPACE, "node_modules"), join(this.folder, "node_modules"));
    writeFileSync(join(this.folder, "package.json"), "{}");
    writeFileSync(
      join(this.folder, "Pulumi.yaml"),
      "name: test\nmain: index.js\nruntime:\n  name: nodejs\n  options: { typescript: false }\n",
    );
    this.write(program);
  }

  /** Replaces the program; `Thing` and `pulumi` are there for it. */
  write(program: string): void {
    writeFileSync(join(this.folder, "index.js"), PRELUDE + program);
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  get stackFile(): string {
    return this.path("backend/.pulumi/stacks/test/dev.json");
  }

  /** Every file of the backend, for who looks for traces. */
  backendFiles(): string[] {
    try {
      return readdirSync(this.path("backend"), { recursive: true, withFileTypes: true })
        .filter((item) => item.isFile())
        .map((item) => join(item.parentPath, item.name));
    } catch {
      return [];
    }
  }

  /** Starts a command and returns at once. What would ask goes ahead; a stack that is not there is made. */
  start(args: readonly string[], options: CommandOptions = {}): Running {
    const [operation = ""] = args;
    const unasked = CHANGING.includes(operation) ? ["--yes"] : [];
    const creating = RUNNING.includes(operation) ? ["--create"] : [];
    return this.startAsItIs([...args, ...unasked, ...creating], options);
  }

  /** Starts a command with the flags that it is given alone, and returns at once. */
  startAsItIs(args: readonly string[], { environment = {} }: CommandOptions = {}): Running {
    const command = [process.execPath, EXECUTABLE, ...args, "--cwd", this.folder];
    return start(command, { ...this.environment(), ...environment });
  }

  /** Runs a command to its end, whatever the end. */
  async run(args: readonly string[], options: CommandOptions = {}): Promise<Finished> {
    if (options.input === undefined) return this.start(args, options).finished;
    const { status, signal, stdout, stderr } = spawnSync(
      process.execPath,
      [EXECUTABLE, ...args, "--cwd", this.folder],
      { env: this.environment(), input: options.input, encoding: "utf8" },
    );
    return { code: status, signal, stdout, stderr };
  }

  /** Runs a command that must succeed and gives its standard output. */
  async succeed(args: readonly string[], options?: CommandOptions): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, options);
    if (code !== 0)
      throw new Error(`${args.join(" ")} ended with ${String(code)}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env["PATH"],
      HOME: this.folder,
      PULUMI_BACKEND_URL: pathToFileURL(this.path("backend")).href,
      PULUMI_CONFIG_PASSPHRASE: "correct horse",
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * A program and a provider of a test's own, run as real processes.
 * @module
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { OperationOptions } from "../../../engine/operation";

const MODULES = join(__dirname, "../../../node_modules");

const PREAMBLE = `
const pulumi = require("@pulumi/pulumi");
require("fs").appendFileSync(process.env.NOTES, "program " + process.pid + "\\n");
class Thing extends pulumi.CustomResource {
  constructor(name, args, options) {
    const provider = 'exports.handler=()=>require("things")';
    super("pulumi-nodejs:dynamic/test:Thing", name, { name, ...args, __provider: provider }, options);
  }
}
`;

/** Handlers that note each creation with the process's id; a thing with \`waits\` is made when the test says so. */
const HANDLERS = `
const fs = require("fs");
const go = () => new Promise((resolve) => {
  const timer = setInterval(() => {
    if (!fs.existsSync(process.env.NOTES + ".go")) return;
    clearInterval(timer);
    resolve();
  }, 10);
});
module.exports = {
  check: async (olds, news) => ({ inputs: news, failures: [] }),
  diff: async () => ({ changes: false }),
  create: async (inputs) => {
    fs.appendFileSync(process.env.NOTES, "create " + process.pid + "\\n");
    if (inputs.fails) throw new Error(inputs.fails);
    if (inputs.waits) await go();
    return { id: inputs.name, outs: inputs };
  },
  delete: async () => {},
};
`;

/** A folder with a program, and notes of what its processes did. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), "stage-"));

  /** @param program JavaScript that makes `Thing`s */
  constructor(program: string) {
    const modules = join(this.folder, "node_modules");
    mkdirSync(join(modules, "things"), { recursive: true });
    symlinkSync(join(MODULES, "@pulumi"), join(modules, "@pulumi"));
    writeFileSync(join(modules, "things", "index.js"), HANDLERS);
    writeFileSync(join(this.folder, "package.json"), '{ "main": "index.js" }');
    writeFileSync(join(this.folder, "index.js"), PREAMBLE + program);
    writeFileSync(this.#notes, "");
  }

  get #notes(): string {
    return join(this.folder, "notes");
  }

  /** Options of an \`up\` of the program, without a session. */
  options(): Omit<OperationOptions, "session"> {
    return {
      kind: "up",
      project: {
        name: "test",
        directory: this.folder,
        main: this.folder,
        options: { typescript: false },
      },
      stack: "dev",
      config: {},
      secretConfigKeys: [],
      env: { NOTES: this.#notes },
    };
  }

  /** Puts a policy pack into a folder: files by name, of which `index.js` and the description need not be given. */
  addPack(folder: string, files: Record<string, string>): void {
    const all = {
      "PulumiPolicy.yaml": "runtime: nodejs\n",
      "package.json": JSON.stringify({ name: folder, version: "1.0.0", main: "index.js" }),
      ...files,
    };
    for (const [name, text] of Object.entries(all)) {
      const file = join(this.folder, folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** The ids of the processes that noted something of this kind. */
  pids(what: "program" | "create" | "pack"): number[] {
    return readFileSync(this.#notes, "utf8")
      .split("\n")
      .filter((line) => line.startsWith(`${what} `))
      .map((line) => Number(line.split(" ")[1]));
  }

  /** Settles when so many creations have begun. */
  async creations(count: number): Promise<void> {
    await until(() => this.pids("create").length >= count);
  }

  /** Lets the things that wait be made. */
  go(): void {
    writeFileSync(`${this.#notes}.go`, "");
  }

  /** Removes everything. */
  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Settles when a condition holds. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

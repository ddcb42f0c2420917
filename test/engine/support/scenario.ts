/**
 * Plays a recorded scenario on the embedded engine: a folder with the program, a cloud in a file, a state in memory.
 * @module
 */
import { fork } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  runOperation,
  type OperationOptions,
  type OperationResult,
} from "../../../engine/operation";
import type { EngineEvent, OperationKind } from "../../../engine/deploy/events";
import type { PackOptions } from "../../../engine/policies/pack-folder";
import { createCrypter } from "../../../engine/secrets";
import { FolderBackend, openStack } from "../../../engine/state";
import type { Deployment } from "../../../engine/state/types";
import { copyOf, deploymentOf, MemorySession } from "./memory-session";

const FIXTURES = join(__dirname, "../fixtures");
const MODULES = join(__dirname, "../../../node_modules");
const PASSPHRASE = "fixture";
/** What is known of an operation whose engine was killed. */
const KILLED: OperationResult = {
  result: "failed",
  changes: {},
  outputs: {},
  outputsSecretKeys: [],
  diagnostics: [],
  hasUnexpectedChanges: false,
};

/** One command of a scenario, as recorded. */
export interface Command {
  run: string;
  step?: number;
  flags?: string[];
  cloud?: {
    faults?: object;
    change?: Record<string, object>;
    remove?: string[];
    add?: Record<string, object>;
  };
  kill?: { call: string; name: string };
  stack?: string;
}

/** What a command did. */
export interface Played {
  result: OperationResult;
  events: EngineEvent[];
  calls: Call[];
  deployment: Deployment;
  cloud: object;
}

/** A call of a handler. */
export interface Call {
  call: string;
  kind: string;
  [argument: string]: unknown;
}

interface CloudFile {
  things: Record<string, { inputs: object; outs: object }>;
  serial: object;
  faults: object;
}

/** The commands of a recorded scenario. */
export function readCommands(name: string): Command[] {
  const text = readFileSync(join(FIXTURES, name, "commands.json"), "utf8");
  return (JSON.parse(text) as { commands: Command[] }).commands;
}

/** A recorded scenario on its stage. */
export class Scenario {
  /** The folder above the program. */
  readonly folder: string;
  readonly #name: string;
  #deployment = deploymentOf();
  readonly #config: Record<string, string> = {};
  readonly #secretKeys: string[] = [];

  constructor(name: string) {
    this.#name = name;
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), "replay-")));
    cpSync(join(FIXTURES, name), join(this.folder, name), { recursive: true });
    cpSync(join(FIXTURES, "thing.ts"), join(this.folder, "thing.ts"));
    const modules = join(this.folder, "node_modules");
    mkdirSync(join(modules, "fixture-cloud"), { recursive: true });
    for (const file of ["handlers.js", "package.json"]) {
      cpSync(join(FIXTURES, file), join(modules, "fixture-cloud", file));
    }
    for (const module of ["@pulumi", "typescript", "ts-node"]) {
      symlinkSync(join(MODULES, module), join(modules, module));
    }
    writeFileSync(join(this.folder, "package.json"), "{}");
  }

  /** Removes everything. */
  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Plays a command; undefined when it is none of the engine. */
  async play(command: Command): Promise<Played | undefined> {
    this.changeCloud(command.cloud);
    rmSync(this.#log, { force: true });
    if (command.run.startsWith("config set")) this.#configure(command.run.split(" ").slice(2));
    if (!["preview", "up", "refresh", "destroy"].includes(command.run)) return undefined;
    if (command.kill) return this.#playKilled(command, command.kill);
    const session = new MemorySession(copyOf(this.#deployment));
    const events: EngineEvent[] = [];
    const onEvent = (event: EngineEvent): number => events.push(event);
    const result = await runOperation({ ...this.#options(command), session, onEvent });
    this.#deployment = session.snapshot();
    return this.#played(result, events);
  }

  #played(result: OperationResult, events: EngineEvent[]): Played {
    return {
      result,
      events,
      calls: this.#calls(),
      deployment: this.#deployment,
      cloud: this.#cloud().things,
    };
  }

  /** Plays a command in a process of its own, with a state in files, and kills that process during a call. */
  async #playKilled(
    command: Command,
    { call, name }: NonNullable<Command["kill"]>,
  ): Promise<Played> {
    const stack = {
      backendDirectory: join(this.folder, "backend"),
      project: "fixture",
      stack: "dev",
      kind: "update" as const,
      isCreating: true,
    };
    const events: EngineEvent[] = [];
    const engine = fork(join(__dirname, "engine-process.js"), { serialization: "advanced" });
    engine.on("message", (event: EngineEvent) => events.push(event));
    engine.send({ operation: this.#options(command), stack, passphrase: PASSPHRASE });
    const isReached = (): boolean =>
      this.#calls().some(
        (one) => one.call === call && (one["inputs"] as { name?: string }).name === name,
      );
    while (!isReached()) await new Promise((resolve) => setTimeout(resolve, 20));
    engine.kill("SIGKILL");
    const crypter = await createCrypter(PASSPHRASE);
    const session = await openStack({
      ...stack,
      backend: new FolderBackend(stack.backendDirectory),
      secrets: { crypter, passphrase: PASSPHRASE },
    });
    this.#deployment = copyOf(session.base);
    await session.close("failed");
    return this.#played(KILLED, events);
  }

  #packs(flags: string[]): PackOptions[] {
    const base = join(this.folder, this.#name);
    const value = (flag: string): string | undefined =>
      flags.includes(flag) ? flags[flags.indexOf(flag) + 1] : undefined;
    const [path, config] = [value("--policy-pack"), value("--policy-pack-config")];
    return path === undefined ? [] : [{ path, base, ...(config !== undefined && { config }) }];
  }

  #options({
    run,
    step = 1,
    flags = [],
    stack = "dev",
  }: Command): Omit<OperationOptions, "session" | "onEvent"> {
    const directory = join(this.folder, this.#name);
    const parallel = flags.indexOf("--parallel");
    return {
      kind: run as OperationKind,
      project: { name: "fixture", directory, main: join(directory, "index.ts"), options: {} },
      stack,
      config: this.#config,
      secretConfigKeys: this.#secretKeys,
      ...(parallel >= 0 && { parallel: Number(flags[parallel + 1]) }),
      refresh: flags.includes("--refresh"),
      previewOnly: flags.includes("--preview-only"),
      expectNoChanges: flags.includes("--expect-no-changes"),
      continueOnError: flags.includes("--continue-on-error"),
      clearPendingCreates: flags.includes("--clear-pending-creates"),
      policyPacks: this.#packs(flags),
      env: {
        STEP: String(step),
        FIXTURE_CLOUD: this.#cloudFile,
        FIXTURE_LOG: this.#log,
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      },
    };
  }

  #configure(words: string[]): void {
    const isSecret = words[0] === "--secret";
    const [key = "", value = ""] = isSecret ? words.slice(1) : words;
    this.#config[`fixture:${key}`] = value;
    if (isSecret && !this.#secretKeys.includes(`fixture:${key}`)) {
      this.#secretKeys.push(`fixture:${key}`);
    }
  }

  get #cloudFile(): string {
    return join(this.folder, "cloud.json");
  }

  get #log(): string {
    return join(this.folder, "calls.jsonl");
  }

  #cloud(): CloudFile {
    if (!existsSync(this.#cloudFile)) return { things: {}, serial: {}, faults: {} };
    return JSON.parse(readFileSync(this.#cloudFile, "utf8")) as CloudFile;
  }

  #calls(): Call[] {
    if (!existsSync(this.#log)) return [];
    return readFileSync(this.#log, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Call);
  }

  /** Does to the cloud what a command wants done before it. */
  changeCloud(change: Command["cloud"]): void {
    if (change === undefined) return;
    const cloud = this.#cloud();
    if (change.faults) cloud.faults = change.faults;
    for (const [id, values] of Object.entries(change.change ?? {})) {
      const thing = cloud.things[id]!;
      Object.assign(thing.inputs, values);
      Object.assign(thing.outs, values);
    }
    for (const id of change.remove ?? []) Reflect.deleteProperty(cloud.things, id);
    Object.assign(cloud.things, change.add);
    writeFileSync(this.#cloudFile, JSON.stringify(cloud));
  }
}

/**
 * A simulated stack: the steps of a deployment engine over the handlers, in one process, with the same conversion of
 * values. Each command gets a provider process of its own, as under a real engine, and can be killed at any request.
 * @module
 */
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { environmentOf, type Cloud } from "../../emulator";
import type { CheckFailure } from "../../provider/core/check";
import { define, providerText, type Handlers } from "../../provider/core/define";
import { lineageHandlers } from "../../provider/core/lineage";
import { createLog } from "../../provider/core/log";
import { markInput } from "../../provider/core/mark";
import { ProviderProcess, type Machine } from "../../provider/core/process";
import { goesFirst } from "../../provider/core/resource";
import handlersFor from "../../provider/handlers";
import { simulatedClock, type SimulatedClock } from "./simulated-clock";

/** Values as they travel between engine and provider. */
export type Values = Record<string, unknown>;

/** One resource in the state. */
export interface Kept {
  readonly urn: string;
  readonly token: string;
  id: string;
  inputs: Values;
  outputs: Values;
  /** Reasons of a partial failure: the next run updates the resource even without a difference. */
  initErrors: readonly string[];
}

/** What a declaration may ask for beside its arguments. */
export interface DeclareOptions {
  /** Qualified type of the parent component, such as `example:Team`. */
  readonly parentType?: string;
  /** Replaces the resource whatever its differences, as `up --replace` does: without asking diff, without old inputs. */
  readonly forceReplace?: boolean;
  /** Deletes the old half of a replacement first. Default: as the resource's class asks. */
  readonly deleteBeforeReplace?: boolean;
}

/** Declares one resource; answers its outputs, the id among them. */
export type Declare = (
  token: string,
  name: string,
  args?: Values,
  options?: DeclareOptions,
) => Promise<Values>;

/** A program; it may name the Organization's default Project. */
export type Program = (declare: Declare, defaultProjectId: string) => Promise<void>;

/** Steps by kind, as the engine counts them. */
export interface Steps {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly same: number;
}

/** Thrown where a command was killed. */
export class Killed extends Error {}

/** Thrown where check refused arguments. */
export class CheckFailed extends Error {
  constructor(readonly failures: readonly CheckFailure[]) {
    super(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
  }
}

/** Whose stack, and on what cloud. */
export interface StackOptions {
  readonly cloud: Cloud;
  readonly organization?: string;
  readonly project?: string;
  readonly stack?: string;
  /** The config value `storage-access:owner`. */
  readonly owner?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a simulated clock at the machine's time. */
  readonly clock?: SimulatedClock;
  /** Deletes at once what is no longer declared, as engines do with what does not depend on each other. Default: one by one. */
  readonly parallel?: boolean;
}

/** What the conversion between engine and provider makes of values. */
function travel(values: Values): Values {
  return Struct.fromJavaScript(values as Record<string, JavaScriptValue>).toJavaScript();
}

/** A steady source of numbers from 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

let commands = 0;

/** One stack of one backend. */
export class SimulatedStack {
  readonly kept = new Map<string, Kept>();
  /** Old halves of replacements, still to be deleted. */
  pendingDeletes: Kept[] = [];
  /** What the provider said in all commands. */
  readonly lines: string[] = [];
  readonly clock: SimulatedClock;
  /** Made at the first `up`, as the engine has it: in the state before anything else. */
  lineage: string | undefined;
  #process: ProviderProcess | undefined;
  #kill: (() => void) | undefined;

  constructor(readonly options: StackOptions) {
    this.clock = options.clock ?? simulatedClock(new Date().toISOString());
  }

  /**
   * The same stack as somebody else has it who has not heard of what comes: what they do is done elsewhere.
   * @param changes where it is another's surroundings too
   */
  copy(changes: Partial<StackOptions> = {}): SimulatedStack {
    const copy = new SimulatedStack({ ...this.options, ...changes });
    for (const [urn, entry] of this.kept) copy.kept.set(urn, structuredClone(entry));
    copy.lineage = this.lineage;
    return copy;
  }

  /** The outputs of a resource in the state. */
  outputsOf(name: string): Values {
    return this.entry(name).outputs;
  }

  /** The entry of a resource in the state. */
  entry(name: string): Kept {
    const found = [...this.kept.values()].find(({ urn }) => urn.endsWith(`::${name}`));
    if (!found) throw new Error(`the state has no resource ${name}`);
    return found;
  }

  /** Kills the command that is running: nothing that it still does counts. */
  kill(): void {
    this.#process?.cancel();
    this.#kill?.();
  }

  /** Runs a program: creates, updates, replaces, then deletes what is no longer declared. */
  async up(program: Program): Promise<Steps> {
    return this.#command(async (handlersOf, process) => {
      await this.#registerLineage(process);
      const steps = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
      const seen = new Set<string>();
      await program(async (token, name, args = {}, options = {}) => {
        const urn = this.#urn(token, name, options.parentType);
        seen.add(urn);
        const news = this.#inputs(token, name, urn, args);
        const { deleteBeforeReplace = goesFirst(handlersFor.definitionOf(token)) } = options;
        const handlers = handlersOf(token);
        const step = new Step(this, { urn, token, handlers, news, goesFirst: deleteBeforeReplace });
        steps[await step.run(options.forceReplace ?? false)] += 1;
        const entry = this.kept.get(urn);
        return { ...entry?.outputs, id: entry?.id };
      }, this.options.cloud.description.scaleway.defaultProjectId);
      await this.deletePending(handlersOf);
      const gone = [...this.kept.values()].filter(({ urn }) => !seen.has(urn)).reverse();
      await this.#deleteAll(gone, handlersOf);
      return { ...steps, delete: gone.length };
    });
  }

  /** Reads every resource; answers the names of those that are gone. */
  async refresh(): Promise<string[]> {
    return this.#command(async (handlersOf) => {
      const gone: string[] = [];
      const readOne = async (entry: Kept): Promise<void> => {
        const answer = await handlersOf(entry.token).read(entry.id, travel(entry.outputs));
        if (answer.id === undefined) {
          this.kept.delete(entry.urn);
          gone.push(entry.urn.split("::").at(-1) ?? "");
          return;
        }
        entry.outputs = travel(answer.props ?? {});
        entry.inputs = travel(answer.inputs ?? entry.inputs);
        entry.initErrors = [];
      };
      await Promise.all([...this.kept.values()].map(readOne));
      return gone;
    });
  }

  /** Deletes everything, without the program. */
  async destroy(): Promise<void> {
    await this.#command(async (handlersOf) => {
      await this.deletePending(handlersOf);
      for (const entry of [...this.kept.values()].reverse()) {
        await this.#delete(entry, handlersOf);
      }
    });
  }

  /** One after the other up to the first failure, or all at once. */
  async #deleteAll(
    entries: readonly Kept[],
    handlersOf: (token: string) => Handlers,
  ): Promise<void> {
    if (!this.options.parallel) {
      for (const entry of entries) await this.#delete(entry, handlersOf);
      return;
    }
    const deleting = entries.map((entry) => this.#delete(entry, handlersOf));
    await Promise.allSettled(deleting);
    await Promise.all(deleting);
  }

  /** What a preview says: the differences, without any change. */
  async preview(token: string, name: string, args: Values): Promise<Values> {
    return this.#command(async (handlersOf) => {
      const urn = this.#urn(token, name);
      const old = this.kept.get(urn);
      const news = this.#inputs(token, name, urn, args);
      const handlers = handlersOf(token);
      const { inputs, failures } = await handlers.check(travel(old?.inputs ?? {}), travel(news));
      if (failures.length > 0) throw new CheckFailed(failures);
      return old
        ? { ...(await handlers.diff(old.id, travel(old.outputs), travel(inputs))) }
        : { inputs };
    });
  }

  async deletePending(handlersOf: (token: string) => Handlers): Promise<void> {
    for (const old of [...this.pendingDeletes]) {
      await handlersOf(old.token).delete(old.id, travel(old.outputs));
      this.pendingDeletes = this.pendingDeletes.filter((other) => other !== old);
    }
  }

  async #delete(entry: Kept, handlersOf: (token: string) => Handlers): Promise<void> {
    await handlersOf(entry.token).delete(entry.id, travel(entry.outputs));
    this.kept.delete(entry.urn);
  }

  #urn(token: string, name: string, parentType?: string): string {
    const { project = "example", stack = "dev" } = this.options;
    const parent = parentType === undefined ? "" : `${parentType}$`;
    return `urn:pulumi:${stack}::${project}::${parent}pulumi-nodejs:dynamic/${token}::${name}`;
  }

  #inputs(token: string, name: string, urn: string, args: Values): Values {
    const { organization = "organization", owner } = this.options;
    const given = Object.entries(args).filter(([, value]) => value !== undefined);
    return {
      ...Object.fromEntries(given),
      mark: markInput(name, { organization, urn, owner, lineage: this.lineage }),
      __provider: providerText(token),
    };
  }

  async #registerLineage(process: ProviderProcess): Promise<void> {
    this.lineage ??= (await lineageHandlers(process).create({})).id;
  }

  /** One command: a fresh provider process, and an end that comes at once when it is killed. */
  async #command<T>(
    work: (handlersOf: (token: string) => Handlers, process: ProviderProcess) => Promise<T>,
  ): Promise<T> {
    commands += 1;
    const process = new ProviderProcess(this.#machine(commands));
    const killed = new Promise<never>((_, reject) => {
      this.#kill = () => reject(new Killed("killed"));
    });
    killed.catch(() => undefined);
    this.#process = process;
    const made = new Map<string, Handlers>();
    const handlersOf = (token: string): Handlers => {
      const known = made.get(token) ?? this.#handlers(token, process, killed);
      made.set(token, known);
      return known;
    };
    const working = work(handlersOf, process);
    working.catch(() => undefined);
    try {
      return await Promise.race([working, killed]);
    } finally {
      this.#kill = undefined;
    }
  }

  /** Configured handlers; after a kill the engine hears nothing of them any more. */
  #handlers(token: string, process: ProviderProcess, killed: Promise<never>): Handlers {
    const handlers = define(handlersFor.definitionOf(token), process);
    void handlers.configure({ config: { get: () => undefined } });
    const heard = <T>(answer: Promise<T>): Promise<T> => {
      answer.catch(() => undefined);
      return Promise.race([killed, answer]);
    };
    return {
      configure: (request) => handlers.configure(request),
      check: (before, inputs) => heard(handlers.check(before, inputs)),
      diff: (id, state, news) => heard(handlers.diff(id, state, news)),
      create: (inputs) => heard(handlers.create(inputs)),
      read: (id, state) => heard(handlers.read(id, state)),
      update: (id, state, news) => heard(handlers.update(id, state, news)),
      delete: (id, state) => heard(handlers.delete(id, state)),
    };
  }

  #machine(seed: number): Machine {
    const push = (line: string): void => void this.lines.push(line);
    return {
      env: () => ({
        ...environmentOf(this.options.cloud.description),
        ...this.options.env,
      }),
      readFile: () => Promise.resolve(undefined),
      clock: this.clock,
      random: seeded(seed),
      log: (subject) => createLog(subject, { info: push, warn: push }),
    };
  }
}

interface StepOptions {
  readonly urn: string;
  readonly token: string;
  readonly handlers: Handlers;
  readonly news: Values;
  /** True where the class asks for the old half of a replacement to go first. */
  readonly goesFirst: boolean;
}

/** The registration of one resource. */
class Step {
  constructor(
    private readonly stack: SimulatedStack,
    private readonly options: StepOptions,
  ) {}

  async run(forced: boolean): Promise<"create" | "update" | "replace" | "same"> {
    const { urn, handlers } = this.options;
    const old = this.stack.kept.get(urn);
    if (!old) {
      await this.#create(await this.#check({}));
      return "create";
    }
    if (forced) {
      await this.#replace(old, this.options.goesFirst);
      return "replace";
    }
    const inputs = await this.#check(old.inputs);
    const diff = await handlers.diff(old.id, travel(old.outputs), travel(inputs));
    if (diff.replaces.length > 0) {
      await this.#replace(old, diff.deleteBeforeReplace || this.options.goesFirst);
      return "replace";
    }
    if (diff.changes || old.initErrors.length > 0) {
      await this.#update(old, inputs);
      return "update";
    }
    old.inputs = inputs;
    return "same";
  }

  async #check(before: Values): Promise<Values> {
    const { handlers, news } = this.options;
    const { inputs, failures } = await handlers.check(travel(before), travel(news));
    if (failures.length > 0) throw new CheckFailed(failures);
    return travel(inputs);
  }

  async #replace(old: Kept, deleteFirst: boolean): Promise<void> {
    const { urn, handlers } = this.options;
    const inputs = await this.#check({});
    if (deleteFirst) {
      await handlers.delete(old.id, travel(old.outputs));
      this.stack.kept.delete(urn);
    }
    await this.#create(inputs, () => {
      if (!deleteFirst) this.stack.pendingDeletes.push(old);
    });
  }

  async #create(inputs: Values, recorded: () => void = () => undefined): Promise<void> {
    const { urn, token, handlers } = this.options;
    try {
      const { id, outs } = await handlers.create(travel(inputs));
      recorded();
      const outputs = travel({ ...outs, __provider: inputs["__provider"] });
      this.stack.kept.set(urn, { urn, token, id, inputs, outputs, initErrors: [] });
    } catch (thrown) {
      const { id, properties, reasons } = thrown as Partial<PartialError>;
      if (id !== undefined) {
        recorded();
        const outputs = travel(properties ?? {});
        this.stack.kept.set(urn, { urn, token, id, inputs, outputs, initErrors: reasons ?? [] });
      }
      throw thrown;
    }
  }

  async #update(old: Kept, inputs: Values): Promise<void> {
    const { handlers } = this.options;
    try {
      const { outs } = await handlers.update(old.id, travel(old.outputs), travel(inputs));
      old.outputs = travel({ ...outs, __provider: inputs["__provider"] });
      old.inputs = inputs;
      old.initErrors = [];
    } catch (thrown) {
      const { id, properties, reasons } = thrown as Partial<PartialError>;
      if (id !== undefined) {
        old.outputs = travel(properties ?? {});
        old.initErrors = reasons ?? [];
      }
      throw thrown;
    }
  }
}

interface PartialError {
  readonly id: string;
  readonly properties: Values;
  readonly reasons: readonly string[];
}

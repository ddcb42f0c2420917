/**
 * One operation while it runs: what was there, what is there now, and the means to change it.
 * @module
 */
import { status } from "@grpc/grpc-js";
import type {
  Change,
  PendingOperation,
  PropertyMap,
  ResourceState,
  StackSession,
} from "../state/types";
import type { PolicyPack } from "../policies/policy-pack";
import type { StepOp } from "./events";
import type { Goal, PluginWish } from "./goals";
import { Limiter } from "./limiter";
import { OldResources } from "./olds";
import type { ResourceProvider } from "./resource-provider";
import { providerName, registerDefaultProvider, settlePlugin } from "./default-provider";
import { ReportedError, type Reporter } from "./reporter";
import { RpcError } from "./rpc";
import { messageOf } from "./steps";
import { createUrn, STACK_TYPE } from "./urn";

/** How long a program must have asked for nothing before it is told that the deployment has stopped. */
const QUIET_MILLISECONDS = 100;

/** What is fixed for an operation. */
export interface RunSettings {
  project: string;
  stack: string;
  config: Record<string, string>;
  secretConfigKeys: string[];
  /** The program's working directory: paths of assets are relative to it. */
  directory: string;
  /** Whether nothing is to be changed. */
  dryRun: boolean;
  parallel: number;
  continueOnError: boolean;
  now: () => Date;
}

/** A resource that this operation has dealt with. */
export interface NewResource {
  state: ResourceState;
  op: StepOp;
  old?: ResourceState | undefined;
}

/** What an operation works with. */
export class DeploymentRun {
  readonly olds: OldResources;
  /** The resources registered and done, by URN. */
  readonly news = new Map<string, NewResource>();
  /** The URNs registered, done or not. */
  readonly registered = new Set<string>();
  /** The URNs that old resources had, to those that they have got by an alias. */
  readonly formerNames = new Map<string, string>();
  /** The URNs whose resource is being replaced. */
  readonly replaced = new Set<string>();
  /** Resources deleted ahead of their replacement: URN to the properties that force it. */
  readonly deletedFirst = new Map<string, string[]>();
  /** Old halves of replacements, to be deleted at the end. */
  readonly replacedOlds = new Set<ResourceState>();
  /** The URNs that failed, or were skipped because what they need failed. */
  readonly unfinished = new Set<string>();
  /** What the program wants, by URN; kept for policies only. */
  readonly goals = new Map<string, Goal>();
  /** What the program registered as outputs of the stack. */
  stackOutputs: PropertyMap | undefined;
  readonly limiter: Limiter;
  /** Settles when nothing more is to be started. */
  readonly stopped: Promise<void>;
  readonly #session: StackSession;
  readonly #startProvider: () => Promise<ResourceProvider>;
  readonly #policyPacks: (() => Promise<readonly PolicyPack[]>) | undefined;
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #waiting: (() => void)[] = [];
  #quiet: NodeJS.Timeout | undefined;
  readonly #deleted = new Set<string>();
  #provider: Promise<ResourceProvider> | undefined;
  readonly #defaultProviders = new Map<string, Promise<string>>();
  #isCanceled = false;
  #announceCancel = (): void => undefined;

  constructor(
    readonly settings: RunSettings,
    readonly reporter: Reporter,
    session: StackSession,
    startProvider: () => Promise<ResourceProvider>,
    policyPacks?: () => Promise<readonly PolicyPack[]>,
  ) {
    this.#session = session;
    this.#startProvider = startProvider;
    this.#policyPacks = policyPacks;
    this.olds = new OldResources(session.base.resources);
    const canceled = new Promise<void>((resolve) => (this.#announceCancel = resolve));
    this.stopped = settings.continueOnError
      ? canceled
      : Promise.race([canceled, reporter.stopping]);
    this.limiter = new Limiter(settings.parallel);
  }

  /** The dynamic provider, started at the first call. */
  provider(): Promise<ResourceProvider> {
    this.#provider ??= this.#startProvider();
    this.#provider.catch(() => undefined);
    return this.#provider;
  }

  /** Whether there are policies to ask. */
  get hasPolicies(): boolean {
    return this.#policyPacks !== undefined;
  }

  /** The policy packs, when they are ready. Rejects when one of them does not come up. */
  policyPacks(): Promise<readonly PolicyPack[]> {
    return this.#policyPacks?.() ?? Promise.resolve([]);
  }

  /** The reference to the default provider of a plugin, registered when it is first asked for. */
  defaultProvider(wish: PluginWish): Promise<string> {
    const plugin = settlePlugin(this, wish);
    const name = providerName(plugin);
    const reference = this.#defaultProviders.get(name) ?? registerDefaultProvider(this, plugin);
    this.#defaultProviders.set(name, reference);
    return reference;
  }

  /** Ends the provider if it was started. */
  async closeProvider(): Promise<void> {
    const provider = await this.#provider?.catch(() => undefined);
    await provider?.close();
  }

  /** What an engine that was stopped left open. */
  get pendingOperations(): readonly PendingOperation[] {
    return this.#session.base.pending_operations ?? [];
  }

  /** Counts something as under way until it settles. */
  async track<Result>(work: Promise<Result>): Promise<Result> {
    this.#underWay.add(work);
    this.#checkStandstill();
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
      this.#checkStandstill();
    }
  }

  /**
   * Settles when all that is under way waits here, and the program has asked for nothing more for a while. The SDK
   * drops its connection at the first answer that the deployment has stopped, and complains when it was about to use it.
   */
  standstill(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#checkStandstill();
    });
  }

  #checkStandstill(): void {
    clearTimeout(this.#quiet);
    if (this.#waiting.length === 0 || this.#waiting.length < this.#underWay.size) return;
    this.#quiet = setTimeout(() => {
      for (const resolve of this.#waiting.splice(0)) resolve();
    }, QUIET_MILLISECONDS);
  }

  /** Settles when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /** Starts nothing more. */
  cancel(): void {
    this.#isCanceled = true;
    this.#announceCancel();
  }

  /** Whether nothing more is to be started. */
  get isStopped(): boolean {
    return this.#isCanceled || (this.reporter.mustStop && !this.settings.continueOnError);
  }

  /** Throws the answer that makes the program's SDK end in silence. */
  throwIfStopped(): void {
    if (this.isStopped) throw new RpcError(status.UNAVAILABLE, "The deployment has stopped.");
  }

  /** The failure of the operation that an error stands for, told unless that was done already. */
  failure(error: unknown, urn?: string): Error {
    if (error instanceof ReportedError || error instanceof RpcError) return error;
    return this.reporter.failure(messageOf(error), urn);
  }

  /** Notes that a URN's resource is deleted in this operation. */
  markDeleted(urn: string): void {
    this.#deleted.add(urn);
  }

  /** Whether a URN's resource is deleted in this operation, its replacement aside. */
  isDeleted(urn: string): boolean {
    return this.#deleted.has(urn);
  }

  /** The URN of a resource of this stack. */
  urnOf(parent: string, type: string, name: string): string {
    const { stack, project } = this.settings;
    return createUrn({ stack, project, parent, type, name });
  }

  /** The URN of the stack's own resource. */
  get stackUrn(): string {
    const { stack, project } = this.settings;
    return this.urnOf("", STACK_TYPE, `${project}-${stack}`);
  }

  /** The present time, as the state has it. */
  now(): string {
    return this.settings.now().toISOString();
  }

  /** Records that a step is about to touch the world. Nothing in a preview. */
  async begin(operation: PendingOperation): Promise<PendingOperation> {
    if (!this.settings.dryRun) await this.#session.begin(operation);
    return operation;
  }

  /** Records what a step did. Nothing in a preview. */
  async commit(change: Change, durable = true): Promise<void> {
    if (!this.settings.dryRun) await this.#session.commit(change, durable);
  }
}

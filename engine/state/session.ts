/**
 * An open stack: the lock, the journal and the ledger of one update.
 * @module
 */
import { join } from "node:path";
import { PropertyCrypter } from "../secrets";
import {
  deploymentOf,
  emptyCheckpoint,
  passphraseProvider,
  saltOf,
  type Checkpoint,
} from "./checkpoint";
import { addToHistory, type UpdateRecord } from "./history";
import { integrityProblem } from "./integrity";
import { Journal } from "./journal";
import { Ledger } from "./ledger";
import { filesOf, prepareBackend, qualifiedName, type StackLocation } from "./location";
import { takeLock, type HeldLock } from "./lock";
import { Recorder } from "./recorder";
import {
  decryptDeployment,
  encryptDeployment,
  openDeployment,
  resealed,
  type StackSecrets,
} from "./sealing";
import { StateSteps, type StepLog } from "./steps";
import { markStored, readStored, settleJournal, writeStored, type StoredState } from "./stored";
import type { Change, Deployment, PendingOperation, StackSession } from "./types";

/** How a stack is opened. */
export interface OpenStackOptions extends StackLocation {
  secrets: StackSecrets;
  /** What the history calls this update. */
  kind: UpdateRecord["kind"];
  /** The sealed configuration, for the history; default none. */
  config?: Record<string, unknown>;
  /** Makes the stack when there is none; default false: then a missing stack is an error. */
  isCreating?: boolean;
  /** The time; default the machine's. */
  now?: () => Date;
}

/** An open stack, with what there is to say about its opening. */
export interface OpenStack extends StackSession {
  /** What people should know: a lock that was taken over, a journal that was folded in. */
  readonly notices: readonly string[];
  /**
   * As {@link StackSession.close}; `resourceChanges` goes to the history. A second call does nothing. Throws, and
   * leaves the journal where it is, when the state breaks a rule or cannot be written.
   */
  close(result: "succeeded" | "failed", resourceChanges?: Record<string, number>): Promise<void>;
  /** Gives the lock back and leaves no trace in the history: nothing was done. */
  abandon(): Promise<void>;
}

/** Opens a stack for an update: takes its lock, folds in what a killed engine left, and starts a journal. */
export async function openStack(options: OpenStackOptions): Promise<OpenStack> {
  const now = options.now ?? (() => new Date());
  await prepareBackend(options.backend);
  const lock = await takeLock(options, now());
  try {
    const { stored, notices } = await prepareState(options, now);
    const properties = new PropertyCrypter(options.secrets.crypter);
    const base = decryptDeployment(stored.deployment, properties);
    return new UpdateSession(options, {
      stored,
      base,
      properties,
      lock,
      now,
      notices: [...lock.notices, ...notices],
    });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The state, on disk as this update will continue it: made, folded, and sealed under the present salt. */
async function prepareState(
  options: OpenStackOptions,
  now: () => Date,
): Promise<{ stored: StoredState; notices: string[] }> {
  const found = await readStored(options);
  if (found === undefined) return { stored: await makeStack(options, now()), notices: [] };
  const notices = found.unfolded
    ? [`Continued a journal of ${found.unfolded.lines.length} entries that a stopped engine left.`]
    : [];
  const stored = await settleJournal(options, found, now());
  const { crypter } = options.secrets;
  if (saltOf(stored.deployment) === crypter.salt) return { stored, notices };
  const deployment = await resealed(stored.deployment, options.secrets);
  return { stored: await rewritten(options, stored.checkpoint, deployment, now()), notices };
}

async function makeStack(options: OpenStackOptions, now: Date): Promise<StoredState> {
  if (!options.isCreating) {
    throw new Error(
      `The project ${options.project} has no stack "${options.stack}" in ${options.backend.name}. ` +
        "Run `storage-access stack ls` to see those there are; `storage-access stack init` makes one.",
    );
  }
  const checkpoint = emptyCheckpoint(qualifiedName(options));
  const deployment = {
    ...deploymentOf(checkpoint),
    secrets_providers: passphraseProvider(options.secrets.crypter.salt),
  };
  return rewritten(options, checkpoint, deployment, now);
}

async function rewritten(
  location: StackLocation,
  checkpoint: Checkpoint,
  deployment: Deployment,
  now: Date,
): Promise<StoredState> {
  const digest = await writeStored(location, checkpoint, { deployment, now });
  return { checkpoint, deployment, digest, isMarked: false };
}

/** What a session is made of. */
interface SessionParts {
  stored: StoredState;
  /** {@link StoredState.deployment} with its secrets in clear. */
  base: Deployment;
  properties: PropertyCrypter;
  lock: HeldLock;
  notices: readonly string[];
  now: () => Date;
}

/** A journal where a file can be appended to, else the state itself, step by step. */
function stepLogOf(location: StackLocation, { stored, now }: SessionParts): StepLog {
  const { folder } = location.backend;
  if (folder === undefined) return new StateSteps(location, stored, now);
  return new Journal(join(folder, filesOf(location).journal), () => markStored(location));
}

class UpdateSession implements OpenStack {
  readonly base: Deployment;
  readonly notices: readonly string[];
  readonly #options: OpenStackOptions;
  readonly #parts: SessionParts;
  readonly #ledger: Ledger;
  readonly #recorder: Recorder;
  readonly #steps: StepLog;
  readonly #startTime: Date;
  #isChanged = false;
  #closing: Promise<void> | undefined;

  constructor(options: OpenStackOptions, parts: SessionParts) {
    this.base = parts.base;
    this.notices = parts.notices;
    this.#options = options;
    this.#parts = parts;
    this.#ledger = new Ledger(parts.base);
    this.#recorder = new Recorder(parts.base, parts.properties);
    this.#steps = stepLogOf(options, parts);
    this.#startTime = parts.now();
  }

  begin(operation: PendingOperation): Promise<void> {
    this.#isChanged = true;
    this.#ledger.begin(operation);
    return this.#steps.append(this.#recorder.begin(operation), true);
  }

  commit(change: Change, durable = true): Promise<void> {
    const line = this.#recorder.commit(change);
    this.#ledger.commit(change);
    if (line === undefined) return Promise.resolve();
    this.#isChanged = true;
    return this.#steps.append(line, durable);
  }

  snapshot(): Deployment {
    return this.#ledger.snapshot();
  }

  close(
    result: "succeeded" | "failed",
    resourceChanges: Record<string, number> = {},
  ): Promise<void> {
    this.#closing ??= this.#close(result, resourceChanges);
    return this.#closing;
  }

  abandon(): Promise<void> {
    this.#closing ??= this.#parts.lock.release();
    return this.#closing;
  }

  async #close(
    result: "succeeded" | "failed",
    resourceChanges: Record<string, number>,
  ): Promise<void> {
    try {
      if (this.#isChanged) await this.#fold();
      const record: UpdateRecord = {
        kind: this.#options.kind,
        config: this.#options.config ?? {},
        startTime: this.#startTime,
        endTime: this.#parts.now(),
        result,
        resourceChanges,
      };
      await addToHistory(this.#options, record, this.#isChanged);
    } finally {
      await this.#steps.close();
      await this.#parts.lock.release();
    }
  }

  async #fold(): Promise<void> {
    const deployment = encryptDeployment(this.#ledger.snapshot(), this.#parts.properties);
    const now = this.#parts.now();
    const problem = integrityProblem(deployment);
    if (problem !== undefined) {
      if (this.#steps.hasUnwritten) await this.#steps.flush();
      throw new Error(
        `The state of ${this.#options.stack} was not written, because it would break a rule that every state must ` +
          `keep: ${problem}. What was done stands in ${this.#steps.name}.`,
      );
    }
    const { checkpoint } = this.#parts.stored;
    // The first step has kept the state as it was.
    await writeStored(
      this.#options,
      checkpoint,
      { deployment, now, keepsBackup: false },
      (digest) => this.#steps.append({ folded: digest }, true),
    );
    await this.#steps.remove();
  }
}

/** A stack as a preview sees it: nothing is locked, nothing is written. A missing stack is an empty one. */
export async function openStackReadOnly(
  location: StackLocation,
  passphrase: string,
): Promise<StackSession> {
  const stored = await readStored(location);
  const sealed = stored?.deployment ?? deploymentOf(emptyCheckpoint(qualifiedName(location)));
  const base = await openDeployment(sealed, passphrase);
  const refuse = (): Promise<void> =>
    Promise.reject(new Error("This stack is open for reading only: a preview records nothing."));
  return {
    base,
    begin: refuse,
    commit: refuse,
    snapshot: () => base,
    close: () => Promise.resolve(),
  };
}

/**
 * Where the changes of an update go while it runs, so that an engine that is killed leaves what it did.
 * @module
 */
import type { JournalLine } from "./journal";
import { Replay } from "./replay";
import { writeStored, type StoredState } from "./stored";
import type { StackLocation } from "./location";

/** Takes an update's changes one after the other. */
export interface StepLog {
  /** What messages call it. */
  readonly name: string;
  /** True when lines were appended that are not known to be kept. */
  readonly hasUnwritten: boolean;
  /**
   * Appends a line. Resolves when it is kept, or at once where it need not be durable: then it is kept with the next
   * durable one. Rejects, from then on, when nothing can be written any more.
   */
  append(line: JournalLine, durable: boolean): Promise<void>;
  /** Makes everything appended so far durable. */
  flush(): Promise<void>;
  /** Ends it and leaves what it wrote where it is. */
  close(): Promise<void>;
  /** Ends it and removes what it wrote beside the state: everything in it stands elsewhere. */
  remove(): Promise<void>;
}

interface Waiter {
  resolve: () => void;
  reject: (error: Error) => void;
}

/** Calls made while a write is under way share the next one: a step costs the same alone and in a crowd. */
export class SharedWrites {
  readonly #write: () => Promise<void>;
  readonly #failureOf: (cause: unknown) => Error;
  #waiters: Waiter[] = [];
  #isWriting = false;
  #failure: Error | undefined;

  /** `write` keeps everything that has come so far; what it throws ends all further calls, as `failureOf` words it. */
  constructor(write: () => Promise<void>, failureOf: (cause: unknown) => Error) {
    this.#write = write;
    this.#failureOf = failureOf;
  }

  /** What ended the writing. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Resolves when everything that has come so far is kept. */
  flush(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      if (!this.#isWriting) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isWriting = true;
    // Lets every step that ends in this turn of the event loop join the group.
    await Promise.resolve();
    while (this.#waiters.length > 0) {
      const waiters = this.#waiters;
      this.#waiters = [];
      try {
        if (this.#failure) throw this.#failure;
        await this.#write();
        for (const { resolve } of waiters) resolve();
      } catch (error) {
        this.#failure ??= this.#failureOf(error);
        for (const { reject } of waiters) reject(this.#failure);
      }
    }
    this.#isWriting = false;
  }
}

/**
 * Writes the whole state at every step, as Pulumi's own backends do: where nothing can be appended to a file, and for
 * every engine to read.
 */
export class StateSteps implements StepLog {
  readonly #location: StackLocation;
  readonly #stored: StoredState;
  readonly #now: () => Date;
  readonly #replay: Replay;
  readonly #writes = new SharedWrites(
    () => this.#writeState(),
    (cause) => (cause instanceof Error ? cause : new Error(String(cause))),
  );
  #isFirst = true;
  #hasUnwritten = false;

  constructor(location: StackLocation, stored: StoredState, now: () => Date) {
    this.#location = location;
    this.#stored = stored;
    this.#now = now;
    // A copy: entries are changed in place, here and where the update works on them.
    this.#replay = new Replay(structuredClone(stored.deployment));
  }

  get name(): string {
    return `the state in ${this.#location.backend.name}`;
  }

  get hasUnwritten(): boolean {
    return this.#hasUnwritten;
  }

  append(line: JournalLine, durable: boolean): Promise<void> {
    if (this.#writes.failure) return Promise.reject(this.#writes.failure);
    if (!this.#replay.apply(structuredClone(line))) return Promise.resolve();
    this.#hasUnwritten = true;
    return durable ? this.flush() : Promise.resolve();
  }

  flush(): Promise<void> {
    return this.#writes.flush();
  }

  async #writeState(): Promise<void> {
    const deployment = this.#replay.snapshot();
    const keepsBackup = this.#isFirst;
    this.#isFirst = false;
    this.#hasUnwritten = false;
    const { checkpoint } = this.#stored;
    await writeStored(this.#location, checkpoint, { deployment, now: this.#now(), keepsBackup });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  remove(): Promise<void> {
    return Promise.resolve();
  }
}

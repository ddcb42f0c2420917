/**
 * An append-only file of what happens to a stack while an engine runs. Calls made while the disk is busy share one
 * write and one sync, so that a step costs the same in a stack of ten and of ten thousand.
 * @module
 */
import { open, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { makeFolder, syncFolder } from "./files";
import type { PendingOperation, ResourceState } from "./types";

/**
 * One line of a journal. Entries and pending operations have numbers: those of the state that the journal continues
 * by their place in it, further ones in the order in which the journal brings them. Secrets are sealed.
 */
export type JournalLine =
  /** The first line: which text of the state file the journal continues, by its SHA-256. */
  | { journal: 1; base: string }
  | { begin: number; operation: PendingOperation }
  | ChangeLine
  /** The last line: the journal is part of the state file whose text has this SHA-256. */
  | { folded: string };

/** A change, with numbers in place of the entries and operations that are there already. */
export interface ChangeLine {
  settles?: number;
  put?: { number: number; entry: ResourceState };
  supersedes?: number;
  drop?: number;
}

interface Waiter {
  resolve: () => void;
  reject: (error: Error) => void;
}

/** A journal that is being written. The file comes into being with the first durable line. */
export class Journal {
  readonly file: string;
  #handle: FileHandle | undefined;
  #lines: string[];
  #waiters: Waiter[] = [];
  #isWriting = false;
  #failure: Error | undefined;

  constructor(file: string, base: string) {
    this.file = file;
    this.#lines = [textOf({ journal: 1, base })];
  }

  /** True when lines were appended that are not known to be on disk. */
  get hasUnwritten(): boolean {
    return this.#handle === undefined ? this.#lines.length > 1 : this.#lines.length > 0;
  }

  /**
   * Appends a line. Resolves when it is on disk, or at once where it need not be durable: then it goes to disk with
   * the next durable one. Rejects, from then on, when the file cannot be written.
   */
  append(line: JournalLine, durable: boolean): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    this.#lines.push(textOf(line));
    return durable ? this.flush() : Promise.resolve();
  }

  /** Makes everything appended so far durable. */
  flush(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      if (!this.#isWriting) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    // Lets every step that ends in this turn of the event loop join the group.
    await Promise.resolve();
    while (this.#waiters.length > 0) {
      const waiters = this.#waiters;
      const text = this.#lines.join("");
      this.#waiters = [];
      this.#lines = [];
      try {
        await this.#writeText(text);
        waiters.forEach(({ resolve }) => resolve());
      } catch (error) {
        this.#fail(error, waiters);
      }
    }
    this.#isWriting = false;
  }

  async #writeText(text: string): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#handle === undefined) {
      await makeFolder(path.dirname(this.file));
      this.#handle = await open(this.file, "wx", 0o600);
      await syncFolder(path.dirname(this.file));
    }
    await this.#handle.appendFile(text);
    await this.#handle.datasync();
  }

  #fail(error: unknown, waiters: readonly Waiter[]): void {
    this.#failure ??= new Error(
      `The journal ${this.file} cannot be written: ${String(error)}. What was done before is in it; ` +
        "make room or correct the rights, then run again.",
      { cause: error },
    );
    for (const { reject } of waiters) reject(this.#failure);
  }

  /** Closes the file and leaves it where it is. */
  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** Closes the file and removes it: everything in it stands elsewhere. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.file, { force: true });
  }
}

/** A line as it stands in the file. */
export function textOf(line: JournalLine): string {
  return `${JSON.stringify(line)}\n`;
}

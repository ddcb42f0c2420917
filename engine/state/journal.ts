/**
 * An append-only file of what happens to a stack while an engine runs: a step costs the same in a stack of ten
 * and of ten thousand.
 * @module
 */
import { open, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { makeFolder, synchronizeContent, syncFolder } from "./files";
import { SharedWrites, type StepLog } from "./steps";
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

/** A journal that is being written. The file comes into being with the first durable line. */
export class Journal implements StepLog {
  readonly #file: string;
  readonly #writes = new SharedWrites(
    () => this.#writeLines(),
    (cause) => this.#failureOf(cause),
  );
  readonly #markState: () => Promise<string>;
  #handle: FileHandle | undefined;
  #lines: string[] = [];

  /**
   * `markState` tells other engines that the state file is not all there is, before the journal says anything, and answers
   * the SHA-256 of that file's text, which the journal continues.
   */
  constructor(file: string, markState: () => Promise<string>) {
    this.#file = file;
    this.#markState = markState;
  }

  get name(): string {
    return `the journal ${this.#file}`;
  }

  get hasUnwritten(): boolean {
    return this.#lines.length > 0;
  }

  append(line: JournalLine, durable: boolean): Promise<void> {
    if (this.#writes.failure) return Promise.reject(this.#writes.failure);
    this.#lines.push(textOf(line));
    return durable ? this.flush() : Promise.resolve();
  }

  flush(): Promise<void> {
    return this.#writes.flush();
  }

  async #writeLines(): Promise<void> {
    let text = this.#lines.join("");
    this.#lines = [];
    if (this.#handle === undefined) {
      text = textOf({ journal: 1, base: await this.#markState() }) + text;
      await makeFolder(path.dirname(this.#file));
      this.#handle = await open(this.#file, "wx", 0o600);
      await syncFolder(path.dirname(this.#file));
    }
    await this.#handle.appendFile(text);
    await synchronizeContent(this.#handle.fd);
  }

  #failureOf(cause: unknown): Error {
    return new Error(
      `The journal ${this.#file} cannot be written: ${String(cause)}. What was done before is in it; ` +
        "make room or correct the rights, then run again.",
      { cause },
    );
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.#file, { force: true });
  }
}

/** A line as it stands in the file. */
export function textOf(line: JournalLine): string {
  return `${JSON.stringify(line)}\n`;
}

/**
 * Reads the journal that an engine left behind and folds it into the state that it continues. Secrets stay sealed:
 * no passphrase is needed.
 * @module
 */
import { createHash } from "node:crypto";
import type { ChangeLine, JournalLine } from "./journal";
import { Ledger } from "./ledger";
import type { Change, Deployment, PendingOperation, ResourceState } from "./types";

/** A journal as it was found. */
export interface FoundJournal {
  /** The SHA-256 of the state file's text that it continues. */
  base: string;
  /** The SHA-256 of the state file's text that it became part of, when it got that far. */
  folded?: string;
  /** Between the first line and the one that says "folded". */
  lines: JournalLine[];
  /** The first line and {@link FoundJournal.lines}, as they stand in the file. */
  text: string;
}

/** The digest by which journals know a state file's text. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Reads a journal's text. Reading ends at the first line that is not whole: an engine that was killed while it wrote
 * leaves such a tail, and nobody was told that what stands there is durable. Undefined when not even the first line is whole.
 */
export function readJournal(text: string): FoundJournal | undefined {
  const [head, ...rest] = text.split("\n").slice(0, -1);
  const first = head === undefined ? undefined : parseLine(head);
  if (head === undefined || first === undefined || !("journal" in first)) return undefined;
  const found: FoundJournal = { base: first.base, lines: [], text: `${head}\n` };
  for (const one of rest) {
    const line = parseLine(one);
    if (line === undefined) break;
    if ("folded" in line) return { ...found, folded: line.folded };
    found.lines.push(line);
    found.text += `${one}\n`;
  }
  return found;
}

function parseLine(text: string): JournalLine | undefined {
  try {
    return JSON.parse(text) as JournalLine;
  } catch {
    return undefined;
  }
}

/** The state with everything in the journal done to it. Throws when the journal names what is not in the state. */
export function foldJournal(base: Deployment, { lines }: FoundJournal): Deployment {
  const replay = new Replay(base);
  for (const line of lines) replay.apply(line);
  return replay.snapshot();
}

/** A state, and the lines of a journal done to it one after the other. */
export class Replay {
  readonly #ledger: Ledger;
  readonly #known: Known;

  constructor(base: Deployment) {
    this.#ledger = new Ledger(base);
    this.#known = {
      entries: [...base.resources],
      operations: [...(base.pending_operations ?? [])],
    };
  }

  /** Does a line to the state; false for one that tells of the journal alone. Throws when it names what is not there. */
  apply(line: JournalLine): boolean {
    if ("journal" in line || "folded" in line) return false;
    if ("begin" in line) {
      this.#known.operations[line.begin] = line.operation;
      this.#ledger.begin(line.operation);
    } else {
      this.#ledger.commit(changeOf(line, this.#known));
    }
    return true;
  }

  /** The state as it is now. */
  snapshot(): Deployment {
    return this.#ledger.snapshot();
  }
}

/** Entries and operations by their numbers. */
interface Known {
  entries: ResourceState[];
  operations: PendingOperation[];
}

function changeOf(line: ChangeLine, { entries, operations }: Known): Change {
  const change: Change = {};
  if (line.settles !== undefined) change.settles = at(operations, line.settles);
  if (line.drop !== undefined) change.drop = at(entries, line.drop);
  if (line.supersedes !== undefined) change.supersedes = at(entries, line.supersedes);
  if (line.put) {
    change.put = { ...line.put.entry };
    entries[line.put.number] = change.put;
  }
  return change;
}

function at<Item>(items: readonly Item[], number: number): Item {
  const item = items[number];
  if (item === undefined) {
    throw new Error(`The journal names number ${number}, which nothing before it has.`);
  }
  return item;
}

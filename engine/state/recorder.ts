/**
 * Puts changes into a journal's lines: gives entries their numbers, seals their secrets, and leaves out what changes
 * nothing.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { canonicalText, type PropertyCrypter } from "../secrets";
import type { ChangeLine, JournalLine } from "./journal";
import type { Change, Deployment, PendingOperation, ResourceState } from "./types";

/** The numbers of a session's entries and operations, and the lines that tell of them. */
export class Recorder {
  readonly #crypter: PropertyCrypter;
  readonly #entries = new Map<ResourceState, number>();
  readonly #operations = new Map<PendingOperation, number>();
  #nextEntry: number;
  #nextOperation: number;

  constructor(base: Deployment, crypter: PropertyCrypter) {
    this.#crypter = crypter;
    base.resources.forEach((entry, index) => this.#entries.set(entry, index));
    base.pending_operations?.forEach((one, index) => this.#operations.set(one, index));
    this.#nextEntry = base.resources.length;
    this.#nextOperation = base.pending_operations?.length ?? 0;
  }

  /** The line that an operation begins with. */
  begin(operation: PendingOperation): JournalLine {
    const number = this.#nextOperation++;
    this.#operations.set(operation, number);
    const resource = this.#crypter.encryptResource(operation.resource);
    return { begin: number, operation: { type: operation.type, resource } };
  }

  /** The line of a change; undefined for one that leaves the state as it was. */
  commit({ settles, put, supersedes, drop }: Change): ChangeLine | undefined {
    const line: ChangeLine = {};
    if (settles) line.settles = known(this.#operations, settles);
    if (drop) line.drop = known(this.#entries, drop);
    if (put && !(supersedes && this.#isSame(supersedes, put))) {
      if (supersedes) line.supersedes = known(this.#entries, supersedes);
      line.put = { number: this.#nextEntry++, entry: this.#crypter.encryptResource(put) };
      this.#entries.set(put, line.put.number);
    }
    return Object.keys(line).length > 0 ? line : undefined;
  }

  /** True when the second entry says what the first one did; it then goes by the number of that one. */
  #isSame(entry: ResourceState, by: ResourceState): boolean {
    // One object as both may have been changed in place: then nothing is left to compare it with.
    if (entry === by || !isEqual(entry, by)) return false;
    this.#entries.set(by, known(this.#entries, entry));
    return true;
  }
}

/** Compares what would stand in the file: keys without a value and the order of keys make no difference. */
function isEqual(entry: ResourceState, by: ResourceState): boolean {
  return isDeepStrictEqual(entry, by) || canonicalText(entry) === canonicalText(by);
}

function known<Key>(numbers: ReadonlyMap<Key, number>, key: Key): number {
  const number = numbers.get(key);
  if (number !== undefined) return number;
  throw new Error("A change names an entry or an operation that is not in the state.");
}

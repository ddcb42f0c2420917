/**
 * The state of a stack as its files tell it: Pulumi's file with a journal folded in, secrets sealed.
 * @module
 */
import {
  checkpointText,
  deploymentOf,
  isMarked,
  manifestAt,
  markedText,
  parseCheckpoint,
  type Checkpoint,
} from "./checkpoint";
import { integrityProblem } from "./integrity";
import { textOf } from "./journal";
import { filesOf, refuseCompressed, type StackLocation } from "./location";
import { digestOf, foldJournal, readJournal, type FoundJournal } from "./replay";
import type { Deployment } from "./types";

/** A state that was read. */
export interface StoredState {
  /** The file's content around the deployment. */
  checkpoint: Checkpoint;
  /** With sealed secrets; what a journal tells is in it. */
  deployment: Deployment;
  /** The SHA-256 of the state file's text. */
  digest: string;
  /** Whether other engines are to leave the file alone until what a stopped engine left is put in order. */
  isMarked: boolean;
  /** The journal that told more than Pulumi's file. */
  unfolded?: FoundJournal;
}

/** How often a reader without the lock tries again when an engine folds its journal at that moment. */
const READ_ATTEMPTS = 5;

/**
 * Reads the state of a stack; undefined where there is none. Works without the lock, also while an engine writes.
 * Throws when the state is damaged, breaks Pulumi's rules, or was changed by others under a waiting journal.
 */
export async function readStored(location: StackLocation): Promise<StoredState | undefined> {
  const { backend } = location;
  const files = filesOf(location);
  await refuseCompressed(location);
  for (let attempt = 1; ; attempt++) {
    // The journal first: when it is folded in between, the file that follows does not fit it, and is read again.
    const journalText = await backend.read(files.journal);
    const text = await backend.read(files.stack);
    const journal = journalText === undefined ? undefined : readJournal(journalText);
    if (text === undefined && journal === undefined) return undefined;
    const found = { text: text ?? "", digest: digestOf(text ?? ""), journal };
    const isFitting =
      journal === undefined || [journal.base, journal.folded].includes(found.digest);
    const [file, journalFile] = [backend.place(files.stack), backend.place(files.journal)];
    if (isFitting) return combine(found, file);
    if (attempt === READ_ATTEMPTS) throw changedByOthers(file, journalFile, journal);
  }
}

function combine(
  { text, digest, journal }: { text: string; digest: string; journal: FoundJournal | undefined },
  file: string,
): StoredState {
  const checkpoint = parseCheckpoint(text, file);
  const base = deploymentOf(checkpoint);
  const unfolded = journal?.base === digest && journal.lines.length > 0 ? journal : undefined;
  const deployment = unfolded ? foldJournal(base, unfolded) : base;
  const problem = integrityProblem(deployment);
  if (problem !== undefined) {
    throw new Error(
      `The state in ${file} breaks a rule that every state must keep: ${problem}. Nothing was done. ` +
        `Restore it from ${file}.bak or from the history beside it.`,
    );
  }
  const marked = isMarked(JSON.parse(text));
  return { checkpoint, deployment, digest, isMarked: marked, ...(unfolded && { unfolded }) };
}

function changedByOthers(file: string, journalFile: string, journal: FoundJournal): Error {
  return new Error(
    `The state file ${file} was changed while the journal ${journalFile} waited with ${journal.lines.length} entries ` +
      `of an engine that was stopped. Put back the state that the journal continues (${file}.bak, or the newest ` +
      "checkpoint in the history), or move the journal away if what it tells is not wanted.",
  );
}

/** What is written as the state of a stack. */
export interface StateToWrite {
  /** With sealed secrets. */
  deployment: Deployment;
  now: Date;
  /** Keeps the state before it as a backup; default yes. */
  keepsBackup?: boolean;
}

/**
 * Writes the state of a stack, and gives the SHA-256 of the text. Throws where somebody else wrote it since it was read,
 * as far as the backend can tell.
 */
export async function writeStored(
  location: StackLocation,
  checkpoint: Checkpoint,
  { deployment, now, keepsBackup = true }: StateToWrite,
  beforeReplacing?: (digest: string) => Promise<void>,
): Promise<string> {
  const { backend } = location;
  const file = filesOf(location).stack;
  const manifest = manifestAt(now, deployment.manifest);
  const text = checkpointText(checkpoint, { ...deployment, manifest });
  const digest = digestOf(text);
  await beforeReplacing?.(digest);
  if (keepsBackup) await backend.keepBackup(file);
  await backend.write(file, text, true);
  return digest;
}

/** Makes what a journal tells part of Pulumi's file, and removes the journal. Only for who holds the lock. */
export async function settleJournal(
  location: StackLocation,
  stored: StoredState,
  now: Date,
): Promise<StoredState> {
  const { unfolded, ...rest } = stored;
  const { backend } = location;
  const file = filesOf(location).journal;
  if (unfolded || rest.isMarked) {
    // The backup of a marked file was made before the mark.
    const toWrite = { ...rest, now, keepsBackup: !rest.isMarked };
    rest.digest = await writeStored(location, rest.checkpoint, toWrite, async (digest) => {
      if (unfolded) await backend.write(file, unfolded.text + textOf({ folded: digest }));
    });
  }
  await backend.remove(file);
  return { ...rest, isMarked: false };
}

/**
 * Marks the state file for as long as its changes go into a journal, and keeps what it was as its backup. Answers the
 * SHA-256 of its text from now on.
 */
export async function markStored(location: StackLocation): Promise<string> {
  const { backend } = location;
  const file = filesOf(location).stack;
  const text = await backend.read(file);
  if (text === undefined) throw new Error(`${backend.place(file)} is gone.`);
  const marked = markedText(text);
  await backend.keepBackup(file);
  await backend.write(file, marked, true);
  return digestOf(marked);
}

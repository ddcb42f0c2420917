/**
 * Files of a backend: readable by their owner alone, and whole or not there at all.
 * @module
 */
import { constants, fdatasync, fsync } from "node:fs";
import { copyFile, link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** By the number of an open file: Yarn's Plug'n'Play replaces file handles by ones that have no `sync`. */
const synchronize = promisify(fsync);

/** Makes the content of an open file durable; for one that grows, that is less than all about it. */
export const synchronizeContent = promisify(fdatasync);

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/** Makes a folder, and those above it, that only its owner may enter. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
}

/** The text of a file; undefined where there is none. */
export async function readTextIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/**
 * Writes a file beside its place, makes it durable, and puts it there in one step: a reader sees the old or the new
 * text. Default mode: for its owner alone.
 */
export async function writeDurably(
  file: string,
  text: string,
  mode = OWNER_ONLY_FILE,
): Promise<void> {
  await makeFolder(path.dirname(file));
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = await open(temporary, "w", mode);
  try {
    await handle.writeFile(text);
    await synchronize(handle.fd);
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncFolder(path.dirname(file));
}

/**
 * Keeps the present content of a file under a second name, at no cost in bytes where the file system can.
 * Only for files that are replaced and never written in place. Throws EEXIST when the second name is taken.
 */
export async function keepCopy(file: string, copy: string): Promise<void> {
  await makeFolder(path.dirname(copy));
  try {
    await link(file, copy);
  } catch (error) {
    if (hasCode(error, "EEXIST")) throw error;
    await copyFile(file, copy, constants.COPYFILE_EXCL);
  }
}

/** Keeps the present content of a file as `<file>.bak`, in place of an older one; nothing where there is no file. */
export async function keepBackup(file: string): Promise<void> {
  const temporary = `${file}.bak.${process.pid}.tmp`;
  await rm(temporary, { force: true });
  try {
    await keepCopy(file, temporary);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  await rename(temporary, `${file}.bak`);
}

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await synchronize(handle.fd);
  } finally {
    await handle.close();
  }
}

/** True for a system error with that code. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}

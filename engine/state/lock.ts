/**
 * One engine a stack at a time: locks as Pulumi's local backend has them, a file a holder.
 * @module
 */
import { randomUUID } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import path from "node:path";
import { hasCode, readTextIfThere, writeDurably } from "./files";
import { filesOf, type StackLocation } from "./location";

/** Who holds a lock, as its file says. */
export interface LockHolder {
  pid: number;
  username: string;
  hostname: string;
  /** RFC 3339. */
  timestamp: string;
}

/** A lock file that was found. */
interface FoundLock {
  file: string;
  /** Undefined when the file cannot be understood: such a lock is never taken over. */
  holder: LockHolder | undefined;
}

/** A lock that this process holds. */
export interface HeldLock {
  /** One sentence for each lock of a dead process that was taken over. */
  notices: string[];
  release(): Promise<void>;
}

/**
 * Takes the lock of a stack. A lock of a process of this machine that is gone is taken over; any other one is an
 * error that names its process, machine and time.
 */
export async function takeLock(location: StackLocation, now: Date): Promise<HeldLock> {
  const folder = filesOf(location).locksFolder;
  const notices: string[] = [];
  for (const lock of await findLocks(folder)) {
    if (!isAbandoned(lock)) continue;
    await rm(lock.file, { force: true });
    notices.push(`Took over the lock of a process that is gone: ${describe(lock)}.`);
  }
  await refuseForeign(location, folder);
  const file = path.join(folder, `${randomUUID()}.json`);
  const holder: LockHolder = {
    pid: process.pid,
    username: userInfo().username,
    hostname: hostname(),
    timestamp: now.toISOString(),
  };
  await writeDurably(file, JSON.stringify(holder));
  const release = (): Promise<void> => rm(file, { force: true });
  try {
    // Two that found no lock both write one; then each sees the other's, and both leave.
    await refuseForeign(location, folder, file);
  } catch (error) {
    await release();
    throw error;
  }
  return { notices, release };
}

/** Removes every lock of a stack, whoever holds it, and says what was removed. */
export async function cancelLock(location: StackLocation): Promise<string[]> {
  const locks = await findLocks(filesOf(location).locksFolder);
  for (const { file } of locks) await rm(file, { force: true });
  return locks.map(describe);
}

async function refuseForeign(location: StackLocation, folder: string, own?: string): Promise<void> {
  const foreign = (await findLocks(folder)).filter(({ file }) => file !== own);
  if (foreign.length === 0) return;
  throw new Error(
    `The stack ${location.stack} is locked by ${foreign.map(describe).join(" and by ")}. ` +
      "Wait until it ends; if it is not running any more, run `storage-access cancel`.",
  );
}

async function findLocks(folder: string): Promise<FoundLock[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  });
  const found: FoundLock[] = [];
  for (const name of names.filter((one) => one.endsWith(".json")).sort()) {
    const file = path.join(folder, name);
    const text = await readTextIfThere(file);
    if (text !== undefined) found.push({ file, holder: parseHolder(text) });
  }
  return found;
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<LockHolder>;
    return typeof holder.pid === "number" ? (holder as LockHolder) : undefined;
  } catch {
    return undefined;
  }
}

function isAbandoned({ holder }: FoundLock): boolean {
  if (holder?.hostname !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return hasCode(error, "ESRCH");
  }
}

function describe({ file, holder }: FoundLock): string {
  if (!holder) return `the lock file ${file}, which cannot be read`;
  return `process ${holder.pid} of ${holder.username} on ${holder.hostname} since ${holder.timestamp}`;
}

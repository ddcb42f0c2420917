/**
 * One engine a stack at a time: locks as Pulumi's own backends have them, a file a holder.
 * @module
 */
import { randomInt, randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { posix } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { hasCode } from "./files";
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

/** How often one of two who wanted the lock at the same moment comes back for it. */
const ATTEMPTS = 5;
const LONGEST_WAIT_MILLISECONDS = 500;

/**
 * Takes the lock of a stack. In a folder a lock of a process of this machine that is gone is taken over; any other one
 * is an error that names its process, machine and time.
 */
export async function takeLock(location: StackLocation, now: Date): Promise<HeldLock> {
  const notices = await takeOverAbandoned(location);
  const holder: LockHolder = {
    pid: process.pid,
    username: userInfo().username,
    hostname: hostname(),
    timestamp: now.toISOString(),
  };
  const { backend } = location;
  const file = posix.join(filesOf(location).locksFolder, `${randomUUID()}.json`);
  const release = (): Promise<void> => backend.remove(file);
  for (let attempt = 1; ; attempt++) {
    await refuseForeign(location);
    await backend.write(file, JSON.stringify(holder));
    try {
      await refuseForeign(location, file);
      return { notices, release };
    } catch (error) {
      // Two that found no lock both wrote one: then each sees the other's, both leave, and one is back first.
      await release();
      if (attempt === ATTEMPTS) throw error;
      await wait(randomInt(LONGEST_WAIT_MILLISECONDS));
    }
  }
}

/** In a bucket other machines have locks as well, some under the same host name: who is gone cannot be told. */
async function takeOverAbandoned(location: StackLocation): Promise<string[]> {
  const notices: string[] = [];
  if (location.backend.folder === undefined) return notices;
  for (const lock of await findLocks(location)) {
    if (!isAbandoned(lock)) continue;
    await location.backend.remove(lock.file);
    notices.push(`Took over the lock of a process that is gone: ${describe(lock, location)}.`);
  }
  return notices;
}

/** Removes every lock of a stack, whoever holds it, and says what was removed. */
export async function cancelLock(location: StackLocation): Promise<string[]> {
  const locks = await findLocks(location);
  for (const { file } of locks) await location.backend.remove(file);
  return locks.map((lock) => describe(lock, location));
}

async function refuseForeign(location: StackLocation, own?: string): Promise<void> {
  const foreign = (await findLocks(location)).filter(({ file }) => file !== own);
  if (foreign.length === 0) return;
  const holders = foreign.map((lock) => describe(lock, location)).join(" and by ");
  throw new Error(
    `The stack ${location.stack} is locked by ${holders}. ` +
      "Wait until it ends; if it is not running any more, run `storage-access cancel`.",
  );
}

async function findLocks(location: StackLocation): Promise<FoundLock[]> {
  const { backend } = location;
  const folder = filesOf(location).locksFolder;
  const found: FoundLock[] = [];
  for (const name of await backend.list(folder)) {
    if (!name.endsWith(".json")) continue;
    const file = posix.join(folder, name);
    const text = await backend.read(file);
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

function describe({ file, holder }: FoundLock, { backend }: StackLocation): string {
  if (!holder) return `the lock file ${backend.place(file)}, which cannot be read`;
  return `process ${holder.pid} of ${holder.username} on ${holder.hostname} since ${holder.timestamp}`;
}

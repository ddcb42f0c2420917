/**
 * One process a data folder: two would each write over what the other keeps.
 * @module
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE_NAME = "owner.pid";

/**
 * Claims the folder for this process; the claim of a process that has ended is taken over.
 * @returns gives the folder free
 * @throws Error naming the folder and the process that has it
 */
export function claimDirectory(directory: string): () => void {
  const file = join(directory, FILE_NAME);
  const holder = holderOf(file);
  if (holder !== undefined && holder !== process.pid && isRunning(holder)) {
    throw new Error(
      `Cannot open the data folder ${directory}: process ${holder} has it open. Stop that process, or give this cloud another folder.`,
    );
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is running, too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

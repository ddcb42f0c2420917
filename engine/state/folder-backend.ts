/**
 * Stacks in a folder of this machine.
 * @module
 */
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Backend } from "./backend";
import { hasCode, keepBackup, keepCopy, readTextIfThere, writeDurably } from "./files";

/** A folder as a backend. */
export class FolderBackend implements Backend {
  readonly name: string;
  readonly folder: string;

  /** `folder` is absolute, and need not be there. */
  constructor(folder: string) {
    this.name = folder;
    this.folder = folder;
  }

  place(file: string): string {
    return path.join(this.folder, file);
  }

  read(file: string): Promise<string | undefined> {
    return readTextIfThere(this.place(file));
  }

  write(file: string, text: string): Promise<void> {
    return writeDurably(this.place(file), text);
  }

  async keepCopy(file: string, copy: string): Promise<boolean> {
    try {
      await keepCopy(this.place(file), this.place(copy));
      return true;
    } catch (error) {
      if (hasCode(error, "EEXIST")) return false;
      throw error;
    }
  }

  keepBackup(file: string): Promise<void> {
    return keepBackup(this.place(file));
  }

  remove(file: string): Promise<void> {
    return rm(this.place(file), { force: true });
  }

  async list(folder: string): Promise<string[]> {
    try {
      const entries = await readdir(this.place(folder), { withFileTypes: true });
      return entries
        .filter((entry) => !entry.isDirectory())
        .map(({ name }) => name)
        .sort();
    } catch (error) {
      if (hasCode(error, "ENOENT")) return [];
      throw error;
    }
  }

  removeFolder(folder: string): Promise<void> {
    return rm(this.place(folder), { recursive: true, force: true });
  }
}

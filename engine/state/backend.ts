/**
 * What keeps the stacks: files by name, in a folder of this machine or in a bucket.
 * @module
 */

/** A place for the files of stacks. Names are relative to it, with "/" between their parts. */
export interface Backend {
  /** What messages call it: the folder, or the URL without its parameters. */
  readonly name: string;
  /**
   * The folder on this machine, where a file can be appended to and the processes that hold locks are known. Undefined
   * for a bucket, which other machines use as well.
   */
  readonly folder?: string;
  /** What messages call a file. */
  place(file: string): string;
  /** The text of a file; undefined where there is none. */
  read(file: string): Promise<string | undefined>;
  /**
   * Puts a file there, for its owner alone to read, in one step: a reader sees the old or the new text. With
   * `isGuarded`, throws and writes nothing where somebody else wrote the file since it was last read or written here,
   * as far as the place can tell.
   */
  write(file: string, text: string, isGuarded?: boolean): Promise<void>;
  /** Keeps the present content of a file under a second name; answers false where that name is taken. */
  keepCopy(file: string, copy: string): Promise<boolean>;
  /** Keeps the present content of a file as `<file>.bak`, in place of an older one; nothing where there is no file. */
  keepBackup(file: string): Promise<void>;
  /** Removes a file; nothing where there is none. */
  remove(file: string): Promise<void>;
  /** The names of the files directly in a folder, sorted. */
  list(folder: string): Promise<string[]>;
  /** Removes a folder with everything in it. */
  removeFolder(folder: string): Promise<void>;
}

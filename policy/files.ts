/**
 * Files that a configuration names.
 * @module
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** A file's JSON, or why there is none, as a sentence without its full stop. */
export type FileContent = { readonly content: unknown } | { readonly fault: string };

/** Reads a file; one without a leading slash lies in the folder where the command was given, not in the pack's. */
export function readJson(path: string): FileContent {
  const place = resolve(process.env["PWD"] ?? process.cwd(), path);
  try {
    return { content: JSON.parse(readFileSync(place, "utf8")) as unknown };
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : message;
    return { fault: `${place} cannot be read: ${why}` };
  }
}

/**
 * A secret in a file of its own: complete or not there, readable by its owner alone at every moment, and never in the place
 * of anything else.
 * @module
 */
import { fsync } from "node:fs";
import { link, lstat, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { credentialsIn, type MayReplace } from "./sink";
import { CloudError, isCloudError, messageOf, type CloudErrorFields } from "./errors";

/** By the number of an open file: Yarn's Plug'n'Play replaces file handles by ones that have no `sync`. */
const synchronize = promisify(fsync);

/** What is being tried, for messages. */
export type Attempted = Pick<CloudErrorFields, "operation" | "resource">;

/** How a file is written. */
export interface FileOptions {
  readonly attempted: Attempted;
  readonly mayReplace: MayReplace;
}

/**
 * Writes the file beside its place and then moves it there.
 * @throws CloudError where something else is there, or it cannot be written
 */
export async function writeFile(
  file: string,
  content: string,
  { attempted, mayReplace }: FileOptions,
): Promise<void> {
  const path = resolve(file);
  const isThere = await requireReplaceable(path, { attempted, mayReplace });
  const beside = join(dirname(path), `.${basename(path)}.pulumi-storage-access`);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rm(beside, { force: true });
    await writeNew(beside, content);
    if (isThere) await rename(beside, path);
    else await putWhereNothingIs(beside, path, attempted);
  } catch (thrown) {
    await rm(beside, { force: true }).catch(() => undefined);
    if (isCloudError(thrown)) throw thrown;
    throw new CloudError({
      ...attempted,
      kind: "invalid",
      code: "sink_failed",
      answer: `the file ${file} cannot be written: ${messageOf(thrown)}`,
      hint: "Check secretTo, the folder and its rights.",
    });
  }
}

/** For the owner alone from its first moment, and on the disk before it gets its name. */
async function writeNew(path: string, content: string): Promise<void> {
  const handle = await open(path, "wx", 0o600);
  try {
    await handle.writeFile(content);
    await synchronize(handle.fd);
  } finally {
    await handle.close();
  }
}

/** A link fails where something has come up meanwhile, which a move would overwrite. Some file systems have no links. */
async function putWhereNothingIs(
  beside: string,
  path: string,
  attempted: Attempted,
): Promise<void> {
  try {
    await link(beside, path);
    await rm(beside);
  } catch (thrown) {
    if (codeOf(thrown) === "EEXIST") throw occupied(path, "something is there", attempted);
    await rename(beside, path);
  }
}

/** True where a file is there that may be overwritten, false where nothing is. */
async function requireReplaceable(
  path: string,
  { attempted, mayReplace }: FileOptions,
): Promise<boolean> {
  const found = await lstat(path).catch((thrown: unknown) => {
    if (codeOf(thrown) === "ENOENT") return undefined;
    throw occupied(path, `it cannot be looked at: ${messageOf(thrown)}`, attempted);
  });
  if (!found) return false;
  if (!found.isFile()) throw occupied(path, "it is no plain file", attempted);
  const content = await readFile(path, "utf8").catch(() => "");
  const held = credentialsIn(content);
  if (!held) throw occupied(path, "it holds something that was not written here", attempted);
  if (await mayReplace(held.accessKey)) return true;
  throw occupied(path, `it holds ${held.accessKey}, another resource's key`, attempted);
}

/** Removes the file where it still holds that key, and nothing else. */
export async function removeFile(file: string, accessKey: string): Promise<void> {
  const path = resolve(file);
  const content = await readFile(path, "utf8").catch(() => "");
  if (credentialsIn(content)?.accessKey === accessKey) await rm(path, { force: true });
}

const codeOf = (thrown: unknown): unknown => (thrown as { readonly code?: unknown } | null)?.code;

function occupied(path: string, why: string, attempted: Attempted): CloudError {
  return new CloudError({
    ...attempted,
    kind: "conflict",
    code: "sink_occupied",
    answer: `the file ${path} is in the way: ${why}`,
    hint: "It is left as it is. Move it away, or choose another path in secretTo.",
  });
}

/**
 * Assets and archives among property values: known by the SHA-256 of what they hold, so that a file that changes under
 * the same path is a change.
 * @module
 */
import { status } from "@grpc/grpc-js";
import { createHash, type Hash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isPropertyMap, SIGNATURE_KEY } from "../secrets/signature";
import type { PropertyMap, PropertyValue } from "../state/types";
import { RpcError } from "./rpc";
import { messageOf } from "./steps";
import { padding, tarEnd, tarHeader } from "./tar";
import { mapValues } from "./values";

const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
/** Files that are archives already count as they are. */
const ARCHIVE_FILE = /\.(tar|tgz|tar\.gz|zip|jar)$/;
/** The keys of assets and archives. */
const PARTS = new Set([SIGNATURE_KEY, "hash", "text", "path", "uri", "assets"]);
/** What Pulumi leaves out of a folder. */
const LEFT_OUT = ".pulumi";

/** The values with the hash of every asset and archive; paths are relative to `directory`. Throws for what cannot be read. */
export async function hashAssets(values: PropertyMap, directory: string): Promise<PropertyMap> {
  return (await hashed(values, directory)) as PropertyMap;
}

/** The values with assets and archives by their hashes alone: what a provider gets where it only compares. */
export function elideAssets(values: PropertyMap): PropertyMap {
  return mapValues(values, elided);
}

function elided(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(elided);
  if (!isPropertyMap(value)) return value;
  const signature = value[SIGNATURE_KEY];
  if (signature !== ASSET && signature !== ARCHIVE) return elideAssets(value);
  return { [SIGNATURE_KEY]: signature, hash: value["hash"] ?? "" };
}

/** The value, the very same one where no asset is in it. */
async function hashed(value: PropertyValue, directory: string): Promise<PropertyValue> {
  if (!hasAsset(value)) return value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => hashed(item, directory)));
  if (!isPropertyMap(value)) return value;
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, one]) => [key, await hashed(one, directory)] as const),
  );
  const whole: PropertyMap = Object.fromEntries(entries);
  if (!isAsset(whole) && !isArchive(whole)) return whole;
  // Programs send more than that, which is nobody's business.
  const own = Object.fromEntries(Object.entries(whole).filter(([key]) => PARTS.has(key)));
  const isHashed = typeof own["hash"] === "string" && own["hash"] !== "";
  return isHashed ? own : { ...own, hash: await hashOf(own, directory) };
}

function hasAsset(value: PropertyValue): boolean {
  if (Array.isArray(value)) return value.some(hasAsset);
  if (!isPropertyMap(value)) return false;
  return isAsset(value) || isArchive(value) || Object.values(value).some(hasAsset);
}

function isAsset(value: PropertyMap): boolean {
  return value[SIGNATURE_KEY] === ASSET;
}

function isArchive(value: PropertyMap): boolean {
  return value[SIGNATURE_KEY] === ARCHIVE;
}

async function hashOf(value: PropertyMap, directory: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    if (isAsset(value) || ARCHIVE_FILE.test(placeOf(value))) {
      hash.update(await read(value, directory));
    } else {
      await addEntries(hash, value, { directory, root: "", seen: new Set() });
      hash.update(tarEnd());
    }
  } catch (error) {
    const what = isAsset(value) ? "asset" : "archive";
    // An answer to the program: its other resources go on.
    throw new RpcError(status.UNKNOWN, `The ${what} cannot be read: ${messageOf(error)}.`);
  }
  return hash.digest("hex");
}

/** The path of a URI or file; empty where an asset or an archive has neither. */
function placeOf({ path, uri }: PropertyMap): string {
  if (typeof path === "string") return path;
  return typeof uri === "string" && uri !== "" ? new URL(uri).pathname : "";
}

async function read({ text, path, uri }: PropertyMap, directory: string): Promise<string | Buffer> {
  if (typeof path === "string" && path !== "") return readFile(resolve(directory, path));
  if (typeof uri !== "string" || uri === "") return typeof text === "string" ? text : "";
  const url = new URL(uri);
  if (url.protocol === "file:") return readFile(fileURLToPath(url));
  const response = await fetch(url);
  if (!response.ok) throw new Error(`GET ${uri} was answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

/** Where within an archive entries go, and which names there are. */
interface Entries {
  directory: string;
  root: string;
  seen: Set<string>;
}

async function addEntries(hash: Hash, archive: PropertyMap, entries: Entries): Promise<void> {
  const { assets, path } = archive;
  if (isPropertyMap(assets)) {
    for (const name of Object.keys(assets).sort()) {
      const asset = assets[name];
      if (!isPropertyMap(asset)) continue;
      if (isArchive(asset) && !ARCHIVE_FILE.test(placeOf(asset))) {
        await addEntries(hash, asset, { ...entries, root: posix.join(entries.root, name) });
      } else addFile(hash, name, await read(asset, entries.directory), entries);
    }
  } else if (typeof path === "string") {
    const folder = resolve(entries.directory, path);
    for (const name of await filesIn(folder)) {
      addFile(hash, name, await readFile(join(folder, name)), entries);
    }
  } else
    throw new Error("an archive has neither a path, nor assets, nor the URI of an archive file");
}

function addFile(hash: Hash, name: string, bytes: string | Buffer, { root, seen }: Entries): void {
  const place = root === "" ? name : posix.join(root, name);
  if (seen.has(place)) return;
  seen.add(place);
  const size = Buffer.byteLength(bytes);
  hash.update(tarHeader(place, size)).update(bytes).update(padding(size));
}

/** The files of a folder and of those below it, in order; links to files count as files, those to folders do not. */
async function filesIn(folder: string, below = ""): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const name = posix.join(below, entry.name);
    if (entry.name === LEFT_OUT) continue;
    if (entry.isDirectory()) files.push(...(await filesIn(folder, name)));
    else if (!(await stat(join(folder, name))).isDirectory()) files.push(name);
  }
  return files;
}

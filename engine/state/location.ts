/**
 * Where a stack's files lie: the layout of Pulumi's own backends, and one folder more for the journals.
 * @module
 */
import { posix } from "node:path";
import type { Backend } from "./backend";

/** Which stack of which backend. */
export interface StackLocation {
  /** Holds `.pulumi`. */
  backend: Backend;
  project: string;
  stack: string;
}

/** The names of one stack's files in its backend. */
export interface StackFiles {
  stack: string;
  /** What `pulumi stack tag` keeps. */
  tags: string;
  journal: string;
  locksFolder: string;
  historyFolder: string;
  backupsFolder: string;
}

/** Project and stack names as Pulumi allows them; nothing that leads out of a folder. */
const NAME = /^(?!\.{1,2}$)[A-Za-z0-9_.-]{1,100}$/;

/** The folder of everything that Pulumi keeps. */
const ROOT = ".pulumi";
const STACKS = posix.join(ROOT, "stacks");
const META = posix.join(ROOT, "meta.yaml");

/** The names of a stack's files. Throws when the project's or the stack's name is not one that Pulumi allows. */
export function filesOf({ project, stack }: Pick<StackLocation, "project" | "stack">): StackFiles {
  requireName("project", project);
  requireName("stack", stack);
  return {
    stack: posix.join(STACKS, project, `${stack}.json`),
    tags: posix.join(STACKS, project, `${stack}.pulumi-tags`),
    journal: posix.join(ROOT, "journals", project, `${stack}.jsonl`),
    locksFolder: posix.join(ROOT, "locks", "organization", project, stack),
    historyFolder: posix.join(ROOT, "history", project, stack),
    backupsFolder: posix.join(ROOT, "backups", project, stack),
  };
}

/** Throws when a name is not one that Pulumi allows; `kind` says of what. */
export function requireName(kind: "project" | "stack", name: string): void {
  if (NAME.test(name)) return;
  throw new Error(
    `"${name}" cannot be a ${kind} name. Allowed are 1 to 100 letters, digits, "-", "_" and ".".`,
  );
}

/** The name that the state file and the lock folder know a stack by. */
export function qualifiedName({ project, stack }: StackLocation): string {
  return `organization/${project}/${stack}`;
}

/** The names of a project's stacks in a backend, sorted. */
export async function stackNames(backend: Backend, project: string): Promise<string[]> {
  requireName("project", project);
  return jsonNames(await backend.list(posix.join(STACKS, project)));
}

function jsonNames(files: readonly string[]): string[] {
  return files
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length));
}

/**
 * Throws when the state of a stack is compressed, as the Pulumi CLI keeps it where `PULUMI_DIY_BACKEND_GZIP` or `_ZSTD`
 * is set: to read on would be to find no stack, or an older state.
 */
export async function refuseCompressed({ backend, project, stack }: StackLocation): Promise<void> {
  const files = await backend.list(posix.join(STACKS, project));
  const file = files.find((name) => [`${stack}.json.gz`, `${stack}.json.zst`].includes(name));
  if (file === undefined) return;
  throw new Error(
    `The state of ${stack} is compressed, in ${backend.place(posix.join(STACKS, project, file))}; this engine reads and ` +
      "writes it as it is. Run `pulumi refresh` once with neither PULUMI_DIY_BACKEND_GZIP nor PULUMI_DIY_BACKEND_ZSTD set, " +
      "or go on with the Pulumi CLI.",
  );
}

/** Makes a place a backend, or finds that it is one; throws when it is one that this engine cannot write. */
export async function prepareBackend(backend: Backend): Promise<void> {
  if (!(await isBackend(backend))) await backend.write(META, "version: 1\n");
}

/** Whether the place is a backend already; throws when it is one that this engine does not know. */
export async function isBackend(backend: Backend): Promise<boolean> {
  const meta = await backend.read(META);
  if (meta === undefined) {
    await refuseUnversioned(backend);
    return false;
  }
  if (/^version: 1\s*$/m.test(meta)) return true;
  throw new Error(
    `The backend ${backend.name} has ${meta.trim()} in ${META}; this engine knows version: 1. ` +
      "Use the Pulumi CLI with it, or another backend.",
  );
}

/** Before version 1 stacks lay directly in `stacks`, without a project. */
async function refuseUnversioned(backend: Backend): Promise<void> {
  if (jsonNames(await backend.list(STACKS)).length === 0) return;
  throw new Error(
    `The backend ${backend.name} has stacks without projects, from before Pulumi 3.61. ` +
      "Run `pulumi state upgrade` on it first.",
  );
}

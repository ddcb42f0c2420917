/**
 * Where a stack's files lie: the layout of Pulumi's own local backend, and one folder more for the journals.
 * @module
 */
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { hasCode, readTextIfThere, writeDurably } from "./files";

/** Which stack of which backend. */
export interface StackLocation {
  /** The folder that holds `.pulumi`. */
  backendDirectory: string;
  project: string;
  stack: string;
}

/** Where the files of one stack lie. */
export interface StackFiles {
  stack: string;
  journal: string;
  locksFolder: string;
  historyFolder: string;
  backupsFolder: string;
}

/** Project and stack names as Pulumi allows them; nothing that leads out of a folder. */
const NAME = /^(?!\.{1,2}$)[A-Za-z0-9_.-]{1,100}$/;

/** The paths of a stack's files. Throws when the project's or the stack's name is not one that Pulumi allows. */
export function filesOf({ backendDirectory, project, stack }: StackLocation): StackFiles {
  requireName("project", project);
  requireName("stack", stack);
  const root = path.join(backendDirectory, ".pulumi");
  return {
    stack: path.join(root, "stacks", project, `${stack}.json`),
    journal: path.join(root, "journals", project, `${stack}.jsonl`),
    locksFolder: path.join(root, "locks", "organization", project, stack),
    historyFolder: path.join(root, "history", project, stack),
    backupsFolder: path.join(root, "backups", project, stack),
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
export async function stackNames(backendDirectory: string, project: string): Promise<string[]> {
  requireName("project", project);
  try {
    const files = await readdir(path.join(backendDirectory, ".pulumi", "stacks", project));
    return files
      .filter((file) => file.endsWith(".json"))
      .map((file) => file.slice(0, -".json".length))
      .sort();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}

/**
 * The backend's folder: what `PULUMI_BACKEND_URL` names when it is a `file://` URL, else `.storage-access` in the
 * project's folder. `notice` says so when the variable names another kind of backend, which is not used.
 */
export function locateBackend(
  environment: NodeJS.ProcessEnv,
  projectDirectory: string,
): { directory: string; notice?: string } {
  const url = environment["PULUMI_BACKEND_URL"] ?? "";
  if (url.startsWith("file://")) return { directory: folderOfUrl(url, projectDirectory) };
  const directory = path.join(projectDirectory, ".storage-access");
  if (url === "") return { directory };
  const notice = `PULUMI_BACKEND_URL is not a file:// URL: not used, the state is in ${directory}.`;
  return { directory, notice };
}

/** `file:///absolute`, and Pulumi's own forms `file://./relative` and `file://~/in-home`. */
function folderOfUrl(url: string, workingDirectory: string): string {
  const [location = ""] = url.split("?");
  const rest = location.slice("file://".length);
  if (rest.startsWith("~")) return path.join(homedir(), rest.slice(1));
  if (rest.startsWith("/")) return fileURLToPath(location);
  return path.resolve(workingDirectory, rest);
}

/** Makes a folder a backend, or finds that it is one; throws when it is one that this engine cannot write. */
export async function prepareBackend(backendDirectory: string): Promise<void> {
  const file = path.join(backendDirectory, ".pulumi", "meta.yaml");
  const meta = await readTextIfThere(file);
  if (meta === undefined) {
    await refuseUnversioned(backendDirectory);
    await writeDurably(file, "version: 1\n");
  } else if (!/^version: 1\s*$/m.test(meta)) {
    throw new Error(
      `The backend ${backendDirectory} has ${meta.trim()} in .pulumi/meta.yaml; this engine knows version: 1. ` +
        "Use the Pulumi CLI with it, or another folder as backend.",
    );
  }
}

/** Before version 1 stacks lay directly in `stacks`, without a project. */
async function refuseUnversioned(backendDirectory: string): Promise<void> {
  const folder = path.join(backendDirectory, ".pulumi", "stacks");
  const files = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  });
  if (!files.some((file) => file.endsWith(".json"))) return;
  throw new Error(
    `The backend ${backendDirectory} has stacks without projects, from before Pulumi 3.61. ` +
      "Run `pulumi state upgrade` on it first.",
  );
}

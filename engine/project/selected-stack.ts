/**
 * Which stack was selected last, in the file where the Pulumi CLI keeps that too: both engines go by it.
 * @module
 */
import { createHash } from "node:crypto";
import { homedir } from "node:os";
import path from "node:path";
import { readTextIfThere, writeDurably } from "../state/files";
import type { Project } from "./project";

/** The file's content; what is not named here stays as it is. */
interface Settings {
  stacks?: Record<string, string>;
}

/** The stack that was selected in a project for a backend URL; undefined where none was. */
export async function readSelectedStack(
  project: Project,
  backendUrl: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const { stacks } = await readSettings(fileOf(project, environment));
  return stacks?.[backendUrl]?.split("/").pop();
}

/** Selects a stack in a project for a backend URL. */
export async function selectStackFor(
  project: Project,
  { backendUrl, stack }: { backendUrl: string; stack: string },
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const file = fileOf(project, environment);
  const settings = await readSettings(file);
  const stacks = { ...settings.stacks, [backendUrl]: `organization/${project.name}/${stack}` };
  await writeDurably(file, `${JSON.stringify({ ...settings, stacks }, undefined, 4)}\n`);
}

async function readSettings(file: string): Promise<Settings> {
  try {
    return JSON.parse((await readTextIfThere(file)) ?? "{}") as Settings;
  } catch {
    // A file that cannot be read is as good as none: a stack can be named, or selected again.
    return {};
  }
}

function fileOf({ name, file }: Project, environment: NodeJS.ProcessEnv): string {
  const home = environment["PULUMI_HOME"] ?? path.join(homedir(), ".pulumi");
  const digest = createHash("sha1").update(file).digest("hex");
  return path.join(home, "workspaces", `${name}-${digest}-workspace.json`);
}

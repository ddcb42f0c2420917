/**
 * Which backend a project's stacks are in.
 * @module
 */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Backend } from "./backend";
import { BucketBackend } from "./bucket-backend";
import { parseBucketUrl } from "./bucket-url";
import { FolderBackend } from "./folder-backend";

/** What the choice of a backend depends on. */
export interface BackendChoice {
  environment: NodeJS.ProcessEnv;
  /** Absolute: what relative file:// URLs are relative to, as with the Pulumi CLI. */
  workingDirectory: string;
  project: {
    /** Absolute: the folder of Pulumi.yaml. */
    directory: string;
    /** `backend.url` of Pulumi.yaml. */
    backendUrl?: string;
  };
}

/** A backend, and what people should know of the choice. */
export interface LocatedBackend {
  backend: Backend;
  /** As it was named; that of the project's own folder where nobody named one. */
  url: string;
  notice?: string;
}

/**
 * The backend that `PULUMI_BACKEND_URL` names, else `backend.url` of Pulumi.yaml: a `file://` folder or an `s3://`
 * bucket. Else `.storage-access` beside Pulumi.yaml. Throws, naming it, for a backend that this engine does not have.
 */
export async function locateBackend(choice: BackendChoice): Promise<LocatedBackend> {
  const { environment, project } = choice;
  const named = environment["PULUMI_BACKEND_URL"] ?? "";
  if (named !== "") {
    return { url: named, backend: await openBackend(named, "PULUMI_BACKEND_URL", choice) };
  }
  if (project.backendUrl !== undefined && project.backendUrl !== "") {
    const place = `backend.url in ${path.join(project.directory, "Pulumi.yaml")}`;
    const url = project.backendUrl;
    return { url, backend: await openBackend(url, place, choice) };
  }
  const folder = path.join(project.directory, ".storage-access");
  const current = loggedInBackend(environment);
  const notice =
    current === undefined
      ? undefined
      : `The Pulumi CLI is logged in to ${current}, which this engine does not follow: the state is in ${folder}. ` +
        "Name one backend to both with PULUMI_BACKEND_URL or backend.url in Pulumi.yaml.";
  const own = { url: pathToFileURL(folder).href, backend: new FolderBackend(folder) };
  return { ...own, ...(notice !== undefined && { notice }) };
}

async function openBackend(
  url: string,
  place: string,
  { environment, workingDirectory }: BackendChoice,
): Promise<Backend> {
  if (url.startsWith("file://")) return new FolderBackend(folderOfUrl(url, workingDirectory));
  if (url.startsWith("s3://")) return BucketBackend.open(parseBucketUrl(url, environment));
  throw new Error(
    `${place} is ${withoutSecrets(url)}, a backend that the embedded engine does not have: it has file:// and s3://. ` +
      "Use the Pulumi CLI with this project, or name a backend that both have. Nothing was read, and nothing was done.",
  );
}

/** `file:///absolute`, and the Pulumi CLI's own forms `file://./relative` and `file://~/in-home`. */
function folderOfUrl(url: string, workingDirectory: string): string {
  const [location = ""] = url.split("?");
  const rest = decodeURIComponent(location.slice("file://".length));
  if (rest === "~" || rest.startsWith("~/")) return path.join(homedir(), rest.slice(1));
  return path.resolve(workingDirectory, rest);
}

/** A URL without what stands before its host and behind its path. */
function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//").replace(/\?.*$/s, "");
}

/** The backend that the Pulumi CLI is logged in to on this machine; undefined where there is none. */
function loggedInBackend(environment: NodeJS.ProcessEnv): string | undefined {
  const folder = environment["PULUMI_HOME"] ?? path.join(homedir(), ".pulumi");
  try {
    const text = readFileSync(path.join(folder, "credentials.json"), "utf8");
    const { current } = JSON.parse(text) as { current?: unknown };
    return typeof current === "string" && current !== "" ? withoutSecrets(current) : undefined;
  } catch {
    // No file, or none that says it: then nothing is known.
    return undefined;
  }
}

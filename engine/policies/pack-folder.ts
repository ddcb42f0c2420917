/**
 * The folder of a policy pack: what must be in it before its process can be started.
 * @module
 */
import { readFileSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { resolveFrom } from "../deploy/processes";

const RUNNER = "@pulumi/pulumi/cmd/run-policy-pack";

/** A pack to run, as the user names it. */
export interface PackOptions {
  /** The folder, as it was given; people are shown this. */
  path: string;
  /** What `path` is relative to; default the working directory. */
  base?: string;
  /** A JSON file with levels and configuration of the pack's policies, relative to `base` as well. */
  config?: string;
}

/** A pack's folder, found to be complete. */
export interface PackFolder {
  /** The folder, without symbolic links: the process sees the same. */
  directory: string;
  /** The script that runs packs, of the pack's own SDK. */
  runner: string;
  /** Arguments of node itself. */
  nodeArguments: string[];
  /** The version in PulumiPolicy.yaml, which wins over the one in package.json. */
  version?: string;
}

/** Looks at a pack's folder. Throws an error that says what is missing. */
export function openPackFolder({ path, base = "." }: PackOptions): PackFolder {
  const given = resolve(base, path);
  const file = join(given, "PulumiPolicy.yaml");
  const description = readDescription(file);
  const { name: runtime, options } = runtimeOf(description["runtime"]);
  if (runtime !== "nodejs") {
    throw new Error(
      `${file}: runtime ${JSON.stringify(runtime)} is not one that this engine runs packs of; it runs "nodejs".`,
    );
  }
  requireVersion(join(given, "package.json"));
  const directory = realpathSync(given);
  const version = description["version"];
  return {
    directory,
    runner: findRunner(directory),
    nodeArguments: typeof options.nodeargs === "string" ? words(options.nodeargs) : [],
    ...(typeof version === "string" && version !== "" && { version }),
  };
}

function readDescription(file: string): Record<string, unknown> {
  const document = parseDocument(
    readText(
      file,
      "A policy pack's folder has a PulumiPolicy.yaml with a line such as `runtime: nodejs`",
    ),
  );
  const [problem] = document.errors;
  if (problem) throw new Error(`${file} is not YAML: ${problem.message}`);
  return (document.toJS() ?? {}) as Record<string, unknown>;
}

/** `runtime` is a name, or a name with options. */
function runtimeOf(runtime: unknown): { name: unknown; options: { nodeargs?: unknown } } {
  if (typeof runtime !== "object" || runtime === null) return { name: runtime, options: {} };
  const { name, options } = runtime as { name?: unknown; options?: { nodeargs?: unknown } | null };
  return { name, options: options ?? {} };
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** The SDK takes the version from there, and refuses to run without one. */
function requireVersion(file: string): void {
  const text = readText(file, "A policy pack's folder has a package.json with a version");
  let version: unknown;
  try {
    ({ version } = JSON.parse(text) as { version?: unknown });
  } catch (error) {
    throw new Error(`${file} is not JSON: ${String(error)}`, { cause: error });
  }
  if (typeof version === "string" && version !== "") return;
  throw new Error(
    `${file} has no version, and a policy pack must have one. Add a line such as "version": "0.1.0".`,
  );
}

function readText(file: string, hint: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(
      `${hint}, but ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
      { cause: error },
    );
  }
}

function findRunner(directory: string): string {
  try {
    return resolveFrom(directory, RUNNER);
  } catch (error) {
    throw new Error(
      `The policy pack's dependencies are not installed: ${RUNNER} cannot be found from ${directory}. ` +
        "Run npm install there and try again.",
      { cause: error },
    );
  }
}

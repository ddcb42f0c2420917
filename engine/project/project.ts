/**
 * Pulumi.yaml: which program, how it runs, and what configuration it declares.
 * @module
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseDocument } from "yaml";
import { declaredType, type DeclaredType, type TypeWords } from "./declared-type";
import { qualifyKey } from "./key";
import { refuseProjectEntries } from "./refusals";

/** A configuration value that Pulumi.yaml declares. */
export interface DeclaredValue {
  /** Used where the stack has none; objects as JSON. Undefined: the stack must have one. */
  default?: string;
  isSecret: boolean;
  /** What values have to be; undefined: anything. */
  type?: DeclaredType;
}

/** A project as its file tells it. */
export interface Project {
  name: string;
  /** Absolute: Pulumi.yaml. */
  file: string;
  /** Absolute: its folder. */
  directory: string;
  /** Absolute: the program's file or folder. */
  main: string;
  /** Options of the Node.js runtime; `tsconfig` is relative to the program's folder. */
  options: { typescript?: boolean; nodeargs?: string; tsconfig?: string };
  /** Absolute: the folder of the stacks' configuration files. */
  configurationDirectory: string;
  /** What those files end in: as Pulumi.yaml does. */
  extension: string;
  /** Whether operations refresh the state first unless they are told otherwise. */
  isRefreshing: boolean;
  /** By qualified key, such as `project:region`. */
  declared: Map<string, DeclaredValue>;
  /** Where the file says that the stacks are; undefined where it does not. */
  backendUrl?: string;
  /** The versions of the Pulumi CLI that the file asks for. */
  requiredPulumiVersion?: string;
}

const FILE_NAMES = ["Pulumi.yaml", "Pulumi.yml"];
/** A form of the project's file that the Pulumi CLI reads as well. */
const FOREIGN_NAME = "Pulumi.json";

/** The shape of Pulumi.yaml, as far as it is read; nothing in it is taken on trust. */
interface ProjectFile {
  name?: unknown;
  runtime?: unknown;
  main?: unknown;
  config?: unknown;
  stackConfigDir?: unknown;
  backend?: { url?: unknown } | null;
  options?: { refresh?: unknown } | null;
  plugins?: unknown;
  packages?: unknown;
  requiredPulumiVersion?: unknown;
}

/** Finds Pulumi.yaml in a folder or the nearest one above it, and reads it. */
export async function findProject(startDirectory: string): Promise<Project> {
  const start = path.resolve(startDirectory);
  for (let directory = start; ; directory = path.dirname(directory)) {
    for (const name of FILE_NAMES) {
      const file = path.join(directory, name);
      if (existsSync(file)) return readProject(file);
    }
    const foreign = path.join(directory, FOREIGN_NAME);
    if (existsSync(foreign)) {
      throw new Error(
        `${foreign} is a project in JSON, which the embedded engine does not read. Rename it to Pulumi.yaml, and the ` +
          "stacks' files with it: JSON is YAML as well.",
      );
    }
    if (directory === path.dirname(directory)) break;
  }
  throw new Error(
    `No Pulumi.yaml in ${start} or in a folder above it. Run the command in a project, or name one with --cwd.`,
  );
}

async function readProject(file: string): Promise<Project> {
  const document = parseDocument(await readFile(file, "utf8"));
  const [problem] = document.errors;
  if (problem) throw new Error(`${file} is not YAML: ${problem.message}`);
  const content = (document.toJS() ?? {}) as ProjectFile;
  const { name } = content;
  if (typeof name !== "string" || name === "") {
    throw new Error(`${file} has no name. Add a line such as "name: my-project".`);
  }
  refuseProjectEntries(content, file);
  const directory = path.dirname(file);
  const backend = content.backend?.url;
  const required = content.requiredPulumiVersion;
  return {
    name,
    file,
    directory,
    main: path.resolve(directory, typeof content.main === "string" ? content.main : "."),
    options: runtimeOptions(content.runtime, file),
    configurationDirectory: path.resolve(directory, configurationFolder(content)),
    extension: path.extname(file),
    isRefreshing: content.options?.refresh === "always",
    declared: declaredValues(content.config, name, file),
    ...(typeof backend === "string" && { backendUrl: backend }),
    ...(typeof required === "string" && { requiredPulumiVersion: required }),
  };
}

function runtimeOptions(runtime: unknown, file: string): Project["options"] {
  const { name, options } = (
    typeof runtime === "object" && runtime !== null ? runtime : { name: runtime }
  ) as { name?: unknown; options?: Record<string, unknown> | null };
  if (name !== "nodejs") {
    throw new Error(
      `${file} has the runtime ${JSON.stringify(name)}; this engine runs "nodejs" programs. ` +
        "Use the Pulumi CLI for others.",
    );
  }
  const { typescript, nodeargs, tsconfig } = options ?? {};
  return {
    ...(typeof typescript === "boolean" && { typescript }),
    ...(typeof nodeargs === "string" && { nodeargs }),
    ...(typeof tsconfig === "string" && { tsconfig }),
  };
}

/** `config` was once the folder of the stacks' files; now `stackConfigDir` is, and `config` declares values. */
function configurationFolder({ stackConfigDir, config }: ProjectFile): string {
  if (typeof stackConfigDir === "string") return stackConfigDir;
  return typeof config === "string" ? config : ".";
}

function declaredValues(
  config: unknown,
  projectName: string,
  file: string,
): Map<string, DeclaredValue> {
  const declared = new Map<string, DeclaredValue>();
  if (typeof config !== "object" || config === null) return declared;
  for (const [key, value] of Object.entries(config)) {
    declared.set(qualifyKey(key, projectName, file), declaredValue(value));
  }
  return declared;
}

/** The long form of a declaration. */
interface TypedValue extends TypeWords {
  default?: unknown;
  value?: unknown;
  secret?: unknown;
}

function declaredValue(value: unknown): DeclaredValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { default: textOf(value), isSecret: false };
  }
  const typed = value as TypedValue;
  const text = typed.value ?? typed.default;
  return {
    isSecret: typed.secret === true,
    ...(typed.type !== undefined && { type: declaredType(typed) }),
    ...(text !== undefined && { default: textOf(text) }),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * The profile file that the vendor's own tools share: where it is, and what its profiles say.
 * @module
 */
import { readFile as readFileFromDisk } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { CloudError } from "./errors";
import { registerSecret } from "./redact";

/** A setting that programs, environment and profiles can give. */
export type SettingName =
  | "accessKey"
  | "secretKey"
  | "organizationId"
  | "defaultProjectId"
  | "region"
  | "apiUrl"
  | "s3Endpoint";

/** Settings that one place gives. */
export type SettingValues = Readonly<Partial<Record<SettingName, string>>>;

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The text of a file, or undefined where there is none. */
export type ReadFile = (path: string) => Promise<string | undefined>;

/** What the profile file says. */
export interface ProfileFile {
  readonly path: string;
  readonly exists: boolean;
  readonly activeProfile: string | undefined;
  readonly profileNames: readonly string[];
  /** A profile's values over those at the top of the file; undefined where there is no such profile. Without a name: the top. */
  profile(name: string | undefined): SettingValues | undefined;
}

const KEYS: Readonly<Record<SettingName, string>> = {
  accessKey: "access_key",
  secretKey: "secret_key",
  organizationId: "default_organization_id",
  defaultProjectId: "default_project_id",
  region: "default_region",
  apiUrl: "api_url",
  s3Endpoint: "s3_endpoint",
};

/** Values that belong to one key: a profile with a key of its own does not inherit them. */
const BOUND_TO_KEY: readonly SettingName[] = [
  "accessKey",
  "secretKey",
  "organizationId",
  "defaultProjectId",
];

/** Reads a file of this machine; a missing one is undefined. */
export const readFileIfPresent: ReadFile = async (path) => {
  try {
    return await readFileFromDisk(path, "utf8");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw invalidFile(path, `it cannot be read (${(thrown as NodeJS.ErrnoException).code ?? ""})`);
  }
};

/** Where the profile file is: SCW_CONFIG_PATH, else `scw/config.yaml` under XDG_CONFIG_HOME or `~/.config`. */
export function profileFilePath(env: Environment): string {
  const given = (name: string): string | undefined => (env[name] === "" ? undefined : env[name]);
  const home = given("HOME") ?? given("USERPROFILE") ?? homedir();
  const base = given("XDG_CONFIG_HOME") ?? join(home, ".config");
  return given("SCW_CONFIG_PATH") ?? join(base, "scw", "config.yaml");
}

/**
 * Reads the profile file; a missing one has no profiles. Every secret key in it becomes unspeakable.
 * @throws CloudError of kind `invalid` where the file is not YAML, naming the line but not its text
 */
export async function readProfileFile(env: Environment, readFile: ReadFile): Promise<ProfileFile> {
  const path = profileFilePath(env);
  const text = await readFile(path);
  const top = text === undefined ? {} : await parse(text, path);
  const profiles = isRecord(top["profiles"]) ? top["profiles"] : {};
  const root = valuesOf(top);
  const own = new Map(
    Object.entries(profiles).map(([name, values]) => [
      name,
      valuesOf(isRecord(values) ? values : {}),
    ]),
  );
  const active = top["active_profile"];
  return {
    path,
    exists: text !== undefined,
    activeProfile: typeof active === "string" && active !== "" ? active : undefined,
    profileNames: [...own.keys()],
    profile(name) {
      if (name === undefined) return root;
      const values = own.get(name);
      return values === undefined ? undefined : { ...inheritable(root, values), ...values };
    },
  };
}

function inheritable(root: SettingValues, values: SettingValues): SettingValues {
  if (values.accessKey === undefined && values.secretKey === undefined) return root;
  return Object.fromEntries(
    Object.entries(root).filter(([name]) => !BOUND_TO_KEY.includes(name as SettingName)),
  );
}

async function parse(text: string, path: string): Promise<Record<string, unknown>> {
  // Loaded where there is such a file: a third of what this package costs a program that starts.
  const { LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) {
    throw invalidFile(path, `line ${String(lines.linePos(error.pos[0]).line)} is not valid YAML`);
  }
  const content: unknown = document.toJS();
  if (content === null) return {};
  if (!isRecord(content)) throw invalidFile(path, "it does not hold named values");
  return content;
}

function valuesOf(section: Record<string, unknown>): SettingValues {
  const values: Partial<Record<SettingName, string>> = {};
  for (const [name, key] of Object.entries(KEYS) as [SettingName, string][]) {
    const value = section[key];
    if ((typeof value === "string" || typeof value === "number") && value !== "") {
      values[name] = String(value);
    }
  }
  if (values.secretKey !== undefined) registerSecret(values.secretKey);
  return values;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalidFile(path: string, why: string): CloudError {
  return new CloudError({
    kind: "invalid",
    operation: "read the profile file",
    resource: path,
    answer: why,
    hint: "Mend the file, or point SCW_CONFIG_PATH at another one.",
  });
}

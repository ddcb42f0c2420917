/**
 * The places that give settings, each as one layer that knows its own name.
 * @module
 */
import type { Environment, ProfileFile, SettingName, SettingValues } from "./profile-file";
import { registerSecret } from "./redact";
import { unknownProfile } from "./settings-refusals";

/** Reads stack config by the key after `storage-access:`. */
export type ReadSetting = (key: string) => string | undefined;

/** One place that gives settings. */
export interface Layer {
  readonly values: SettingValues;
  /** In words, such as `environment variable SCW_SECRET_KEY`. */
  readonly source: (name: SettingName) => string;
}

const VARIABLES: Readonly<Record<SettingName, string>> = {
  accessKey: "SCW_ACCESS_KEY",
  secretKey: "SCW_SECRET_KEY",
  organizationId: "SCW_DEFAULT_ORGANIZATION_ID",
  defaultProjectId: "SCW_DEFAULT_PROJECT_ID",
  region: "SCW_DEFAULT_REGION",
  apiUrl: "SCW_API_URL",
  s3Endpoint: "SCW_S3_ENDPOINT",
};

/** The SCW_* variables. */
export function environmentLayer(env: Environment): Layer {
  const values = collect((name) => env[VARIABLES[name]]);
  if (values.secretKey !== undefined) registerSecret(values.secretKey);
  return { values, source: (name) => `environment variable ${VARIABLES[name]}` };
}

/** Some keys of the stack config. */
export function configLayer(config: ReadSetting, names: readonly SettingName[]): Layer {
  const values = collect((name) => (names.includes(name) ? config(name) : undefined));
  if (values.secretKey !== undefined) registerSecret(values.secretKey);
  return { values, source: (name) => `stack config storage-access:${name}` };
}

/**
 * A profile of the file; without a name, the top of the file.
 * @throws CloudError of kind `invalid` where the file has no such profile
 */
export function profileLayer(file: ProfileFile, name: string | undefined, chosenBy: string): Layer {
  const values = file.profile(name);
  if (values === undefined) throw unknownProfile(file, name ?? "", chosenBy);
  const label = name === undefined ? file.path : `profile "${name}" of ${file.path}`;
  return { values, source: () => label };
}

/** The profile that SCW_PROFILE names, else the active one of the file, else the top of the file. */
export function activeProfileLayer(file: ProfileFile, env: Environment): Layer {
  const byVariable = nonEmpty(env["SCW_PROFILE"]);
  if (byVariable !== undefined) return profileLayer(file, byVariable, "SCW_PROFILE");
  return profileLayer(file, file.activeProfile, "active_profile");
}

function collect(read: (name: SettingName) => string | undefined): SettingValues {
  const values: Partial<Record<SettingName, string>> = {};
  for (const name of Object.keys(VARIABLES) as SettingName[]) {
    const value = nonEmpty(read(name));
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** The trimmed text; undefined where there is none. */
export function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === "" ? undefined : value.trim();
}

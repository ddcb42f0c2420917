/**
 * Whose credentials, which Organization, which addresses: decided once, in one order, each value with its source.
 * @module
 */
import { CloudError } from "./errors";
import { createLog, type Log } from "./log";
import {
  readFileIfPresent,
  readProfileFile,
  type Environment,
  type ProfileFile,
  type ReadFile,
  type SettingName,
  type SettingValues,
} from "./profile-file";
import { registerSecret } from "./redact";

/** Everything that a call needs to know about its caller. */
export interface Settings {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Undefined where nothing gives it: the service is asked for it when it is needed. */
  readonly organizationId: string | undefined;
  /** Where things go that name no Project; undefined where nothing gives it. */
  readonly defaultProjectId: string | undefined;
  /** Default `fr-par`. */
  readonly region: string;
  /** Default `https://api.scaleway.com`. */
  readonly apiUrl: string;
  /** `{region}` in it is replaced; without it one address serves all regions. Default `https://s3.{region}.scw.cloud`. */
  readonly s3Endpoint: string;
  /** Where each value comes from, in words; `default` where nothing gave it. */
  readonly sources: Readonly<Partial<Record<SettingName, string>>>;
}

/** Where settings are looked for. */
export interface SettingsOrigin {
  /** The resource's own `profile` input. */
  readonly profile?: string | undefined;
  /** Stack config by the key after `storage-access:`. */
  readonly config: (key: string) => string | undefined;
  readonly env: Environment;
  /** Default: this machine's files. */
  readonly readFile?: ReadFile;
  /** Where warnings go. Default: the console. */
  readonly log?: Log;
}

const DEFAULTS: SettingValues = {
  region: "fr-par",
  apiUrl: "https://api.scaleway.com",
  s3Endpoint: "https://s3.{region}.scw.cloud",
};

const VARIABLES: Readonly<Record<SettingName, string>> = {
  accessKey: "SCW_ACCESS_KEY",
  secretKey: "SCW_SECRET_KEY",
  organizationId: "SCW_DEFAULT_ORGANIZATION_ID",
  defaultProjectId: "SCW_DEFAULT_PROJECT_ID",
  region: "SCW_DEFAULT_REGION",
  apiUrl: "SCW_API_URL",
  s3Endpoint: "SCW_S3_ENDPOINT",
};

const SELECTION: readonly SettingName[] = ["region", "apiUrl", "s3Endpoint"];
const LAST_RESORT: readonly SettingName[] = [
  "accessKey",
  "secretKey",
  "organizationId",
  "defaultProjectId",
];

/** One place that gives settings. */
interface Layer {
  readonly values: SettingValues;
  readonly source: (name: SettingName) => string;
}

/**
 * Decides the settings: the resource's profile, then stack config, then SCW_* variables, then the active profile; secrets in
 * stack config last, with a warning.
 * @throws CloudError of kind `invalid`: no credentials, half a pair of them, an unknown profile, two Organizations, a wrong address
 */
export async function resolveSettings(origin: SettingsOrigin): Promise<Settings> {
  const { config, env, log = createLog("settings") } = origin;
  const file = await readProfileFile(env, origin.readFile ?? readFileIfPresent);
  const selected = origin.profile ?? nonEmpty(config("profile"));
  const chosenBy =
    origin.profile === undefined ? "stack config storage-access:profile" : "`profile`";
  const environment = environmentLayer(env);
  const layers: Layer[] = [configLayer(config, SELECTION), environment];
  if (selected === undefined) {
    layers.push(activeProfileLayer(file, env));
  } else {
    const profile = profileLayer(file, selected, chosenBy);
    refuseTwoOrganizations(profile, environment, selected, log);
    layers.splice(origin.profile === undefined ? 1 : 0, 0, profile);
  }
  layers.push(configLayer(config, LAST_RESORT));
  const settings = merge(layers, file);
  warnOfStackSecrets(settings, log);
  checkAddresses(settings, log);
  return settings;
}

/** The address of Object Storage in a region. */
export function s3EndpointOf(settings: Settings, region: string): string {
  return settings.s3Endpoint.replaceAll("{region}", region);
}

function environmentLayer(env: Environment): Layer {
  const values = collect((name) => env[VARIABLES[name]]);
  if (values.secretKey !== undefined) registerSecret(values.secretKey);
  return { values, source: (name) => `environment variable ${VARIABLES[name]}` };
}

function configLayer(config: SettingsOrigin["config"], names: readonly SettingName[]): Layer {
  const values = collect((name) => (names.includes(name) ? config(name) : undefined));
  if (values.secretKey !== undefined) registerSecret(values.secretKey);
  return { values, source: (name) => `stack config storage-access:${name}` };
}

function profileLayer(file: ProfileFile, name: string | undefined, chosenBy: string): Layer {
  const values = file.profile(name);
  if (values === undefined) throw unknownProfile(file, name ?? "", chosenBy);
  const label = name === undefined ? file.path : `profile "${name}" of ${file.path}`;
  return { values, source: () => label };
}

function activeProfileLayer(file: ProfileFile, env: Environment): Layer {
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

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === "" ? undefined : value.trim();
}

/** Key and secret come as a pair from one place; what belongs to a key does not come from a place that holds another key. */
function merge(layers: readonly Layer[], file: ProfileFile): Settings {
  const owner = layers.find(({ values }) => values.accessKey ?? values.secretKey);
  if (owner === undefined) throw missingCredentials(file);
  const { accessKey, secretKey } = owner.values;
  if (accessKey === undefined || secretKey === undefined) throw halfAPair(owner);
  if (accessKey.includes("@")) throw projectInKey(owner);
  const sources: Partial<Record<SettingName, string>> = {
    accessKey: owner.source("accessKey"),
    secretKey: owner.source("secretKey"),
  };
  const first = (name: SettingName, among: readonly Layer[]): string | undefined => {
    const giver = among.find(({ values }) => values[name] !== undefined);
    const value = giver?.values[name] ?? DEFAULTS[name];
    if (value !== undefined) sources[name] = giver?.source(name) ?? "default";
    return value;
  };
  const ofThisKey = layers.filter(
    ({ values }) => values.accessKey === undefined || values.accessKey === accessKey,
  );
  return {
    accessKey,
    secretKey,
    organizationId: first("organizationId", ofThisKey),
    defaultProjectId: first("defaultProjectId", ofThisKey),
    region: first("region", layers) ?? "",
    apiUrl: first("apiUrl", layers) ?? "",
    s3Endpoint: first("s3Endpoint", layers) ?? "",
    sources,
  };
}

function refuseTwoOrganizations(profile: Layer, environment: Layer, name: string, log: Log): void {
  const { secretKey, organizationId } = environment.values;
  if (secretKey === undefined || secretKey === profile.values.secretKey) return;
  const selected = profile.values.organizationId;
  if (selected !== undefined && organizationId !== undefined && selected !== organizationId) {
    throw settingsError(
      `profile "${name}" belongs to Organization ${selected}, the exported SCW_SECRET_KEY to Organization ${organizationId}`,
      "Unset the SCW_* variables, or choose no profile.",
    );
  }
  if (profile.values.secretKey !== undefined) {
    log.warn(`profile "${name}" is selected: the exported SCW_SECRET_KEY is not used`);
  }
}

function warnOfStackSecrets(settings: Settings, log: Log): void {
  if (!settings.sources.secretKey?.startsWith("stack config")) return;
  log.warn(
    "the secret key comes from the stack config (storage-access:secretKey), so it is stored in the stack's state; " +
      "SCW_SECRET_KEY or a profile keeps it out",
  );
}

function checkAddresses(settings: Settings, log: Log): void {
  if (!/^[a-z0-9-]+$/.test(settings.region)) {
    const source = settings.sources.region ?? "default";
    throw settingsError(
      `"${settings.region}" (${source}) is not a region`,
      "Regions look like fr-par.",
    );
  }
  for (const name of ["apiUrl", "s3Endpoint"] as const) {
    const address = settings[name].replaceAll("{region}", settings.region);
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
      throw settingsError(
        `"${address}" (${settings.sources[name] ?? "default"}) is not an address`,
        "Give one that begins with https://.",
      );
    }
    const isLocal = /^(localhost|127\..*|\[::1\])$/.test(url.hostname);
    if (url.protocol === "http:" && !isLocal) {
      log.warn(`${name} ${address} is not encrypted: the credentials can be read on the way`);
    }
  }
}

function settingsError(answer: string, hint: string): CloudError {
  return new CloudError({
    kind: "invalid",
    operation: "decide the Scaleway settings",
    resource: "",
    answer,
    hint,
  });
}

function missingCredentials(file: ProfileFile): CloudError {
  const tried = file.exists
    ? `the profile file ${file.path} has none`
    : `there is no profile file ${file.path}`;
  return settingsError(
    `no credentials: SCW_ACCESS_KEY and SCW_SECRET_KEY are not set, and ${tried}`,
    "Export both variables, or write access_key and secret_key into the profile file.",
  );
}

function halfAPair(owner: Layer): CloudError {
  const given = owner.values.accessKey === undefined ? "secretKey" : "accessKey";
  const missing = given === "accessKey" ? "secretKey" : "accessKey";
  return settingsError(
    `half a pair of credentials: ${given} comes from ${owner.source(given)}, which has no ${missing}`,
    `Give both in one place (${VARIABLES.accessKey} and ${VARIABLES.secretKey}, or both keys of one profile).`,
  );
}

function projectInKey(owner: Layer): CloudError {
  return settingsError(
    `the access key (${owner.source("accessKey")}) contains "@"`,
    "Give the plain access key: the Project of each Object Storage call is added here.",
  );
}

function unknownProfile(file: ProfileFile, name: string, chosenBy: string): CloudError {
  const known = file.profileNames.map((profile) => `"${profile}"`).join(", ");
  const where = file.exists
    ? `is not in ${file.path}`
    : `needs the file ${file.path}, which is missing`;
  return settingsError(
    `profile "${name}" (chosen by ${chosenBy}) ${where}`,
    known === "" ? "The file has no profiles." : `Known profiles: ${known}.`,
  );
}

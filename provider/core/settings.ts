/**
 * Whose credentials, which Organization, which addresses: decided once, in one order, each value with its source.
 * @module
 */
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
import {
  activeProfileLayer,
  configLayer,
  environmentLayer,
  nonEmpty,
  profileLayer,
  type Layer,
  type ReadSetting,
} from "./settings-layers";
import {
  checkAddresses,
  halfAPair,
  missingCredentials,
  projectInKey,
  refuseTwoOrganizations,
  warnOfStackSecrets,
} from "./settings-refusals";

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
  readonly config: ReadSetting;
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

const SELECTION: readonly SettingName[] = ["region", "apiUrl", "s3Endpoint"];
const LAST_RESORT: readonly SettingName[] = [
  "accessKey",
  "secretKey",
  "organizationId",
  "defaultProjectId",
];

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

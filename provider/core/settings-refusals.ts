/**
 * Settings that are refused or warned about, and what is said about them.
 * @module
 */
import { CloudError } from "./errors";
import type { Log } from "./log";
import type { ProfileFile } from "./profile-file";
import type { Settings } from "./settings";
import type { Layer } from "./settings-layers";

/** Refuses a selected profile beside exported credentials of another Organization; warns of ones that are not used. */
export function refuseTwoOrganizations(
  profile: Layer,
  environment: Layer,
  name: string,
  log: Log,
): void {
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

/** Warns of a secret that the state will hold. */
export function warnOfStackSecrets(settings: Settings, log: Log): void {
  if (!settings.sources.secretKey?.startsWith("stack config")) return;
  log.warn(
    "the secret key comes from the stack config (storage-access:secretKey), so it is stored in the stack's state; " +
      "SCW_SECRET_KEY or a profile keeps it out",
  );
}

/** Refuses what is no region or no address; warns of credentials that would travel unencrypted. */
export function checkAddresses(settings: Settings, log: Log): void {
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

/** No place gives credentials. */
export function missingCredentials(file: ProfileFile): CloudError {
  const tried = file.exists
    ? `the profile file ${file.path} has none`
    : `there is no profile file ${file.path}`;
  return settingsError(
    `no credentials: SCW_ACCESS_KEY and SCW_SECRET_KEY are not set, and ${tried}`,
    "Export both variables, or write access_key and secret_key into the profile file.",
  );
}

/** A place gives an access key without its secret, or the other way round. */
export function halfAPair(owner: Layer): CloudError {
  const given = owner.values.accessKey === undefined ? "secretKey" : "accessKey";
  const missing = given === "accessKey" ? "secretKey" : "accessKey";
  return settingsError(
    `half a pair of credentials: ${given} comes from ${owner.source(given)}, which has no ${missing}`,
    "Give both in one place (SCW_ACCESS_KEY and SCW_SECRET_KEY, or both keys of one profile).",
  );
}

/** The access key has the form that Object Storage calls get here. */
export function projectInKey(owner: Layer): CloudError {
  return settingsError(
    `the access key (${owner.source("accessKey")}) contains "@"`,
    "Give the plain access key: the Project of each Object Storage call is added here.",
  );
}

/** Somebody chose a profile that the file does not have. */
export function unknownProfile(file: ProfileFile, name: string, chosenBy: string): CloudError {
  const known = file.profileNames.map((profile) => `"${profile}"`).join(", ");
  const where = file.exists
    ? `is not in ${file.path}`
    : `needs the file ${file.path}, which is missing`;
  const remedy = known === "" ? "It has no profiles" : `Known profiles: ${known}`;
  return settingsError(
    `profile "${name}" (chosen by ${chosenBy}) ${where}`,
    file.exists
      ? `${remedy}.`
      : `Write the file (SCW_CONFIG_PATH says where it is), or choose no profile.`,
  );
}

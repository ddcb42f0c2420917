/**
 * Which settings are in use, and where each comes from.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../core/context";
import { defineLookup, type LookupArgs, type LookupOutputArgs } from "./lookup";

/** One setting in use. */
export interface SettingInUse {
  /** Undefined where nothing gives it, and for the secret key always. */
  readonly value: string | undefined;
  /** Where it comes from, such as `SCW_ACCESS_KEY` or a profile of the file; `default` or `nothing` where nobody gave it. */
  readonly source: string;
}

/** The settings in use. The secret key is known by its source alone. */
export interface SettingsInUse {
  /** The key that signs. */
  readonly accessKey: SettingInUse;
  /** Only where it comes from. */
  readonly secretKey: SettingInUse;
  /** Undefined: the service is asked. */
  readonly organizationId: SettingInUse;
  /** Undefined: the Organization's default Project. */
  readonly defaultProjectId: SettingInUse;
  /** Where buckets go that name none. */
  readonly region: SettingInUse;
  /** IAM and Account. */
  readonly apiUrl: SettingInUse;
  /** Object Storage; `{region}` in it stands for the region. */
  readonly s3Endpoint: SettingInUse;
}

/** Tells the settings of a context. */
export function readSettings({ settings }: Pick<Context, "settings">): SettingsInUse {
  const told = (name: keyof SettingsInUse): SettingInUse => ({
    value: name === "secretKey" ? undefined : settings[name],
    source: settings.sources[name] ?? "nothing",
  });
  return {
    accessKey: told("accessKey"),
    secretKey: told("secretKey"),
    organizationId: told("organizationId"),
    defaultProjectId: told("defaultProjectId"),
    region: told("region"),
    apiUrl: told("apiUrl"),
    s3Endpoint: told("s3Endpoint"),
  };
}

const lookup = defineLookup<LookupArgs, SettingsInUse>({
  name: "getSettings",
  members: {},
  ask: (context) => Promise.resolve(readSettings(context)),
});

/**
 * The settings in use and the source of each, without any call: for the question why a deployment acts where it acts.
 *
 * ```ts
 * const { accessKey, region } = await scaleway.getSettings();
 * pulumi.log.info(`key ${String(accessKey.value)} from ${accessKey.source}, region from ${region.source}`);
 * ```
 * @throws CloudError without usable credentials
 */
export function getSettings(args?: LookupArgs): Promise<SettingsInUse> {
  return lookup.plain(args);
}

/** The settings in use as an Output. */
export function getSettingsOutput(args?: LookupOutputArgs): pulumi.Output<SettingsInUse> {
  return lookup.output(args);
}

/**
 * The Organization's security settings: what its members and API keys must keep to.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../core/common";
import type { Context } from "../core/context";
import { kind, type AnyDefinition } from "../core/definition";
import { DeclaredResource, isInstanceOf, typeToken } from "../core/resource";
import { boolean, number } from "../core/rules";
import type { SecuritySettings } from "./clients/iam";
import { cloudFor, organizationId } from "./cloud";
import { rememberSecuritySettings, type KnownSettings } from "./security-settings";

/** Arguments of {@link OrganizationSecuritySettings}. What is not given is left as it is. */
export interface OrganizationSecuritySettingsArgs extends CommonArgs {
  /** True: a member must replace a password that somebody else chose, within the grace period. */
  enforcePasswordRenewal?: pulumi.Input<boolean> | undefined;
  /** How long a member has to replace its password or to set up a second factor. In seconds, 0 to 316,224,000 (ten years). */
  gracePeriodDurationSeconds?: pulumi.Input<number> | undefined;
  /** After so many wrong passwords in a row a member is locked: 1 to 50. */
  loginAttemptsBeforeLocked?: pulumi.Input<number> | undefined;
  /** How long somebody stays signed in. In seconds, 0 to 316,224,000 (ten years); 0: without end. */
  maxLoginSessionDurationSeconds?: pulumi.Input<number> | undefined;
  /**
   * How long a new API key may live: each then needs an `expiresAt`. In seconds, 0 to 316,224,000 (ten years); 0: for ever. Keys that
   * exist keep what they have.
   */
  maxApiKeyExpirationDurationSeconds?: pulumi.Input<number> | undefined;
}

/**
 * The security settings of the Organization, which are always there: one resource in all programs together.
 *
 * Only what is given is managed. Destroying it changes nothing: the service stays as it is, and the deployment says so. Not
 * beside another program that sets the same fields.
 *
 * Minimal:
 * ```ts
 * new scaleway.OrganizationSecuritySettings("security", { loginAttemptsBeforeLocked: 5 });
 * ```
 * With new passwords replaced within a week, and nobody signed in for longer than a working day:
 * ```ts
 * new scaleway.OrganizationSecuritySettings("security", {
 *   enforcePasswordRenewal: true,
 *   gracePeriodDurationSeconds: 7 * 24 * 3600,
 *   maxLoginSessionDurationSeconds: 9 * 3600,
 * });
 * ```
 * In Scaleway's documentation: "IAM > Organization security settings".
 */
export class OrganizationSecuritySettings extends DeclaredResource {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:OrganizationSecuritySettings");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return organizationSecuritySettings;
  }

  /** True for security settings, also those made by another copy of this package. */
  static override isInstance(value: unknown): value is OrganizationSecuritySettings {
    return isInstanceOf(value, OrganizationSecuritySettings.__pulumiType);
  }

  /** Each of these where the program gives it. */
  declare readonly enforcePasswordRenewal: pulumi.Output<boolean | undefined>;
  /**
   * Seconds that a member has to replace a password or to set up a second factor; undefined where the program gives
   * none.
   */
  declare readonly gracePeriodDurationSeconds: pulumi.Output<number | undefined>;
  /** Wrong passwords in a row after which a member is locked; undefined where the program gives none. */
  declare readonly loginAttemptsBeforeLocked: pulumi.Output<number | undefined>;
  /** Seconds for which somebody stays signed in, 0: without end; undefined where the program gives none. */
  declare readonly maxLoginSessionDurationSeconds: pulumi.Output<number | undefined>;
  /** Seconds that a new API key may live at most, 0: for ever; undefined where the program gives none. */
  declare readonly maxApiKeyExpirationDurationSeconds: pulumi.Output<number | undefined>;
  /** The Organization whose settings they are; the resource's id as well. */
  declare readonly organizationId: pulumi.Output<string>;

  constructor(
    name: string,
    args: OrganizationSecuritySettingsArgs,
    options?: pulumi.CustomResourceOptions,
  ) {
    super(organizationSecuritySettings, { name, args, options });
  }
}

const TEN_YEARS_SECONDS = 10 * 366 * 24 * 3600;
const FIELDS = [
  "enforcePasswordRenewal",
  "gracePeriodDurationSeconds",
  "loginAttemptsBeforeLocked",
  "maxLoginSessionDurationSeconds",
  "maxApiKeyExpirationDurationSeconds",
] as const satisfies readonly (keyof SecuritySettings)[];

const duration = { rule: number(0, TEN_YEARS_SECONDS), absent: "unmanaged" } as const;

const organizationSecuritySettings = kind<SecuritySettings, KnownSettings>({
  token: "scaleway:OrganizationSecuritySettings",
  noun: "Organization security settings",
  schema: 1,
  fields: {
    enforcePasswordRenewal: { rule: boolean(), absent: "unmanaged" },
    gracePeriodDurationSeconds: duration,
    loginAttemptsBeforeLocked: { rule: number(1, 50), absent: "unmanaged" },
    maxLoginSessionDurationSeconds: duration,
    maxApiKeyExpirationDurationSeconds: duration,
  },
  produced: ["organizationId"],
  organization: organizationId,
  place: { nameOf: () => "the Organization's", alwaysThere: true, find: read },
  get: (context) => read(context),
  // Never needed, since they are always there; it does what making them would mean.
  make: write,
  aspects: [{ fields: FIELDS, write: (context, _live, _wish, changes) => write(context, changes) }],
  remove: (context, id) => {
    context.log.info(`leaves the security settings of Organization ${id} as they are`);
    return Promise.resolve();
  },
  model: ({ id: _, ...settings }) => settings,
  produce: () => ({}),
});

async function read(context: Context): Promise<KnownSettings> {
  const id = await organizationId(context);
  return { id, ...(await cloudFor(context).iam.getSecuritySettings()) };
}

async function write(context: Context, patch: Partial<SecuritySettings>): Promise<KnownSettings> {
  const id = await organizationId(context);
  const settings = { id, ...(await cloudFor(context).iam.updateSecuritySettings(patch)) };
  rememberSecuritySettings(context, settings);
  return settings;
}

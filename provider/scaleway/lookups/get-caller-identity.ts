/**
 * Who deploys: the bearer, the Organization and the preferred Project of the key in use.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../core/context";
import { CloudError } from "../../core/errors";
import { cloudFor } from "../cloud";
import { defineLookup, type LookupArgs, type LookupOutputArgs } from "./lookup";

/** The caller. Its secret is not among what is known about it. */
export interface CallerIdentity {
  /** The public half of the key in use. */
  readonly accessKey: string;
  /** Whose rights the key carries. */
  readonly bearer: {
    /** A user signs in as well; an application has keys alone. */
    readonly kind: "user" | "application";
    /** A UUID: the id of the user or of the application. */
    readonly id: string;
  };
  /** The Organization that the key belongs to, a UUID. */
  readonly organizationId: string;
  /** The key's preferred Project: where its plain Object Storage calls act. */
  readonly defaultProjectId: string;
  /** RFC 3339; undefined: the key does not expire. */
  readonly expiresAt: string | undefined;
}

/** Reads the key in use. */
export async function readCallerIdentity(context: Context): Promise<CallerIdentity> {
  const cloud = cloudFor(context);
  const { accessKey, sources } = context.settings;
  const key = await cloud.iam.getApiKey(accessKey);
  if (key === undefined) throw missing(accessKey, sources.accessKey);
  const { bearer, defaultProjectId, expiresAt } = key;
  return {
    accessKey,
    bearer:
      "applicationId" in bearer
        ? { kind: "application", id: bearer.applicationId }
        : { kind: "user", id: bearer.userId },
    organizationId: await cloud.organizationId(),
    defaultProjectId,
    expiresAt,
  };
}

function missing(accessKey: string, source: string | undefined): CloudError {
  return new CloudError({
    kind: "notFound",
    operation: "look up the caller",
    resource: accessKey,
    answer: `there is no such access key (it comes from ${source ?? "the settings"})`,
    hint: "The secret key is valid but belongs to another access key: give the pair that belongs together.",
  });
}

const lookup = defineLookup<LookupArgs, CallerIdentity>({
  name: "getCallerIdentity",
  members: {},
  ask: readCallerIdentity,
});

/**
 * The caller: access key, bearer, Organization, preferred Project and expiry, never the secret. Asked once per program.
 *
 * ```ts
 * const { bearer, organizationId } = await scaleway.getCallerIdentity();
 * ```
 * @throws CloudError without usable credentials, or without the right to read API keys
 */
export function getCallerIdentity(args?: LookupArgs): Promise<CallerIdentity> {
  return lookup.plain(args);
}

/** The caller as an Output, for the arguments of resources. */
export function getCallerIdentityOutput(args?: LookupOutputArgs): pulumi.Output<CallerIdentity> {
  return lookup.output(args);
}

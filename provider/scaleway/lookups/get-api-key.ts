/**
 * One API key, by its access key.
 * @module
 */
import { hideMark } from "../../core/mark";
import type { ApiKey } from "../clients/iam";
import { anyText } from "./filters";
import { oneLookup, only } from "./one-lookup";
import type { LookupArgs } from "./lookup";

/** Which key. */
export interface GetApiKeyArgs extends LookupArgs {
  /** `SCW` and 17 letters and digits. */
  readonly accessKey: string;
}

/** A key as it is. Its secret was told to its maker alone. */
export interface GetApiKeyResult extends Omit<ApiKey, "bearer"> {
  /** The bearer, where it is an application. */
  readonly applicationId: string | undefined;
  /** The bearer, where it is a user. */
  readonly userId: string | undefined;
}

/** A key as programs see it. */
export function shownApiKey(key: ApiKey): GetApiKeyResult {
  const { bearer, ...others } = hideMark("scaleway:ApiKey", key);
  return { ...others, applicationId: undefined, userId: undefined, ...bearer };
}

const lookup = oneLookup<GetApiKeyArgs, ApiKey, GetApiKeyResult>({
  name: "getApiKey",
  noun: "API key",
  by: { accessKey: only(anyText, async ({ iam }, value) => iam.getApiKey(value)) },
  show: shownApiKey,
  identify: (key) => key.id,
});

/**
 * One API key that exists already: bearer, preferred Project, expiry, never the secret. Asked once per program and
 * arguments.
 *
 * ```ts
 * const { accessKey } = await scaleway.getCallerIdentity();
 * const { defaultProjectId, expiresAt } = await scaleway.getApiKey({ accessKey });
 * ```
 * @throws CloudError where none or several fit, without usable credentials, or without the right to read API keys
 */
export const getApiKey = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * export const expiry = scaleway.getApiKeyOutput({ accessKey: key.accessKey }).expiresAt;
 * ```
 */
export const getApiKeyOutput = lookup.output;

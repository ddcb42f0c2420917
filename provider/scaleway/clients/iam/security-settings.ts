/**
 * IAM security settings: what the members and keys of the Organization must keep to.
 * @module
 */
import { segment, type HttpRequest } from "../../../core/http";
import { CloudError } from "../../../core/errors";
import type { Service } from "../service";
import { wireObject } from "../wire";

/** Rules for members and keys. */
export interface SecuritySettings {
  /** A member must soon replace a password that somebody else chose, */
  readonly enforcePasswordRenewal: boolean;
  /** within this time. */
  readonly gracePeriodDurationSeconds: number;
  readonly loginAttemptsBeforeLocked: number;
  /** 0: without end. */
  readonly maxLoginSessionDurationSeconds: number;
  /** 0: a key may live for ever. */
  readonly maxApiKeyExpirationDurationSeconds: number;
}

/** Calls on the settings of the caller's Organization. */
export interface SecuritySettingsCalls {
  getSecuritySettings(): Promise<SecuritySettings>;
  /** Fields that are not given stay as they are. */
  updateSecuritySettings(patch: Partial<SecuritySettings>): Promise<SecuritySettings>;
}

/** The calls on security settings. */
export function securitySettingsCalls(service: Service): SecuritySettingsCalls {
  const call = async (request: Pick<HttpRequest, "method" | "body" | "operation">) => {
    const resource = await service.organizationId();
    const path = `/iam/v1alpha1/organizations/${segment(resource)}/security-settings`;
    const attempted = { ...request, path, resource };
    const object = wireObject(await service.http.request(attempted), attempted);
    const seconds = (name: string): number => secondsOf(object.optionalText(name) ?? "0s", request);
    return {
      enforcePasswordRenewal: object.flag("enforce_password_renewal"),
      gracePeriodDurationSeconds: seconds("grace_period_duration"),
      loginAttemptsBeforeLocked: object.count("login_attempts_before_locked"),
      maxLoginSessionDurationSeconds: seconds("max_login_session_duration"),
      maxApiKeyExpirationDurationSeconds: seconds("max_api_key_expiration_duration"),
    };
  };
  return {
    getSecuritySettings: () =>
      call({ method: "GET", operation: "read the security settings of Organization" }),
    updateSecuritySettings: (patch) =>
      call({
        method: "PATCH",
        body: wireFields(patch),
        operation: "change the security settings of Organization",
      }),
  };
}

function wireFields(patch: Partial<SecuritySettings>): Record<string, unknown> {
  const text = (seconds: number | undefined): string | undefined =>
    seconds === undefined ? undefined : `${String(seconds)}s`;
  return {
    enforce_password_renewal: patch.enforcePasswordRenewal,
    grace_period_duration: text(patch.gracePeriodDurationSeconds),
    login_attempts_before_locked: patch.loginAttemptsBeforeLocked,
    max_login_session_duration: text(patch.maxLoginSessionDurationSeconds),
    max_api_key_expiration_duration: text(patch.maxApiKeyExpirationDurationSeconds),
  };
}

/** Durations are written as `86400s` or `2.5s`. */
function secondsOf(text: string, { operation }: { readonly operation: string }): number {
  if (/^\d+(\.\d+)?s$/.test(text)) return Number(text.slice(0, -1));
  throw new CloudError({
    kind: "protocol",
    operation,
    resource: "",
    answer: `the answer has a duration that is none: ${text}`,
    hint: "The service speaks another version than this provider.",
  });
}

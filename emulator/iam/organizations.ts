/**
 * The Organization itself: its alias, how its members sign in, and its security settings.
 * @module
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { authorize } from "../gateway/access";
import { body, FLAG } from "../gateway/bodies";
import type { ApiContext } from "../gateway/context";
import { notFound, preconditionFailed } from "../gateway/errors";
import type { Identified } from "../gateway/locate";
import { requireUuid } from "../gateway/query";
import type { Organization } from "../organization/organization";
import type { Profile, SecuritySettings } from "../organization/profile";
import { DURATION, durationText, secondsFrom } from "./durations";

const PATH = "/iam/v1alpha1/organizations/:id";
const ALIAS = { type: "string", minLength: 2, maxLength: 32, pattern: "^[a-z0-9]+$" };

interface One {
  Params: Identified;
}
interface SetAlias extends One {
  Body: { alias: string };
}
interface SetLoginMethods extends One {
  Body: {
    login_password_enabled?: boolean;
    login_magic_code_enabled?: boolean;
    login_oauth2_enabled?: boolean;
    login_saml_enabled?: boolean;
  };
}
interface SetSecurity extends One {
  Body: {
    enforce_password_renewal?: boolean;
    grace_period_duration?: string;
    login_attempts_before_locked?: number;
    max_login_session_duration?: string;
    max_api_key_expiration_duration?: string;
  };
}

/** Adds `/iam/v1alpha1/organizations/{id}`. */
export function organizations(server: FastifyInstance, context: ApiContext): void {
  const calls = new Organizations(context);
  server.get<One>(PATH, (request) => calls.get(request));
  server.put<SetAlias>(`${PATH}/alias`, body({ alias: ALIAS }, ["alias"]), (request) =>
    calls.setAlias(request),
  );
  server.patch<SetLoginMethods>(
    `${PATH}/login-methods`,
    body({
      login_password_enabled: FLAG,
      login_magic_code_enabled: FLAG,
      login_oauth2_enabled: FLAG,
      login_saml_enabled: FLAG,
    }),
    (request) => calls.setLoginMethods(request),
  );
  server.get<One>(`${PATH}/security-settings`, (request) => calls.getSecurity(request));
  server.patch<SetSecurity>(
    `${PATH}/security-settings`,
    body({
      enforce_password_renewal: FLAG,
      grace_period_duration: DURATION,
      login_attempts_before_locked: { type: "integer", minimum: 1, maximum: 50 },
      max_login_session_duration: DURATION,
      max_api_key_expiration_duration: DURATION,
    }),
    (request) => calls.setSecurity(request),
  );
  for (const feature of ["saml", "scim"]) {
    server.get<One>(`${PATH}/${feature}`, (request) =>
      calls.without(request, `organization_${feature}`),
    );
  }
}

class Organizations {
  constructor(private readonly context: ApiContext) {}

  private get organization(): Organization {
    return this.context.organization;
  }

  get(request: FastifyRequest<One>): object {
    return this.view(this.locate(request));
  }

  setAlias(request: FastifyRequest<SetAlias>): object {
    const profile = this.locate(request);
    if (profile.alias !== "") {
      throw preconditionFailed("protected_resource", "an alias has already been defined");
    }
    return this.view(this.organization.setProfile({ ...profile, alias: request.body.alias }));
  }

  setLoginMethods(request: FastifyRequest<SetLoginMethods>): object {
    const profile = this.locate(request);
    const before = profile.loginMethods;
    const given = request.body;
    const loginMethods = {
      password: given.login_password_enabled ?? before.password,
      magicCode: given.login_magic_code_enabled ?? before.magicCode,
      oauth2: given.login_oauth2_enabled ?? before.oauth2,
      saml: given.login_saml_enabled ?? before.saml,
    };
    return this.view(this.organization.setProfile({ ...profile, loginMethods }));
  }

  /** What an Organization does not have before somebody sets it up, which cannot be done here. */
  without(request: FastifyRequest<One>, feature: string): never {
    this.locate(request);
    throw notFound(feature, request.params.id);
  }

  getSecurity(request: FastifyRequest<One>): object {
    return securityView(this.locate(request).security);
  }

  setSecurity(request: FastifyRequest<SetSecurity>): object {
    const profile = this.locate(request);
    const before = profile.security;
    const given = request.body;
    const seconds = (argument: keyof SetSecurity["Body"], otherwise: number): number => {
      const text = given[argument];
      return typeof text === "string" ? secondsFrom(argument, text) : otherwise;
    };
    const security: SecuritySettings = {
      enforcePasswordRenewal: given.enforce_password_renewal ?? before.enforcePasswordRenewal,
      gracePeriodSeconds: seconds("grace_period_duration", before.gracePeriodSeconds),
      loginAttemptsBeforeLocked:
        given.login_attempts_before_locked ?? before.loginAttemptsBeforeLocked,
      maximumLoginSessionSeconds: seconds(
        "max_login_session_duration",
        before.maximumLoginSessionSeconds,
      ),
      maximumApiKeyLifetimeSeconds: seconds(
        "max_api_key_expiration_duration",
        before.maximumApiKeyLifetimeSeconds,
      ),
    };
    return securityView(this.organization.setProfile({ ...profile, security }).security);
  }

  /** Another Organization than the caller's is denied, like everything of it. */
  private locate(request: FastifyRequest<One>): Profile {
    const organizationId = requireUuid("organization_id", request.params.id);
    authorize(request, this.context, { organizationId });
    return this.organization.profile;
  }

  private view({ name, alias, loginMethods }: Profile): object {
    return {
      id: this.organization.id,
      name,
      alias,
      login_password_enabled: loginMethods.password,
      login_magic_code_enabled: loginMethods.magicCode,
      login_oauth2_enabled: loginMethods.oauth2,
      login_saml_enabled: loginMethods.saml,
    };
  }
}

function securityView(security: SecuritySettings): object {
  return {
    enforce_password_renewal: security.enforcePasswordRenewal,
    grace_period_duration: durationText(security.gracePeriodSeconds),
    login_attempts_before_locked: security.loginAttemptsBeforeLocked,
    max_login_session_duration: durationText(security.maximumLoginSessionSeconds),
    max_api_key_expiration_duration: durationText(security.maximumApiKeyLifetimeSeconds),
  };
}

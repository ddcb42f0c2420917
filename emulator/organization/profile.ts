/**
 * What an Organization is called, and what its people and keys must keep to.
 * @module
 */

/** Rules for members and keys. Durations are in seconds. */
export interface SecuritySettings {
  /** A member must soon replace a password that somebody else chose. */
  readonly enforcePasswordRenewal: boolean;
  /** How soon. */
  readonly gracePeriodSeconds: number;
  readonly loginAttemptsBeforeLocked: number;
  readonly maximumLoginSessionSeconds: number;
  /** How long a new key may live; 0: without end, and no expiry is needed. */
  readonly maximumApiKeyLifetimeSeconds: number;
}

/** Ways in which members sign in to the console. */
export interface LoginMethods {
  readonly password: boolean;
  readonly magicCode: boolean;
  readonly oauth2: boolean;
  readonly saml: boolean;
}

/** The Organization's own data. */
export interface Profile {
  readonly name: string;
  /** Empty until it is set, which can be done once. */
  readonly alias: string;
  readonly loginMethods: LoginMethods;
  readonly security: SecuritySettings;
}

const DAY_SECONDS = 24 * 60 * 60;

/** A new Organization's. The real service's first values were never recorded: these restrict nothing. */
export const NEW_PROFILE: Profile = {
  name: "local",
  alias: "",
  loginMethods: { password: true, magicCode: true, oauth2: true, saml: false },
  security: {
    enforcePasswordRenewal: false,
    gracePeriodSeconds: 7 * DAY_SECONDS,
    loginAttemptsBeforeLocked: 10,
    maximumLoginSessionSeconds: 0,
    maximumApiKeyLifetimeSeconds: 0,
  },
};

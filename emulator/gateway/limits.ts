/**
 * Rules that hold for every kind: quotas, and names that only one may have.
 * @module
 */
import type { ApiContext, QuotaName } from "./context";
import { alreadyExists, quotaExceeded } from "./errors";

/** Names of the quotas in a refusal; `UsrProjectsWidth` and `IamSshKeys` are recorded, the others are made after their like. */
const QUOTA_RESOURCES: Readonly<Record<QuotaName, string>> = {
  applications: "IamApplications",
  groups: "IamGroups",
  policies: "IamPolicies",
  users: "IamUsers",
  apiKeys: "IamApiKeys",
  sshKeys: "IamSshKeys",
  projects: "UsrProjectsWidth",
};

const KIND_NAMES: Readonly<Record<QuotaName, string>> = {
  applications: "IAM applications",
  groups: "IAM groups",
  policies: "IAM policies",
  users: "IAM users",
  apiKeys: "API keys",
  sshKeys: "SSH keys",
  projects: "Projects",
};

/** A limit of the Organization. */
export interface Quotum {
  /** As a refusal names it. */
  readonly name: string;
  /** Undefined: as many as anybody likes. */
  readonly limit: number | undefined;
  readonly prettyName: string;
  readonly description: string;
}

/** Every kind that can be limited. */
export const QUOTA_NAMES = Object.keys(QUOTA_RESOURCES) as readonly QuotaName[];

/** The limit on one kind. */
export function quotaOf({ quotas }: ApiContext, kind: QuotaName): Quotum {
  const prettyName = KIND_NAMES[kind];
  const description = `How many ${prettyName} the Organization may have`;
  return { name: QUOTA_RESOURCES[kind], limit: quotas[kind], prettyName, description };
}

/**
 * Refuses one more than the quota.
 * @param current - how many there are
 * @throws ApiError 403
 */
export function requireRoom(context: ApiContext, name: QuotaName, current: number): void {
  const quota = context.quotas[name];
  if (quota !== undefined && current >= quota) {
    throw quotaExceeded(QUOTA_RESOURCES[name], quota, current);
  }
}

/**
 * Refuses a name that another has, unless the switch lets it.
 * @param resource - the kind, as errors name it
 * @param others - those of that name
 * @param ownId - the one that is being renamed; absent for a new one
 * @throws ApiError 409
 */
export function requireFreeName(
  context: ApiContext,
  resource: string,
  others: readonly { readonly id: string }[],
  ownId?: string,
): void {
  const taken = others.find((other) => other.id !== ownId);
  if (taken && context.switches().duplicateName === "refuse") {
    throw alreadyExists(resource, taken.id, `another ${resource} has this name`);
  }
}

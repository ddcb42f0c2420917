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

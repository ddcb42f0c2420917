/**
 * All lookups: each in its plain form and as an Output.
 * @module
 */
export {
  getApiKey,
  getApiKeyOutput,
  type GetApiKeyArgs,
  type GetApiKeyResult,
} from "./get-api-key";
export {
  getApiKeys,
  getApiKeysOutput,
  type GetApiKeysArgs,
  type GetApiKeysResult,
} from "./get-api-keys";
export {
  getApplication,
  getApplicationOutput,
  type GetApplicationArgs,
  type GetApplicationResult,
} from "./get-application";
export {
  getApplications,
  getApplicationsOutput,
  type GetApplicationsArgs,
  type GetApplicationsResult,
} from "./get-applications";
export { getBucket, getBucketOutput, type GetBucketArgs, type GetBucketResult } from "./get-bucket";
export {
  getBuckets,
  getBucketsOutput,
  type GetBucketsArgs,
  type GetBucketsResult,
  type ListedBucketResult,
} from "./get-buckets";
export {
  getCallerIdentity,
  getCallerIdentityOutput,
  type CallerIdentity,
} from "./get-caller-identity";
export {
  getDefaultProject,
  getDefaultProjectOutput,
  type DefaultProject,
} from "./get-default-project";
export { getGroup, getGroupOutput, type GetGroupArgs, type GetGroupResult } from "./get-group";
export { getGroups, getGroupsOutput, type GetGroupsArgs, type GetGroupsResult } from "./get-groups";
export { getJwt, getJwtOutput, type GetJwtArgs, type GetJwtResult } from "./get-jwt";
export { getJwts, getJwtsOutput, type GetJwtsArgs, type GetJwtsResult } from "./get-jwts";
export { getLog, getLogOutput, type GetLogArgs, type GetLogResult } from "./get-log";
export { getLogs, getLogsOutput, type GetLogsArgs, type GetLogsResult } from "./get-logs";
export {
  getPermissionSets,
  getPermissionSetsOutput,
  type GetPermissionSetsArgs,
  type GetPermissionSetsResult,
} from "./get-permission-sets";
export {
  getPolicies,
  getPoliciesOutput,
  type GetPoliciesArgs,
  type GetPoliciesResult,
} from "./get-policies";
export { getPolicy, getPolicyOutput, type GetPolicyArgs, type GetPolicyResult } from "./get-policy";
export {
  getProject,
  getProjectOutput,
  type GetProjectArgs,
  type GetProjectResult,
} from "./get-project";
export {
  getProjects,
  getProjectsOutput,
  type GetProjectsArgs,
  type GetProjectsResult,
} from "./get-projects";
export { getQuota, getQuotaOutput, type GetQuotaArgs, type GetQuotaResult } from "./get-quota";
export { getQuotas, getQuotasOutput, type GetQuotasArgs, type GetQuotasResult } from "./get-quotas";
export { getRules, getRulesOutput, type GetRulesArgs, type GetRulesResult } from "./get-rules";
export {
  getSettings,
  getSettingsOutput,
  type SettingInUse,
  type SettingsInUse,
} from "./get-settings";
export {
  getSshKey,
  getSshKeyOutput,
  type GetSshKeyArgs,
  type GetSshKeyResult,
} from "./get-ssh-key";
export {
  getSshKeys,
  getSshKeysOutput,
  type GetSshKeysArgs,
  type GetSshKeysResult,
} from "./get-ssh-keys";
export { getUser, getUserOutput, type GetUserArgs, type GetUserResult } from "./get-user";
export { getUsers, getUsersOutput, type GetUsersArgs, type GetUsersResult } from "./get-users";
export type { LookupArgs, LookupOutputArgs, OutputArgs } from "./lookup";
export type { Listed } from "./list-lookup";

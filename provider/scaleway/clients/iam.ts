/**
 * The typed client of the IAM service. Its wire names stay in this folder.
 * @module
 */
import { apiKeyCalls, type ApiKeyCalls } from "./iam/api-keys";
import { applicationCalls, type ApplicationCalls } from "./iam/applications";
import { groupCalls, type GroupCalls } from "./iam/groups";
import { jwtCalls, type JwtCalls } from "./iam/jwts";
import { logCalls, type LogCalls } from "./iam/logs";
import { permissionSetCalls, type PermissionSetCalls } from "./iam/permission-sets";
import { policyCalls, type PolicyCalls } from "./iam/policies";
import { quotaCalls, type QuotaCalls } from "./iam/quotas";
import { securitySettingsCalls, type SecuritySettingsCalls } from "./iam/security-settings";
import { sshKeyCalls, type SshKeyCalls } from "./iam/ssh-keys";
import { userCalls, type UserCalls } from "./iam/users";
import type { Service } from "./service";

export type {
  ApiKey,
  ApiKeyInput,
  ApiKeyPatch,
  ApiKeySearch,
  Bearer,
  NewApiKey,
} from "./iam/api-keys";
export type { Application, ApplicationSearch } from "./iam/applications";
export type { Group, GroupSearch, Members } from "./iam/groups";
export type { Jwt, JwtSearch } from "./iam/jwts";
export type { Log, LogAction, LogResourceType, LogSearch } from "./iam/logs";
export type { PermissionSet, PermissionSetSearch } from "./iam/permission-sets";
export type { Policy, PolicyInput, PolicySearch, Principal, Rule, RuleInput } from "./iam/policies";
export type { Quota, QuotaLimit, QuotaSearch } from "./iam/quotas";
export type { SecuritySettings } from "./iam/security-settings";
export type { SshKey, SshKeyInput, SshKeySearch } from "./iam/ssh-keys";
export type { User, UserInput, UserProfile, UserSearch } from "./iam/users";
export type { Described } from "./collection";
export { sameInstant } from "./wire";

/** Every call on IAM. A method fails with a CloudError; `get` answers undefined and `delete` succeeds where nothing is there. */
export interface IamClient
  extends
    ApplicationCalls,
    GroupCalls,
    PolicyCalls,
    ApiKeyCalls,
    PermissionSetCalls,
    UserCalls,
    SshKeyCalls,
    SecuritySettingsCalls,
    QuotaCalls,
    JwtCalls,
    LogCalls {}

/** The client of one operation. */
export function iamClient(service: Service): IamClient {
  return {
    ...applicationCalls(service),
    ...groupCalls(service),
    ...policyCalls(service),
    ...apiKeyCalls(service),
    ...permissionSetCalls(service),
    ...userCalls(service),
    ...sshKeyCalls(service),
    ...securitySettingsCalls(service),
    ...quotaCalls(service),
    ...jwtCalls(service),
    ...logCalls(service),
  };
}

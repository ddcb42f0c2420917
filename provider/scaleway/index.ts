/**
 * Scaleway: one line a resource (the handlers find a kind by its name here), then the lookups.
 * @module
 */
export { ApiKey, type ApiKeyArgs } from "./api-key";
export type { ApiKeyRotation, PreviousKey } from "./api-key-rotation";
export { Application, type ApplicationArgs } from "./application";
export { Bucket, type BucketArgs } from "./bucket";
export { BucketAcl, type BucketAclArgs, type BucketAclGrantArgs } from "./bucket-acl";
export type { BucketChildArgs } from "./bucket-child";
export {
  BucketPolicy,
  type BucketPolicyArgs,
  type BucketPolicyPrincipals,
  type BucketPolicyStatementArgs,
} from "./bucket-policy";
export { EffectiveAccess, type EffectiveAccessArgs, type SecretFile } from "./effective-access";
export { BucketCors, type BucketCorsArgs, type CorsRule, type CorsRuleArgs } from "./bucket-cors";
export { BucketEncryption, type BucketEncryptionArgs } from "./bucket-encryption";
export { BucketLifecycle, type BucketLifecycleArgs } from "./bucket-lifecycle";
export type {
  AbortIncompleteMultipartUploadArgs,
  LifecycleConditionsArgs,
  LifecycleExpirationArgs,
  LifecycleFilterArgs,
  LifecycleRule,
  LifecycleRuleArgs,
  LifecycleTagArgs,
  LifecycleTransitionArgs,
  NoncurrentVersionExpirationArgs,
  NoncurrentVersionTransitionArgs,
} from "./bucket-lifecycle-rules";
export { BucketWebsite, type BucketWebsiteArgs } from "./bucket-website";
export { BucketLock, type BucketLockArgs } from "./bucket-lock";
export { BucketObject, type BucketObjectArgs } from "./bucket-object";
export { Group, type GroupArgs } from "./group";
export { GroupMembership, type GroupMembershipArgs } from "./group-membership";
export {
  OrganizationSecuritySettings,
  type OrganizationSecuritySettingsArgs,
} from "./organization-security-settings";
export { Policy, type PolicyArgs, type PolicyRuleArgs } from "./policy";
export { Project, type ProjectArgs } from "./project";
export { SshKey, type SshKeyArgs } from "./ssh-key";
export { User, type UserArgs } from "./user";
export type { SecretSink } from "../core/sink";
export { BucketAccess, type BucketAccessArgs } from "./components/bucket-access";
export { Team, type TeamArgs } from "./components/team";
export type { AccessLevel } from "./components/access-level";
export type { Adopt, CommonArgs, Timeouts } from "../core/common";
export type { CarriedAsset } from "./object-source";
export type {
  Jwt,
  Log,
  LogAction,
  LogResourceType,
  PermissionSet,
  Quota,
  QuotaLimit,
  Rule,
} from "./clients/iam";
export type { StorageClass } from "./clients/object-storage";
export type { PermissionSetName, Region } from "./names";
export type { Order } from "./clients/search";
export * from "./lookups";

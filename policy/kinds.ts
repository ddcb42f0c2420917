/**
 * The kinds of resources that rules are about, by the tokens under which Pulumi knows them. Tokens are permanent; the
 * classes themselves are not loaded, because they bring every client along.
 * @module
 */
const token = (kind: string): string => `pulumi-nodejs:dynamic/scaleway:${kind}`;

export const API_KEY = token("ApiKey");
export const APPLICATION = token("Application");
export const BUCKET = token("Bucket");
export const BUCKET_ACL = token("BucketAcl");
export const BUCKET_CORS = token("BucketCors");
export const BUCKET_ENCRYPTION = token("BucketEncryption");
export const BUCKET_LIFECYCLE = token("BucketLifecycle");
export const BUCKET_LOCK = token("BucketLock");
export const BUCKET_OBJECT = token("BucketObject");
export const BUCKET_POLICY = token("BucketPolicy");
export const EFFECTIVE_ACCESS = token("EffectiveAccess");
export const GROUP = token("Group");
export const GROUP_MEMBERSHIP = token("GroupMembership");
export const POLICY = token("Policy");
export const PROJECT = token("Project");
export const SSH_KEY = token("SshKey");
export const USER = token("User");

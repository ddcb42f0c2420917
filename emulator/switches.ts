/**
 * Where the sources disagree or are silent, the local cloud has a switch: its default is our best reading.
 * @module
 */

/** Every undecided behavior of the real service; research behind each default is in the catalog's notes. */
export interface Switches {
  /** PATCH of `expires_at` on a key that has one: 400, 200 with nothing changed, or 200 and changed. Adding one to a key without is always accepted. */
  expiryEditable: "refuse" | "ignore" | "accept";
  /** An application may read, change and delete its own keys without a policy, as a user may. */
  selfRightsForApplications: boolean;
  /** The word for a refused DELETE in the details of a 403. */
  deleteActionName: "write" | "delete";
  /** IAMUserManager may lock and unlock members, not the Owner and IAMManager alone. */
  iamUserManagerMayLock: boolean;
  /** A person's API key may list, make and delete the person's console tokens, not only who is signed in to the console. */
  apiKeysReachTokens: boolean;
  /** What a locked member's key is answered on IAM and Account calls. */
  lockedUserAnswer: "permissionsDenied" | "deniedAuthentication";
  /** A rule that gives an organization set inside `project_ids`: 400, or accepted and without effect. */
  orgSetOnProjects: "refuse" | "noEffect";
  /** A rule that names a permission set which the catalog does not know: 400, or accepted and without effect. */
  unknownPermissionSet: "refuse" | "noEffect";
  /** A second application, group or policy of the same name: 409, or accepted. */
  duplicateName: "refuse" | "accept";
  /** SSH keys keep a Project from being deleted, as buckets do; or they go with it, as the Project's settings. */
  sshKeysKeepProject: boolean;
  /** A new expiry that has passed already: 400, or accepted, the key being dead at once. */
  pastExpiry: "refuse" | "accept";
  /** `request.time` put before or after a text in a condition: read as a moment, or an error of the condition. */
  celTimestampEqualsString: "coerced" | "error";
  /** A condition that speaks of `resource` on an Object Storage call: the rule does not apply, or its condition is left out. */
  resourceConditionOnStorage: "ruleNotApplied" | "conditionIgnored";
  /** The S3 error code for an unknown or expired key. */
  s3ErrorForDeadKey: "AccessDenied" | "InvalidAccessKeyId";
  /** A bucket answers only where the request acts in the bucket's own Project. */
  projectMustMatch: boolean;
  /** Which operation a caller must be allowed to pass over retention in GOVERNANCE mode, beside the deletion itself. */
  governanceBypassNeeds: "nothing" | "PutObjectRetention";
  /** ObjectStorageFullAccess may read and write bucket policies. */
  objectStorageFullAccessCoversBucketPolicy: boolean;
  /** ObjectStorageReadOnly may read bucket policies. */
  readOnlyCoversGetBucketPolicy: boolean;
  /** ObjectStorageBucketsRead may call HeadBucket. */
  bucketsReadAllowsHeadBucket: boolean;
}

/** Every value that each switch can have, the default first. */
export const SWITCH_VALUES: {
  readonly [Name in keyof Switches]: readonly [Switches[Name], ...Switches[Name][]];
} = {
  expiryEditable: ["refuse", "ignore", "accept"],
  selfRightsForApplications: [false, true],
  deleteActionName: ["write", "delete"],
  iamUserManagerMayLock: [true, false],
  apiKeysReachTokens: [false, true],
  lockedUserAnswer: ["permissionsDenied", "deniedAuthentication"],
  orgSetOnProjects: ["refuse", "noEffect"],
  unknownPermissionSet: ["refuse", "noEffect"],
  duplicateName: ["refuse", "accept"],
  sshKeysKeepProject: [false, true],
  pastExpiry: ["refuse", "accept"],
  celTimestampEqualsString: ["coerced", "error"],
  resourceConditionOnStorage: ["ruleNotApplied", "conditionIgnored"],
  s3ErrorForDeadKey: ["AccessDenied", "InvalidAccessKeyId"],
  projectMustMatch: [true, false],
  governanceBypassNeeds: ["nothing", "PutObjectRetention"],
  objectStorageFullAccessCoversBucketPolicy: [false, true],
  readOnlyCoversGetBucketPolicy: [false, true],
  bucketsReadAllowsHeadBucket: [true, false],
};

/** What holds for a switch that nobody sets. */
export const DEFAULT_SWITCHES = Object.fromEntries(
  Object.entries(SWITCH_VALUES).map(([name, [initial]]) => [name, initial]),
) as unknown as Readonly<Switches>;

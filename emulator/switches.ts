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
  /** The Owner reaches what is in a bucket whatever its policy says. */
  ownerBypassesBucketPolicy: boolean;
  /** A statement that denies: it overrides those that allow, or is passed over. */
  denyEffect: "overrides" | "ignored";
  /** What a bucket policy allows to everyone needs no right in IAM from a signed caller either. */
  starPrincipalSkipsIam: boolean;
  /** Policies of version 2012-10-17: they add to what IAM gives in the bucket's own Project, or narrow it as the later version does. */
  policy2012: "additive" | "likeVersion2023";
  /** ListBuckets also names buckets of other Projects whose policy names the Project of the request. */
  sharedBucketsInListBuckets: boolean;
  /** Everyone may read the objects of a bucket whose list everyone may read. */
  publicBucketOpensObjects: boolean;
  /** What ACLs count for beside a bucket policy of version 2023-04-17. */
  aclBesidePolicy: "ignored" | "added";
  /** An object belongs to the Project that wrote it: that of the bucket may remove it, and reads it only where its ACL says so. */
  objectOwnerIsWriter: boolean;
  /** What of a bucket policy allows to delete the bucket, which no action names: only `*` and `s3:*`, or it is not asked. */
  deleteBucketGate: "wildcard" | "none";
  /** Bucket policies may name the action s3:DeleteObjects. */
  acceptDeleteObjectsAction: boolean;
  /** Bucket policies may name s3:GetObjectAttributes and s3:GetObjectVersionAttributes. */
  acceptObjectAttributesActions: boolean;
  /** How long restoring from GLACIER takes, which is said to be minutes to a day. */
  glacierRestoreTakes: "sixHours" | "noTime" | "oneDay";
  /** A checksum in the query of a presigned PUT, which some SDKs take of the body that they do not have yet: passed over, or compared. */
  presignedChecksums: "ignored" | "verified";
  /** Headers that give a new object an ACL or tags need the actions for these as well. */
  putHeadersNeedSubActions: boolean;
  /** A `*` in the resource of a bucket policy, not at its end after a slash: it stands for any text, or is refused. */
  midWildcard: "matches" | "refused";
  /** An upload that is completed again, as by a client that lost the first answer: as if there were none, or the same answer once more. */
  repeatedCompletion: "NoSuchUpload" | "sameAnswer";
  /** What a caller without a key is answered about a bucket that is not there. */
  anonymousMissingBucket: "AccessDenied" | "NoSuchBucket";
  /** The header x-amz-expected-bucket-owner: passed over, or compared with the bucket's Project. */
  expectedBucketOwner: "ignored" | "verified";
  /** What aws:SecureTransport is for the requests to this cloud, which come over plain HTTP and stand for the service's HTTPS. */
  plainHttpCountsAsSecure: boolean;
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
  ownerBypassesBucketPolicy: [false, true],
  denyEffect: ["overrides", "ignored"],
  starPrincipalSkipsIam: [true, false],
  policy2012: ["additive", "likeVersion2023"],
  sharedBucketsInListBuckets: [false, true],
  publicBucketOpensObjects: [false, true],
  aclBesidePolicy: ["ignored", "added"],
  objectOwnerIsWriter: [true, false],
  deleteBucketGate: ["wildcard", "none"],
  acceptDeleteObjectsAction: [false, true],
  acceptObjectAttributesActions: [true, false],
  glacierRestoreTakes: ["sixHours", "noTime", "oneDay"],
  presignedChecksums: ["ignored", "verified"],
  putHeadersNeedSubActions: [false, true],
  midWildcard: ["matches", "refused"],
  repeatedCompletion: ["NoSuchUpload", "sameAnswer"],
  anonymousMissingBucket: ["AccessDenied", "NoSuchBucket"],
  expectedBucketOwner: ["ignored", "verified"],
  plainHttpCountsAsSecure: [true, false],
  objectStorageFullAccessCoversBucketPolicy: [false, true],
  readOnlyCoversGetBucketPolicy: [false, true],
  bucketsReadAllowsHeadBucket: [true, false],
};

/** What holds for a switch that nobody sets. */
export const DEFAULT_SWITCHES = Object.fromEntries(
  Object.entries(SWITCH_VALUES).map(([name, [initial]]) => [name, initial]),
) as unknown as Readonly<Switches>;

/**
 * Where the sources disagree or are silent about who may do what: a switch, whose default is our best reading.
 * @module
 */

/** Every undecided rule of the real service that changes an answer. The local cloud has the same ones, by the same names. */
export interface AccessSwitches {
  /** An application may read, change and delete its own keys without a policy, as a user may. */
  selfRightsForApplications: boolean;
  /** `request.time` compared with a text in a condition: the text is read as a moment, or it is an error of the condition. */
  celTimestampEqualsString: "coerced" | "error";
  /** A condition that speaks of `resource` on an Object Storage call: the rule does not apply, or its condition is left out. */
  resourceConditionOnStorage: "ruleNotApplied" | "conditionIgnored";
  /** A bucket answers only where the request acts in the bucket's own Project. */
  projectMustMatch: boolean;
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
  /** What access lists count for beside a bucket policy of version 2023-04-17. */
  aclBesidePolicy: "ignored" | "added";
  /** An object belongs to the Project that wrote it: that of the bucket may remove it, and reads it only where its list says so. */
  objectOwnerIsWriter: boolean;
  /** What of a bucket policy allows to delete the bucket, which no action names: only `*` and `s3:*`, or it is not asked. */
  deleteBucketGate: "wildcard" | "none";
  /** Bucket policies may name the action s3:DeleteObjects. */
  acceptDeleteObjectsAction: boolean;
  /** Bucket policies may name s3:GetObjectAttributes and s3:GetObjectVersionAttributes. */
  acceptObjectAttributesActions: boolean;
  /** Headers that give a new object an access list or tags need the actions for these as well. */
  putHeadersNeedSubActions: boolean;
  /** A `*` in the resource of a bucket policy, not at its end after a slash: it stands for any text, or is refused. */
  midWildcard: "matches" | "refused";
  /** ObjectStorageFullAccess may read and write bucket policies. */
  objectStorageFullAccessCoversBucketPolicy: boolean;
  /** ObjectStorageReadOnly may read bucket policies. */
  readOnlyCoversGetBucketPolicy: boolean;
  /** ObjectStorageBucketsRead may call HeadBucket. */
  bucketsReadAllowsHeadBucket: boolean;
}

/** Every value that each switch can have, the default first. */
export const ACCESS_SWITCH_VALUES: {
  readonly [Name in keyof AccessSwitches]: readonly [
    AccessSwitches[Name],
    ...AccessSwitches[Name][],
  ];
} = {
  selfRightsForApplications: [false, true],
  celTimestampEqualsString: ["coerced", "error"],
  resourceConditionOnStorage: ["ruleNotApplied", "conditionIgnored"],
  projectMustMatch: [true, false],
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
  putHeadersNeedSubActions: [false, true],
  midWildcard: ["matches", "refused"],
  objectStorageFullAccessCoversBucketPolicy: [false, true],
  readOnlyCoversGetBucketPolicy: [false, true],
  bucketsReadAllowsHeadBucket: [true, false],
};

/** What holds for a switch that nobody sets. */
export const DEFAULT_ACCESS_SWITCHES = Object.fromEntries(
  Object.entries(ACCESS_SWITCH_VALUES).map(([name, [initial]]) => [name, initial]),
) as unknown as Readonly<AccessSwitches>;

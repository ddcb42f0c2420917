/**
 * What the clouds' permissions mean, as data: every entry names its source and how sure it is.
 * The evaluator and the local cloud's authorizer both read this room and share nothing else.
 * @module
 */
import permissionSetData from "./data/permission-sets.json";
import s3Data from "./data/s3-actions.json";
import iamData from "./data/iam-actions.json";

/** How sure an entry is: an official page, recorded traffic, a third party's note, or our own decision. */
export type Label = "documented" | "recorded" | "reported" | "assumed";

/** Where a permission set can be given: to Projects, or to the Organization. */
export type ScopeType = "projects" | "organization";

/** A permission set, as the vendor's pages name it. */
export interface PermissionSet {
  readonly name: string;
  readonly scope_type: ScopeType;
  readonly description: string;
}

/** One Object Storage operation and what allows it. */
export interface S3Operation {
  /** Name in the AWS SDK, such as `ListBuckets`. */
  readonly operation: string;
  /** What a bucket policy's Resource is compared with. */
  readonly resource: "service" | "bucket" | "object";
  /** IAM resource and action, such as `bucket:list`. */
  readonly iamPermission: string;
  /** Sets that grant the operation with every switch at its default. */
  readonly permissionSets: readonly string[];
  /** Action that a bucket policy of version 2023-04-17 must allow; null where there is none. */
  readonly bucketPolicyAction: string | null;
  /** `action`: the action must be allowed; `wildcard`: only `*` or `s3:*` allow it; `none`: the policy is not consulted. */
  readonly bucketPolicyGate: "action" | "wildcard" | "none";
  /** The switch that changes who may do it; see `switchSets`. */
  readonly switch?: string;
  /** Sets added when that switch is true. */
  readonly switchSets?: readonly string[];
  readonly aliases?: readonly string[];
  readonly label: Label;
}

/** A right on one kind of IAM or Account object. */
export interface IamGrant {
  readonly resource: string;
  /** `read`, `write`, `delete`. */
  readonly actions: readonly string[];
  /** Narrows the right to some objects, in words. */
  readonly only?: string;
}

/** What a permission set allows on IAM and Account calls. */
export interface IamSet {
  readonly set: string;
  readonly scope: ScopeType;
  readonly allows: readonly IamGrant[];
  readonly label: Label;
}

/** The day on which the catalog was last compared with its sources, `YYYY-MM-DD`. */
export const catalogDate: string = s3Data.date;

/** Every permission set that the sources name, sorted by name. Not exhaustive: the service decides. */
export const permissionSets = permissionSetData as readonly PermissionSet[];

/** Every Object Storage operation. */
export const s3Operations = s3Data.operations as unknown as readonly S3Operation[];

/** What each permission set means for IAM and Account calls. */
export const iamSets = iamData.sets as unknown as readonly IamSet[];

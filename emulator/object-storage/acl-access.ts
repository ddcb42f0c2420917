/**
 * What access control lists allow: which permission serves which operation, and whom a grant serves.
 * @module
 */
import type { Acl, Grant, Permission } from "./acl-grants";
import type { Caller } from "./call";

/** On the list of the bucket. */
const OF_BUCKET: Readonly<Record<string, Permission>> = {
  HeadBucket: "READ",
  ListObjects: "READ",
  ListObjectsV2: "READ",
  ListObjectVersions: "READ",
  ListMultipartUploads: "READ",
  PutObject: "WRITE",
  CopyObject: "WRITE",
  CreateMultipartUpload: "WRITE",
  UploadPart: "WRITE",
  UploadPartCopy: "WRITE",
  CompleteMultipartUpload: "WRITE",
  DeleteObject: "WRITE",
  DeleteObjects: "WRITE",
  GetBucketAcl: "READ_ACP",
  PutBucketAcl: "WRITE_ACP",
};
/** On the list of the object. */
const OF_OBJECT: Readonly<Record<string, Permission>> = {
  GetObject: "READ",
  HeadObject: "READ",
  GetObjectAcl: "READ_ACP",
  PutObjectAcl: "WRITE_ACP",
};

/** The lists that concern a request. */
export interface AclQuestion {
  readonly operation: string;
  /** Absent: nobody in particular. */
  readonly caller: Caller | undefined;
  readonly bucketAcl: Acl;
  /** Absent where there is no such object. */
  readonly objectAcl: Acl | undefined;
  /** Everyone's READ on the bucket opens its objects too. */
  readonly opensObjects: boolean;
  /** True where IAM gives the caller that operation in the Project of its request. */
  readonly hasRight: () => boolean;
}

/** True where a grant allows the operation. */
export function aclAllows(question: AclQuestion): boolean {
  const { operation, bucketAcl, objectAcl, opensObjects } = question;
  const onBucket = OF_BUCKET[operation];
  const onObject = OF_OBJECT[operation];
  if (onBucket) return bucketAcl.some((grant) => serves(grant, onBucket, question));
  if (!onObject) return false;
  // Whoever may list knows already that there is no such object.
  if (!objectAcl) return bucketAcl.some((grant) => serves(grant, "READ", question));
  const isOpened = opensObjects && onObject === "READ" && bucketAcl.some(isForEveryone);
  return isOpened || objectAcl.some((grant) => serves(grant, onObject, question));
}

function isForEveryone({ grantee, permission }: Grant): boolean {
  return permission === "READ" && "group" in grantee && grantee.group === "AllUsers";
}

/** A grant to a Project serves those who act in it and have the right there. */
function serves(
  { grantee, permission }: Grant,
  wanted: Permission,
  { caller, hasRight }: AclQuestion,
): boolean {
  if (permission !== wanted && permission !== "FULL_CONTROL") return false;
  if ("group" in grantee) return grantee.group === "AllUsers" || caller !== undefined;
  return caller?.projectId === grantee.projectId && hasRight();
}

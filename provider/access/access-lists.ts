/**
 * What access lists allow: which permission serves which operation, and whom a line serves.
 * @module
 */
import { anyOf, truthOf, type Truth } from "./proof";
import { UNKNOWN, type AclGrant } from "./world";

type Permission = AclGrant["permission"];

/** By the list of the bucket. */
const OF_BUCKET: ReadonlyMap<string, Permission> = new Map([
  ...named("READ", "HeadBucket", "ListObjects", "ListObjectsV2", "ListObjectVersions"),
  ...named("READ", "ListMultipartUploads"),
  ...named("WRITE", "PutObject", "PostObject", "CopyObject", "DeleteObject", "DeleteObjects"),
  ...named("WRITE", "CreateMultipartUpload", "UploadPart", "UploadPartCopy"),
  ...named("WRITE", "CompleteMultipartUpload"),
  ...named("READ_ACP", "GetBucketAcl"),
  ...named("WRITE_ACP", "PutBucketAcl"),
]);

/** By the list of the object. */
const OF_OBJECT: ReadonlyMap<string, Permission> = new Map([
  ...named("READ", "GetObject", "HeadObject"),
  ...named("READ_ACP", "GetObjectAcl"),
  ...named("WRITE_ACP", "PutObjectAcl"),
]);

/** The lists that concern a call, and who calls. */
export interface ListQuestion {
  readonly operation: string;
  /** The Project in which the caller acts; absent: nobody in particular. */
  readonly actsIn: string | undefined;
  readonly bucketGrants: readonly AclGrant[];
  readonly objectGrants: readonly AclGrant[];
  /** Everyone's READ on the bucket opens its objects too. */
  readonly opensObjects: boolean;
  /** Whether IAM gives the caller that operation in the Project in which it acts. */
  readonly hasRight: () => Truth;
}

/** Whether a line allows the operation, and which. */
export function listAllows(question: ListQuestion): { truth: Truth; grant?: AclGrant } {
  const onBucket = OF_BUCKET.get(question.operation);
  if (onBucket) return firstOf(question.bucketGrants, onBucket, question);
  const onObject = OF_OBJECT.get(question.operation);
  if (!onObject) return { truth: "no" };
  const opening =
    question.opensObjects && onObject === "READ"
      ? question.bucketGrants.find(
          ({ grantee, permission }) => grantee === "allUsers" && permission === "READ",
        )
      : undefined;
  if (opening) return { truth: "yes", grant: opening };
  return firstOf(question.objectGrants, onObject, question);
}

function firstOf(
  grants: readonly AclGrant[],
  wanted: Permission,
  question: ListQuestion,
): { truth: Truth; grant?: AclGrant } {
  if (grants.length === 0) return { truth: "no" };
  const truths = grants.map((grant) => serves(grant, wanted, question));
  const truth = anyOf(truths);
  const grant = truth === "no" ? undefined : grants[truths.indexOf(truth)];
  return grant ? { truth, grant } : { truth };
}

/** A line for a Project serves those who act in it and have the right there. */
function serves(
  { grantee, permission }: AclGrant,
  wanted: Permission,
  { actsIn, hasRight }: ListQuestion,
): Truth {
  if (permission !== wanted && permission !== "FULL_CONTROL") return "no";
  if (grantee === "allUsers") return "yes";
  if (grantee === "authenticatedUsers") return truthOf(actsIn !== undefined);
  if (actsIn === undefined) return "no";
  const isOpen = actsIn === UNKNOWN || grantee.projectId === UNKNOWN;
  if (!isOpen && actsIn !== grantee.projectId) return "no";
  const right = hasRight();
  return isOpen && right === "yes" ? "open" : right;
}

function named(permission: Permission, ...operations: string[]): [string, Permission][] {
  return operations.map((operation) => [operation, permission]);
}

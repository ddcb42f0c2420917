/**
 * Every operation of Object Storage as a request on the wire, without what its body or its signature would say.
 * @module
 */
import { s3Operations } from "../../catalog/index";

/** How an operation is asked for. */
interface Form {
  readonly method: string;
  readonly query?: string;
  readonly isCopy?: boolean;
}

const get = (query?: string): Form => ({ method: "GET", ...(query !== undefined && { query }) });
const put = (query?: string): Form => ({ method: "PUT", ...(query !== undefined && { query }) });
const post = (query: string): Form => ({ method: "POST", query });
const remove = (query?: string): Form => ({
  method: "DELETE",
  ...(query !== undefined && { query }),
});

const FORMS: Readonly<Record<string, Form>> = {
  ListBuckets: get(),
  CreateBucket: put(),
  DeleteBucket: remove(),
  HeadBucket: { method: "HEAD" },
  GetBucketLocation: get("location"),
  ListObjects: get(),
  ListObjectsV2: get("list-type=2"),
  ListObjectVersions: get("versions"),
  ListMultipartUploads: get("uploads"),
  GetBucketAcl: get("acl"),
  PutBucketAcl: put("acl"),
  GetBucketCors: get("cors"),
  PutBucketCors: put("cors"),
  DeleteBucketCors: remove("cors"),
  GetBucketLifecycleConfiguration: get("lifecycle"),
  PutBucketLifecycleConfiguration: put("lifecycle"),
  DeleteBucketLifecycle: remove("lifecycle"),
  GetBucketTagging: get("tagging"),
  PutBucketTagging: put("tagging"),
  DeleteBucketTagging: remove("tagging"),
  GetBucketVersioning: get("versioning"),
  PutBucketVersioning: put("versioning"),
  GetBucketWebsite: get("website"),
  PutBucketWebsite: put("website"),
  DeleteBucketWebsite: remove("website"),
  GetBucketEncryption: get("encryption"),
  PutBucketEncryption: put("encryption"),
  DeleteBucketEncryption: remove("encryption"),
  GetObjectLockConfiguration: get("object-lock"),
  PutObjectLockConfiguration: put("object-lock"),
  GetBucketPolicy: get("policy"),
  PutBucketPolicy: put("policy"),
  DeleteBucketPolicy: remove("policy"),
  GetBucketPolicyStatus: get("policyStatus"),
  GetObject: get(),
  HeadObject: { method: "HEAD" },
  GetObjectAttributes: get("attributes"),
  PutObject: put(),
  CopyObject: { method: "PUT", isCopy: true },
  DeleteObject: remove(),
  DeleteObjects: post("delete"),
  GetObjectAcl: get("acl"),
  PutObjectAcl: put("acl"),
  GetObjectTagging: get("tagging"),
  PutObjectTagging: put("tagging"),
  DeleteObjectTagging: remove("tagging"),
  GetObjectRetention: get("retention"),
  PutObjectRetention: put("retention"),
  GetObjectLegalHold: get("legal-hold"),
  PutObjectLegalHold: put("legal-hold"),
  RestoreObject: post("restore"),
  CreateMultipartUpload: post("uploads"),
  UploadPart: put("partNumber=1&uploadId=u"),
  UploadPartCopy: { ...put("partNumber=1&uploadId=u"), isCopy: true },
  CompleteMultipartUpload: post("uploadId=u"),
  AbortMultipartUpload: remove("uploadId=u"),
  ListParts: get("uploadId=u"),
};

/** No question of access: a preflight, which the rules for pages of other origins answer alone. */
const PREFLIGHT = "OptionsObject";

/** The operations that can be asked for, in the order of the catalog. */
export const operations = s3Operations.filter(({ operation }) => operation !== PREFLIGHT);

/** The operation that a name stands for; a form that was read is the PutObject of whoever signed it. */
export function operationOf(action: string): string {
  if (action === "PostObject") return "PutObject";
  const found = s3Operations.find(
    ({ operation, aliases }) => operation === action || aliases?.includes(action),
  );
  return found?.operation ?? action;
}

/** Where an operation is asked for. */
export interface Place {
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
  readonly prefix?: string | undefined;
}

/** A request line and the headers that make the request what it is. */
export interface Line {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws Error for an operation without a form: the catalog has one more than this file */
export function lineOf(operation: string, { bucket, key, prefix = "" }: Place): Line {
  const form = FORMS[operation];
  if (!form) throw new Error(`No request is known for ${operation}.`);
  // The keys of a batch are in its body.
  const isInPath = key !== undefined && operation !== "DeleteObjects";
  const path = `/${bucket ?? ""}${isInPath ? `/${encodeURI(key)}` : ""}`;
  const prefixed = prefix === "" ? [] : [`prefix=${encodeURIComponent(prefix)}`];
  const query = [...(form.query === undefined ? [] : [form.query]), ...prefixed].join("&");
  return {
    method: form.method,
    url: query === "" ? path : `${path}?${query}`,
    headers: form.isCopy ? { "x-amz-copy-source": `/${bucket ?? ""}/source` } : {},
  };
}

/**
 * Which operation a request is, by the AWS SDK's name, as the catalog lists them.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import type { Address } from "./addressing";

/** What an operation is about: the service, a bucket or an object. */
export type Level = "service" | "bucket" | "object";

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly level: Level;
  /** Query parameters that must all be there; the first is the sub-resource. */
  readonly query: readonly string[];
  /** A sub-resource that may be there beside. */
  readonly optional?: string;
  /** Header that must be there. */
  readonly header?: string;
}

/** What a browser asks before it sends a page's request. */
export const PREFLIGHT = "OptionsObject";

/** A form with an object in it. */
export const FORM = "PostObject";

const COPY_SOURCE = "x-amz-copy-source";

function route(operation: string, method: string, level: Level, ...query: string[]): Route {
  return { operation, method, level, query };
}

/** A sub-resource of buckets or of objects, by what may be done with it. */
function subresource(
  parameter: string,
  level: Level,
  operations: Partial<Record<"GET" | "PUT" | "DELETE" | "POST", string>>,
): Route[] {
  return Object.entries(operations).map(([method, operation]) =>
    route(operation, method, level, parameter),
  );
}

/** The first that fits is taken: what asks for more stands before what asks for less. */
const ROUTES: readonly Route[] = [
  ...subresource("acl", "bucket", { GET: "GetBucketAcl", PUT: "PutBucketAcl" }),
  ...subresource("cors", "bucket", {
    GET: "GetBucketCors",
    PUT: "PutBucketCors",
    DELETE: "DeleteBucketCors",
  }),
  ...subresource("delete", "bucket", { POST: "DeleteObjects" }),
  ...subresource("encryption", "bucket", {
    GET: "GetBucketEncryption",
    PUT: "PutBucketEncryption",
    DELETE: "DeleteBucketEncryption",
  }),
  ...subresource("lifecycle", "bucket", {
    GET: "GetBucketLifecycleConfiguration",
    PUT: "PutBucketLifecycleConfiguration",
    DELETE: "DeleteBucketLifecycle",
  }),
  ...subresource("location", "bucket", { GET: "GetBucketLocation" }),
  ...subresource("object-lock", "bucket", {
    GET: "GetObjectLockConfiguration",
    PUT: "PutObjectLockConfiguration",
  }),
  ...subresource("policy", "bucket", {
    GET: "GetBucketPolicy",
    PUT: "PutBucketPolicy",
    DELETE: "DeleteBucketPolicy",
  }),
  ...subresource("policyStatus", "bucket", { GET: "GetBucketPolicyStatus" }),
  ...subresource("tagging", "bucket", {
    GET: "GetBucketTagging",
    PUT: "PutBucketTagging",
    DELETE: "DeleteBucketTagging",
  }),
  ...subresource("uploads", "bucket", { GET: "ListMultipartUploads" }),
  ...subresource("versioning", "bucket", {
    GET: "GetBucketVersioning",
    PUT: "PutBucketVersioning",
  }),
  ...subresource("versions", "bucket", { GET: "ListObjectVersions" }),
  ...subresource("website", "bucket", {
    GET: "GetBucketWebsite",
    PUT: "PutBucketWebsite",
    DELETE: "DeleteBucketWebsite",
  }),
  ...subresource("acl", "object", { GET: "GetObjectAcl", PUT: "PutObjectAcl" }),
  ...subresource("attributes", "object", { GET: "GetObjectAttributes" }),
  ...subresource("legal-hold", "object", { GET: "GetObjectLegalHold", PUT: "PutObjectLegalHold" }),
  ...subresource("restore", "object", { POST: "RestoreObject" }),
  ...subresource("retention", "object", { GET: "GetObjectRetention", PUT: "PutObjectRetention" }),
  ...subresource("tagging", "object", {
    GET: "GetObjectTagging",
    PUT: "PutObjectTagging",
    DELETE: "DeleteObjectTagging",
  }),
  ...subresource("uploads", "object", { POST: "CreateMultipartUpload" }),
  {
    ...route("UploadPartCopy", "PUT", "object", "uploadId", "partNumber"),
    header: COPY_SOURCE,
  },
  route("UploadPart", "PUT", "object", "uploadId", "partNumber"),
  ...subresource("uploadId", "object", {
    GET: "ListParts",
    POST: "CompleteMultipartUpload",
    DELETE: "AbortMultipartUpload",
  }),
  route("ListBuckets", "GET", "service"),
  route("ListObjectsV2", "GET", "bucket", "list-type"),
  route("ListObjects", "GET", "bucket"),
  route("CreateBucket", "PUT", "bucket"),
  route("HeadBucket", "HEAD", "bucket"),
  route("DeleteBucket", "DELETE", "bucket"),
  route(FORM, "POST", "bucket"),
  { ...route("GetObject", "GET", "object"), optional: "partNumber" },
  { ...route("HeadObject", "HEAD", "object"), optional: "partNumber" },
  { ...route("CopyObject", "PUT", "object"), header: COPY_SOURCE },
  route("PutObject", "PUT", "object"),
  route("DeleteObject", "DELETE", "object"),
];

/** Parameters that make a request another one; those without a route are not implemented. Any other parameter is ignored. */
const SUBRESOURCES = new Set([
  ...ROUTES.flatMap(({ query }) => query).filter((parameter) => parameter !== "list-type"),
  ...["accelerate", "analytics", "intelligent-tiering", "inventory", "logging", "metrics"],
  ...["notification", "ownershipControls", "publicAccessBlock", "replication", "requestPayment"],
  ...["renameObject", "select", "session", "torrent"],
]);

/** What the request points at. */
export function levelOf({ bucket, key }: Address): Level {
  if (bucket === undefined) return "service";
  return key === undefined ? "bucket" : "object";
}

/**
 * The operation of a request.
 * @returns undefined when Object Storage has no such operation
 */
export function operationOf(
  method: string,
  address: Address,
  headers: IncomingHttpHeaders,
): string | undefined {
  // What a browser asks before a request is about the whole address, whatever its parameters.
  if (method === "OPTIONS" && address.bucket !== undefined) return PREFLIGHT;
  const level = levelOf(address);
  const asked = [...address.query.keys()].filter((parameter) => SUBRESOURCES.has(parameter));
  return ROUTES.find(
    (candidate) =>
      candidate.method === method &&
      candidate.level === level &&
      candidate.query.every((parameter) => address.query.has(parameter)) &&
      asked.every(
        (parameter) => candidate.query.includes(parameter) || candidate.optional === parameter,
      ) &&
      (candidate.header === undefined || headers[candidate.header] !== undefined),
  )?.operation;
}

/**
 * What a bucket policy can ask about a request, and what a request does beside its operation.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import type { Switches } from "../switches";
import type { Sender, Target } from "./call";
import type { ConditionFacts } from "./policy-conditions";

const LISTS = ["ListObjects", "ListObjectsV2", "ListObjectVersions"];
const CREATIONS = ["PutObject", "CopyObject", "CompleteMultipartUpload"];
const UPLOADS = ["CreateMultipartUpload", "UploadPart", "UploadPartCopy"];

/** Facts by key, in lowercase; a fact that such a request cannot have is absent. */
export function conditionFactsOf(
  { request, headers, parameter }: Sender,
  { operation }: Target,
  { plainHttpCountsAsSecure }: Switches,
): ConditionFacts {
  const { ip, time } = request;
  const isWrite = CREATIONS.includes(operation) || UPLOADS.includes(operation);
  return {
    "aws:sourceip": ip,
    "aws:referer": textOf(headers, "referer"),
    "aws:currenttime": time.toISOString(),
    "aws:epochtime": String(Math.floor(time.getTime() / 1000)),
    "aws:securetransport": String(plainHttpCountsAsSecure),
    ...(LISTS.includes(operation) ? { "s3:prefix": parameter("prefix") ?? "" } : {}),
    ...(isWrite
      ? {
          "s3:if-match": textOf(headers, "if-match"),
          "s3:if-none-match": textOf(headers, "if-none-match"),
          "s3:objectcreationoperation": String(CREATIONS.includes(operation)),
        }
      : {}),
  };
}

/** Operations that the caller must be allowed as well because of the request's headers. */
export function furtherOperations(
  { headers }: Sender,
  { operation }: Target,
  { putHeadersNeedSubActions }: Switches,
): string[] {
  if (operation !== "PutObject") return [];
  const names = Object.keys(headers);
  const givesAcl = names.some((name) => name === "x-amz-acl" || name.startsWith("x-amz-grant-"));
  return [
    ...(names.includes("if-match") ? ["GetObject"] : []),
    ...(putHeadersNeedSubActions && givesAcl ? ["PutObjectAcl"] : []),
    ...(putHeadersNeedSubActions && names.includes("x-amz-tagging") ? ["PutObjectTagging"] : []),
  ];
}

function textOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}

/**
 * What conditions can ask about a call: every fact is there, is not there, or is not known.
 * @module
 */
import type { S3Operation } from "pulumi-storage-access-catalog";
import type { Circumstances } from "./decision";

/** A fact: its value, null where the call has none, undefined where that is not known. */
export type Fact = string | null | undefined;

/** Facts for conditions of bucket policies, by key in lowercase. A key that is not in it is a fact that such a call never has. */
export type Facts = Readonly<Record<string, Fact>>;

const LISTS = ["ListObjects", "ListObjectsV2", "ListObjectVersions"];
const CREATIONS = ["PutObject", "PostObject", "CopyObject", "CompleteMultipartUpload"];
const UPLOADS = ["CreateMultipartUpload", "UploadPart", "UploadPartCopy"];

/** The facts of a call of that operation. */
export function factsOf({ operation }: S3Operation, given: Circumstances): Facts {
  const { ip, time, referer, isSecure, prefix, ifMatch, ifNoneMatch } = given;
  const isWrite = CREATIONS.includes(operation) || UPLOADS.includes(operation);
  return {
    "aws:sourceip": ip,
    "aws:referer": referer,
    "aws:currenttime": time?.toISOString(),
    "aws:epochtime": time && String(Math.floor(time.getTime() / 1000)),
    "aws:securetransport": isSecure === undefined ? undefined : String(isSecure),
    ...(LISTS.includes(operation) ? { "s3:prefix": prefix } : {}),
    ...(isWrite
      ? {
          "s3:if-match": ifMatch,
          "s3:if-none-match": ifNoneMatch,
          "s3:objectcreationoperation": String(CREATIONS.includes(operation)),
        }
      : {}),
  };
}

/** Operations that the caller of PutObject must be allowed as well because of what its headers ask for. */
export function furtherOperations(
  { ifMatch, sets = [] }: Circumstances,
  needSubActions: boolean,
): string[] {
  return [
    ...(typeof ifMatch === "string" ? ["GetObject"] : []),
    ...(needSubActions && sets.includes("accessList") ? ["PutObjectAcl"] : []),
    ...(needSubActions && sets.includes("tags") ? ["PutObjectTagging"] : []),
  ];
}

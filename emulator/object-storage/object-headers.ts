/**
 * What a writer says about an object in headers, and what a reader is told.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import type { ObjectCall } from "./call";
import { headerNotImplemented, S3Error } from "./errors";
import { encryptionHeaders, encryptionOfNew } from "./object-encryption";
import { lockAsked, lockHeaders } from "./retention";
import { DEFAULT_STORAGE_CLASS, isOffered } from "./storage-classes";
import type { KeptChecksum, ObjectDescription, ObjectVersion } from "./state";
import { tagsOfHeader } from "./tags";

const CONTENT_HEADERS = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];
const METADATA_PREFIX = "x-amz-meta-";
/** Of the names, without their prefix, and the values together. */
const METADATA_LIMIT_BYTES = 2048;
const DEFAULT_CONTENT_TYPE = "binary/octet-stream";
/** They ask for what later answers would not show: refused rather than forgotten. */
const REFUSED_PREFIXES = ["x-amz-website-redirect-location"];

/**
 * Reads what a new object is described with.
 * @throws S3Error NotImplemented, MetadataTooLarge, InvalidStorageClass, InvalidTag, InvalidArgument or InvalidRequest
 */
export function describedBy({ headers, bucket, now }: ObjectCall): ObjectDescription {
  const refused = Object.keys(headers).find((name) =>
    REFUSED_PREFIXES.some((prefix) => name.startsWith(prefix)),
  );
  if (refused !== undefined) throw headerNotImplemented(refused);
  return {
    headers: keptHeaders(headers),
    storageClass: storageClassOf(headers, bucket.region),
    tags: tagsOfHeader(headers["x-amz-tagging"]),
    ...lockAsked(headers, bucket, now),
    encryption: encryptionOfNew(headers, bucket),
  };
}

/**
 * The storage class that is asked for; STANDARD when none is.
 * @param region - of the bucket
 * @throws S3Error InvalidStorageClass
 */
function storageClassOf(headers: IncomingHttpHeaders, region: string): string {
  const storageClass = headers["x-amz-storage-class"] ?? DEFAULT_STORAGE_CLASS;
  if (typeof storageClass === "string" && isOffered(storageClass, region)) return storageClass;
  throw new S3Error("InvalidStorageClass", {
    details: { StorageClassRequested: String(storageClass) },
  });
}

/** What an answer says about a version, its body's length apart. */
export function headersOf(version: ObjectVersion): Record<string, string> {
  const { storageClass, tags } = version;
  return {
    ...version.headers,
    etag: quoted(version.etag),
    "last-modified": new Date(version.modifiedAtMilliseconds).toUTCString(),
    "accept-ranges": "bytes",
    ...(storageClass === DEFAULT_STORAGE_CLASS ? {} : { "x-amz-storage-class": storageClass }),
    ...lockHeaders(version),
    ...encryptionHeaders(version.encryption),
    ...(tags.length === 0 ? {} : { "x-amz-tagging-count": String(tags.length) }),
  };
}

/** A checksum as headers. */
export function checksumHeaders(checksum: KeptChecksum | undefined): Record<string, string> {
  if (!checksum) return {};
  return { ...partChecksumHeaders(checksum), "x-amz-checksum-type": checksum.type };
}

/** The checksum of one part as headers. */
export function partChecksumHeaders(
  checksum: Pick<KeptChecksum, "algorithm" | "value"> | undefined,
): Record<string, string> {
  return checksum ? { [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value } : {};
}

/** An entity tag as headers and XML show it. */
export function quoted(etag: string): string {
  return `"${etag}"`;
}

function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = { "content-type": DEFAULT_CONTENT_TYPE };
  for (const [name, value] of Object.entries(headers)) {
    const isKept = CONTENT_HEADERS.includes(name) || name.startsWith(METADATA_PREFIX);
    if (!isKept || typeof value !== "string") continue;
    const text = name === "content-encoding" ? withoutChunking(value) : value;
    // Metadata may be an empty text; what says of the content nothing is not kept.
    if (text !== "" || name.startsWith(METADATA_PREFIX)) kept[name] = text;
  }
  verifyMetadata(kept);
  return kept;
}

/** Header texts hold a byte in each character. */
function verifyMetadata(kept: Readonly<Record<string, string>>): void {
  const sizeBytes = Object.entries(kept)
    .filter(([name]) => name.startsWith(METADATA_PREFIX))
    .reduce((sum, [name, value]) => sum + name.length - METADATA_PREFIX.length + value.length, 0);
  if (sizeBytes <= METADATA_LIMIT_BYTES) return;
  throw new S3Error("MetadataTooLarge", {
    details: { Size: String(sizeBytes), MaxSizeAllowed: String(METADATA_LIMIT_BYTES) },
  });
}

/** `aws-chunked` is how the body travelled, not what it is. */
function withoutChunking(encoding: string): string {
  return encoding
    .split(",")
    .filter((part) => part.trim() !== "aws-chunked")
    .join(",")
    .trim();
}

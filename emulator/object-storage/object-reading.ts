/**
 * Objects read and looked at: whole, a range of bytes, or one of the parts that they were uploaded in.
 * @module
 */
import type { Answer, Handlers, ObjectCall } from "./call";
import { verifyReadConditions } from "./conditions";
import { invalidArgument, S3Error } from "./errors";
import { restorationHeaders, verifyReadable } from "./glacier";
import { expirationHeaders } from "./lifecycle-due";
import { checksumHeaders, headersOf, partChecksumHeaders } from "./object-headers";
import { verifyCustomerKey } from "./object-encryption";
import { partAt, type PartAt } from "./object-parts";
import { byteRange, type ByteRange } from "./ranges";
import type { ObjectVersion } from "./state";
import { findVersion, versionHeader } from "./versions";

/** Parameters by which a reader changes the headers of the answer. */
const OVERRIDES = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

/** Handlers that change nothing about an object. */
export const objectReadingHandlers: Handlers<ObjectCall> = {
  GetObject: getObject,
  HeadObject: headObject,
};

/** What of an object is asked for. */
interface Extent {
  /** Absent: all of it. */
  readonly range?: ByteRange | undefined;
  /** Absent: no part was asked for. */
  readonly part?: PartAt | undefined;
}

function getObject(call: ObjectCall): Answer {
  const version = expectedVersion(call);
  verifyReadable(version, call.now);
  const extent = extentOf(call, version);
  const body = call.state.body(version.sequence);
  const { range } = extent;
  return {
    status: range ? 206 : 200,
    headers: readHeaders(call, version, extent),
    body: range ? body.subarray(range.first, range.last + 1) : body,
  };
}

/** What is in GLACIER can be looked at all the same. */
function headObject(call: ObjectCall): Answer {
  const version = expectedVersion(call);
  const extent = extentOf(call, version);
  const { range } = extent;
  const sizeBytes = range ? range.last + 1 - range.first : version.sizeBytes;
  return {
    status: range ? 206 : 200,
    headers: { ...readHeaders(call, version, extent), "content-length": String(sizeBytes) },
  };
}

function expectedVersion({ state, bucket, key, parameter, headers }: ObjectCall): ObjectVersion {
  const version = findVersion(state, { bucket, key, versionId: parameter("versionId") });
  verifyCustomerKey(headers, version.encryption);
  verifyReadConditions(headers, version);
  return version;
}

function extentOf({ headers, parameter }: ObjectCall, version: ObjectVersion): Extent {
  const number = parameter("partNumber");
  if (number === undefined) return { range: byteRange(headers.range, version.sizeBytes) };
  if (headers.range === undefined) {
    const part = partAt(version, number);
    return { part, range: part.range };
  }
  throw new S3Error("InvalidRequest", {
    message: "Cannot specify both Range header and partNumber query parameter",
  });
}

function readHeaders(
  call: ObjectCall,
  version: ObjectVersion,
  { range, part }: Extent,
): Record<string, string> {
  const { bucket, now } = call;
  return {
    ...headersOf(version),
    ...versionHeader(bucket, version.versionId),
    ...restorationHeaders(version, now),
    ...(isLatest(call, version) ? expirationHeaders(bucket, version) : {}),
    ...checksumsOf(call, version, { range, part }),
    ...(range && { "content-range": `bytes ${range.first}-${range.last}/${version.sizeBytes}` }),
    ...(part?.count !== undefined && { "x-amz-mp-parts-count": String(part.count) }),
    ...overrides(call),
  };
}

/** A checksum is of the whole object or of one part: it is not told with any other bytes of it. */
function checksumsOf(
  { headers }: ObjectCall,
  version: ObjectVersion,
  { range, part }: Extent,
): Record<string, string> {
  const isAsked = String(headers["x-amz-checksum-mode"] ?? "").toUpperCase() === "ENABLED";
  if (!isAsked) return {};
  if (part?.count !== undefined) {
    const type = part.checksum && version.checksum?.type;
    return { ...partChecksumHeaders(part.checksum), ...(type && { "x-amz-checksum-type": type }) };
  }
  return range && !part ? {} : checksumHeaders(version.checksum);
}

function isLatest({ state, bucket, key }: ObjectCall, { sequence }: ObjectVersion): boolean {
  return state.versionsOf(bucket.name, key)[0]?.sequence === sequence;
}

function overrides({ parameter }: ObjectCall): Record<string, string> {
  return Object.fromEntries(
    OVERRIDES.flatMap((name) => {
      const value = parameter(`response-${name}`);
      if (value === undefined) return [];
      // What no header can hold would break the answer.
      if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
        throw invalidArgument(`response-${name}`, value, "Header value cannot be represented");
      }
      return [[name, value]];
    }),
  );
}

/**
 * Objects: written, read, looked at, deleted.
 * @module
 */
import { createHash } from "node:crypto";
import { NO_CONTENT, type Answer, type Handlers, type ObjectCall } from "./call";
import { checksumOf } from "./checksums";
import { verifyDeleteConditions, verifyReadConditions, verifyWriteConditions } from "./conditions";
import { invalidArgument, S3Error } from "./errors";
import { checksumHeaders, describedBy, headersOf, quoted } from "./object-headers";
import { ownershipOf } from "./object-ownership";
import { encryptionHeaders, verifyCustomerKey } from "./object-encryption";
import { byteRange } from "./ranges";
import type { KeptChecksum, ObjectVersion } from "./state";
import {
  currentVersion,
  deleteVersion,
  findVersion,
  versionAt,
  versionHeader,
  writeVersion,
} from "./versions";

const KEY_LIMIT_BYTES = 1024;

/** Parameters by which a reader changes the headers of the answer. */
const OVERRIDES = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

/** Handlers about one object. */
export const objectHandlers: Handlers<ObjectCall> = {
  PutObject: putObject,
  GetObject: getObject,
  HeadObject: headObject,
  DeleteObject: deleteObject,
};

/** The MD5 of some bytes, as an entity tag. */
export function etagOf(body: Buffer): string {
  return createHash("md5").update(body).digest("hex");
}

/** The checksum to keep for a whole body: the sender's, or else a CRC32. */
export function fullChecksum(body: Buffer, given?: ObjectCall["checksum"]): KeptChecksum {
  const { algorithm, value } = given ?? { algorithm: "CRC32", value: checksumOf("CRC32", body) };
  return { algorithm, type: "FULL_OBJECT", value };
}

/**
 * Refuses a key that is too long.
 * @throws S3Error KeyTooLongError
 */
export function verifyKey(key: string): void {
  if (Buffer.byteLength(key) > KEY_LIMIT_BYTES) throw new S3Error("KeyTooLongError");
}

function putObject(call: ObjectCall): Answer {
  const { state, bucket, key, body, headers, now } = call;
  verifyKey(key);
  const description = describedBy(call);
  verifyWriteConditions(headers, currentVersion(state, bucket, key));
  const version = writeVersion(state, bucket, {
    ...description,
    ...ownershipOf(call),
    key,
    body,
    now,
    etag: etagOf(body),
    checksum: fullChecksum(body, call.checksum),
  });
  return {
    headers: {
      etag: quoted(version.etag),
      ...checksumHeaders(version.checksum),
      ...encryptionHeaders(version.encryption),
      ...versionHeader(bucket, version.versionId),
    },
  };
}

function getObject(call: ObjectCall): Answer {
  const version = readableVersion(call);
  const body = call.state.body(version.sequence);
  const range = byteRange(call.headers.range, version.sizeBytes);
  const headers = { ...readHeaders(call, version, range === undefined), ...overrides(call) };
  if (!range) return { headers, body };
  const { first, last } = range;
  return {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${first}-${last}/${version.sizeBytes}` },
    body: body.subarray(first, last + 1),
  };
}

function headObject(call: ObjectCall): Answer {
  const version = readableVersion(call);
  const range = byteRange(call.headers.range, version.sizeBytes);
  const headers = { ...readHeaders(call, version, range === undefined), ...overrides(call) };
  if (!range) return { headers: { ...headers, "content-length": String(version.sizeBytes) } };
  const { first, last } = range;
  return {
    status: 206,
    headers: {
      ...headers,
      "content-length": String(last + 1 - first),
      "content-range": `bytes ${first}-${last}/${version.sizeBytes}`,
    },
  };
}

function deleteObject(call: ObjectCall): Answer {
  const { bucket, key, parameter } = call;
  const versionId = parameter("versionId");
  verifyDeleteConditions(call.headers, versionAt(call.state, { bucket, key, versionId }));
  const deletion = deleteVersion(call, { bucket, key, versionId });
  return {
    ...NO_CONTENT,
    headers: {
      ...versionHeader(bucket, deletion.versionId),
      ...(deletion.isDeleteMarker ? { "x-amz-delete-marker": "true" } : {}),
    },
  };
}

function readableVersion({ state, bucket, key, parameter, headers }: ObjectCall): ObjectVersion {
  const version = findVersion(state, { bucket, key, versionId: parameter("versionId") });
  verifyCustomerKey(headers, version.encryption);
  verifyReadConditions(headers, version);
  return version;
}

/** A checksum is of the whole object: it is not told with a part of it. */
function readHeaders(
  { bucket, headers }: ObjectCall,
  version: ObjectVersion,
  isWhole: boolean,
): Record<string, string> {
  const isAsked = String(headers["x-amz-checksum-mode"] ?? "").toUpperCase() === "ENABLED";
  return {
    ...headersOf(version),
    ...versionHeader(bucket, version.versionId),
    ...(isAsked && isWhole ? checksumHeaders(version.checksum) : {}),
  };
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

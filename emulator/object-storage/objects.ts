/**
 * Objects: written and deleted. `object-reading.ts` reads them.
 * @module
 */
import { createHash } from "node:crypto";
import { NO_CONTENT, type Answer, type Handlers, type ObjectCall } from "./call";
import { checksumOf } from "./checksums";
import { verifyDeleteConditions, verifyWriteConditions } from "./conditions";
import { S3Error } from "./errors";
import { expirationHeaders } from "./lifecycle-due";
import { checksumHeaders, describedBy, quoted } from "./object-headers";
import { ownershipOf } from "./object-ownership";
import { encryptionHeaders } from "./object-encryption";
import type { KeptChecksum, ObjectVersion } from "./state";
import { currentVersion, deleteVersion, versionAt, versionHeader, writeVersion } from "./versions";

const KEY_LIMIT_BYTES = 1024;

/** Handlers about one object. */
export const objectHandlers: Handlers<ObjectCall> = {
  PutObject: putObject,
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
  const { bucket } = call;
  const version = writeObject(call);
  return {
    headers: {
      etag: quoted(version.etag),
      ...checksumHeaders(version.checksum),
      ...encryptionHeaders(version.encryption),
      ...expirationHeaders(bucket, version),
      ...versionHeader(bucket, version.versionId),
    },
  };
}

/**
 * Writes the body of a request as the object that it names.
 * @throws S3Error where what is said about it is not valid, or a condition does not hold
 */
export function writeObject(call: ObjectCall): ObjectVersion {
  const { state, bucket, key, body, headers, now } = call;
  const description = describedBy(call);
  verifyWriteConditions(headers, currentVersion(state, bucket, key));
  return writeVersion(state, bucket, {
    ...description,
    ...ownershipOf(call),
    key,
    body,
    now,
    etag: etagOf(body),
    checksum: fullChecksum(body, call.checksum),
  });
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

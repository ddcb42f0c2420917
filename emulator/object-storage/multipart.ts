/**
 * Objects uploaded in parts: begun, filled, completed, given up.
 * @module
 */
import { NO_CONTENT, type Answer, type Handlers, type ObjectCall } from "./call";
import { uploadChecksum } from "./checksum-requests";
import { verifyWriteConditions } from "./conditions";
import { S3Error } from "./errors";
import { expirationHeaders } from "./lifecycle-due";
import { checksumHeaders, describedBy, partChecksumHeaders, quoted } from "./object-headers";
import { ownershipOf } from "./object-ownership";
import { encryptionHeaders } from "./object-encryption";
import type { KeptChecksum, ObjectPart, ObjectVersion, Part } from "./state";
import { checksumOfParts, etagOfParts, partsAsked, putPart, uploadOf } from "./uploads";
import { currentVersion, versionHeader, writeVersion } from "./versions";
import { S3_NAMESPACE, xmlDocument } from "./xml";

/** Handlers about one upload. */
export const multipartHandlers: Handlers<ObjectCall> = {
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
};

function createMultipartUpload(call: ObjectCall): Answer {
  const { state, bucket, key, headers, now } = call;
  const description = describedBy(call);
  const checksum = uploadChecksum(headers);
  const id = call.randomHex(16);
  state.putUpload({
    id,
    bucket: bucket.name,
    key,
    ...description,
    ...ownershipOf(call),
    initiatedAtMilliseconds: now.getTime(),
    checksum,
    parts: [],
  });
  return {
    headers: {
      ...(checksum && {
        "x-amz-checksum-algorithm": checksum.algorithm,
        "x-amz-checksum-type": checksum.type,
      }),
      ...encryptionHeaders(description.encryption),
    },
    body: xmlDocument("InitiateMultipartUploadResult", {
      ...S3_NAMESPACE,
      Bucket: bucket.name,
      Key: key,
      UploadId: id,
    }),
  };
}

function uploadPart(call: ObjectCall): Answer {
  const { etag, checksum } = putPart(call, call);
  const { encryption } = uploadOf(call);
  return {
    headers: {
      etag: quoted(etag),
      ...encryptionHeaders(encryption),
      ...partChecksumHeaders(checksum),
    },
  };
}

function completeMultipartUpload(call: ObjectCall): Answer {
  const { state, bucket, key, headers, now } = call;
  const completed = completedBefore(call);
  if (completed) return completion(call, completed);
  const upload = uploadOf(call);
  const parts = partsAsked(call, upload);
  verifyWriteConditions(headers, currentVersion(state, bucket, key));
  const body = Buffer.concat(parts.map((part) => state.body(part.sequence)));
  const checksum = checksumOfParts(upload, parts, body);
  verifyChecksum(headers, checksum);
  verifySize(headers, body);
  const {
    headers: kept,
    storageClass,
    tags,
    retention,
    legalHold,
    ownerProjectId,
    acl,
    encryption,
  } = upload;
  const version = writeVersion(state, bucket, {
    headers: kept,
    storageClass,
    tags,
    retention,
    legalHold,
    ownerProjectId,
    acl,
    encryption,
    key,
    body,
    now,
    etag: etagOfParts(parts),
    checksum,
    parts: parts.map(partKept),
    uploadId: upload.id,
  });
  state.removeUpload(upload);
  return completion(call, version);
}

/** What an upload has become that was completed before, where the answer is given once more. */
function completedBefore(call: ObjectCall): ObjectVersion | undefined {
  const { state, bucket, key, parameter, switches } = call;
  if (switches.repeatedCompletion === "NoSuchUpload") return undefined;
  const id = parameter("uploadId");
  return state.versionsOf(bucket.name, key).find(({ uploadId }) => uploadId === id);
}

function completion({ bucket, key }: ObjectCall, version: ObjectVersion): Answer {
  const { checksum } = version;
  return {
    headers: {
      ...checksumHeaders(checksum),
      ...encryptionHeaders(version.encryption),
      ...expirationHeaders(bucket, version),
      ...versionHeader(bucket, version.versionId),
    },
    body: xmlDocument("CompleteMultipartUploadResult", {
      ...S3_NAMESPACE,
      Location: `/${bucket.name}/${key}`,
      Bucket: bucket.name,
      Key: key,
      ETag: quoted(version.etag),
      ...(checksum && {
        [`Checksum${checksum.algorithm}`]: checksum.value,
        ChecksumType: checksum.type,
      }),
    }),
  };
}

function partKept({ number, sizeBytes, checksum }: Part): ObjectPart {
  return { number, sizeBytes, checksum };
}

/** The checksum that a completion names is of the object, not of the list of its parts. */
function verifyChecksum(headers: ObjectCall["headers"], { algorithm, value }: KeptChecksum): void {
  const given = headers[`x-amz-checksum-${algorithm.toLowerCase()}`]?.toString();
  if (given === undefined || given === value || given === value.replace(/-\d+$/, "")) return;
  throw new S3Error("BadDigest", {
    message: `The ${algorithm} you specified did not match the calculated checksum.`,
  });
}

function verifySize(headers: ObjectCall["headers"], { length }: Buffer): void {
  const given = headers["x-amz-mp-object-size"]?.toString();
  if (given === undefined || Number(given) === length) return;
  throw new S3Error("InvalidRequest", {
    message: `The provided 'x-amz-mp-object-size' header value ${given} does not match what was computed: ${length}`,
  });
}

function abortMultipartUpload(call: ObjectCall): Answer {
  call.state.removeUpload(uploadOf(call));
  return NO_CONTENT;
}

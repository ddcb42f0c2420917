/**
 * Objects copied within the Project that the request acts in, whole or as a part of an upload.
 * @module
 */
import { encodeStrictly } from "./addressing";
import type { Answer, Handlers, ObjectCall } from "./call";
import { algorithmAsked } from "./checksum-requests";
import { checksumOf } from "./checksums";
import { verifyCopyConditions, verifyWriteConditions } from "./conditions";
import { invalidArgument } from "./errors";
import { verifyReadable } from "./glacier";
import { headerText } from "./header-text";
import { expirationHeaders } from "./lifecycle-due";
import { describedBy, quoted } from "./object-headers";
import { etagOf, fullChecksum } from "./objects";
import { ownershipOf } from "./object-ownership";
import { moment } from "./owners";
import { COPY_SOURCE, encryptionHeaders, verifyCustomerKey } from "./object-encryption";
import { copyRange } from "./ranges";
import type { Bucket, KeptChecksum, ObjectDescription, ObjectVersion } from "./state";
import { putPart, uploadOf } from "./uploads";
import { currentVersion, findVersion, versionHeader, writeVersion } from "./versions";
import { S3_NAMESPACE, xmlDocument, type XmlContent } from "./xml";

/** Handlers that read one object and write another. */
export const copyHandlers: Handlers<ObjectCall> = {
  CopyObject: copyObject,
  UploadPartCopy: uploadPartCopy,
};

interface Source {
  readonly bucket: Bucket;
  readonly version: ObjectVersion;
  readonly body: Buffer;
}

function copyObject(call: ObjectCall): Answer {
  const { state, bucket, key, headers, now } = call;
  const source = sourceOf(call);
  verifyWriteConditions(headers, currentVersion(state, bucket, key));
  const { body } = source;
  const version = writeVersion(state, bucket, {
    ...descriptionOf(call, source.version),
    ...ownershipOf(call),
    key,
    body,
    now,
    etag: etagOf(body),
    checksum: checksumFor(call, body),
  });
  return {
    headers: {
      ...sourceHeaders(source),
      ...encryptionHeaders(version.encryption),
      ...expirationHeaders(bucket, version),
      ...versionHeader(bucket, version.versionId),
    },
    body: xmlDocument("CopyObjectResult", {
      ...S3_NAMESPACE,
      ...resultOf(version.etag, now, version.checksum),
    }),
  };
}

function uploadPartCopy(call: ObjectCall): Answer {
  const source = sourceOf(call);
  const range = copyRange(call.headers["x-amz-copy-source-range"]?.toString(), source.body.length);
  const body = range ? source.body.subarray(range.first, range.last + 1) : source.body;
  const part = putPart(call, { body });
  return {
    headers: { ...sourceHeaders(source), ...encryptionHeaders(uploadOf(call).encryption) },
    body: xmlDocument("CopyPartResult", {
      ...S3_NAMESPACE,
      ...resultOf(part.etag, call.now, part.checksum),
    }),
  };
}

/**
 * The object that is copied.
 * @throws S3Error as reading it would
 */
function sourceOf(call: ObjectCall): Source {
  const { state, headers } = call;
  const text = headerText(String(headers["x-amz-copy-source"] ?? ""));
  const [, name, key, , versionId] = /^\/?([^/?]+)\/([^?]+)(\?versionId=(.*))?$/.exec(text) ?? [];
  if (name === undefined || key === undefined) {
    throw invalidArgument(
      "x-amz-copy-source",
      text,
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
    );
  }
  const target = { bucketName: decoded(name), key: decoded(key), versionId };
  const bucket = call.admit({ operation: "GetObject", ...target });
  const version = findVersion(state, { bucket, key: target.key, versionId });
  verifyCustomerKey(headers, version.encryption, COPY_SOURCE);
  verifyCopyConditions(headers, version);
  verifyReadable(version, call.now);
  return { bucket, version, body: state.body(version.sequence) };
}

function descriptionOf(call: ObjectCall, source: ObjectVersion): ObjectDescription {
  const own = describedBy(call);
  const replacesMetadata = directive(call, "x-amz-metadata-directive");
  const replacesTags = directive(call, "x-amz-tagging-directive");
  return {
    headers: replacesMetadata ? own.headers : source.headers,
    tags: replacesTags ? own.tags : source.tags,
    storageClass: own.storageClass,
    retention: own.retention,
    legalHold: own.legalHold,
    encryption: own.encryption,
  };
}

/** True for REPLACE, false for COPY, which is the default. */
function directive({ headers }: ObjectCall, name: string): boolean {
  const value = headers[name] ?? "COPY";
  if (value === "COPY" || value === "REPLACE") return value === "REPLACE";
  throw invalidArgument(name, String(value), `Unknown ${name}.`);
}

function checksumFor({ headers }: ObjectCall, body: Buffer): KeptChecksum {
  const algorithm = algorithmAsked(headers) ?? "CRC32";
  return fullChecksum(body, { algorithm, value: checksumOf(algorithm, body) });
}

function sourceHeaders({ bucket, version }: Source): Record<string, string> {
  return bucket.versioning === "" ? {} : { "x-amz-copy-source-version-id": version.versionId };
}

function resultOf(
  etag: string,
  now: Date,
  checksum: Pick<KeptChecksum, "algorithm" | "value"> | undefined,
): Record<string, XmlContent> {
  return {
    ETag: quoted(etag),
    LastModified: moment(now.getTime()),
    ...(checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value } : {}),
  };
}

/** The header is encoded as a path is; clients that leave it plain are understood too. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidArgument(
      "x-amz-copy-source",
      encodeStrictly(text),
      "Copy Source is not URL-encoded.",
    );
  }
}

/**
 * What is known about an object, as much of it as is asked for, in one answer.
 * @module
 */
import type { Answer, Handlers, ObjectCall } from "./call";
import { invalidArgument } from "./errors";
import { PART_LIMIT } from "./limits";
import { verifyCustomerKey } from "./object-encryption";
import type { ObjectVersion } from "./state";
import { findVersion, versionHeader } from "./versions";
import { S3_NAMESPACE, xmlDocument, type XmlContent } from "./xml";

/** Handlers about what is known of an object. */
export const attributeHandlers: Handlers<ObjectCall> = { GetObjectAttributes: getObjectAttributes };

type Describe = (version: ObjectVersion, call: ObjectCall) => XmlContent;

const HEADER = "x-amz-object-attributes";

/** Entity tags have no quotes here. */
const ATTRIBUTES: Readonly<Record<string, Describe>> = {
  ETag: ({ etag }) => etag,
  Checksum: ({ checksum }) =>
    checksum && {
      [`Checksum${checksum.algorithm}`]: checksum.value.replace(/-\d+$/, ""),
      ChecksumType: checksum.type,
    },
  ObjectParts: partsOf,
  StorageClass: ({ storageClass }) => storageClass,
  ObjectSize: ({ sizeBytes }) => sizeBytes,
};

function getObjectAttributes(call: ObjectCall): Answer {
  const { state, bucket, key, headers, parameter } = call;
  const asked = attributesAsked(call);
  const version = findVersion(state, { bucket, key, versionId: parameter("versionId") });
  verifyCustomerKey(headers, version.encryption);
  const described = Object.entries(ATTRIBUTES)
    .filter(([name]) => asked.includes(name))
    .map(([name, describe]) => [name, describe(version, call)] as const);
  return {
    headers: {
      "last-modified": new Date(version.modifiedAtMilliseconds).toUTCString(),
      ...versionHeader(bucket, version.versionId),
    },
    body: xmlDocument("GetObjectAttributesResponse", {
      ...S3_NAMESPACE,
      ...Object.fromEntries(described),
    }),
  };
}

function attributesAsked({ headers }: ObjectCall): string[] {
  const text = headers[HEADER]?.toString() ?? "";
  const asked = text.split(",").map((name) => name.trim());
  if (asked.every((name) => Object.hasOwn(ATTRIBUTES, name))) return asked;
  throw invalidArgument(HEADER, text, "Invalid attribute name specified.");
}

/** Nothing for an object that was written at once. */
function partsOf({ parts }: ObjectVersion, { headers }: ObjectCall): XmlContent {
  if (!parts) return undefined;
  const after = numberHeader(headers, "x-amz-part-number-marker", 0);
  const limit = Math.min(numberHeader(headers, "x-amz-max-parts", PART_LIMIT), PART_LIMIT);
  const rest = parts.filter(({ number }) => number > after);
  const page = rest.slice(0, limit);
  return {
    PartsCount: parts.length,
    PartNumberMarker: after,
    NextPartNumberMarker: page.at(-1)?.number ?? after,
    MaxParts: limit,
    IsTruncated: page.length < rest.length,
    Part: page.map(({ number, sizeBytes, checksum }) => ({
      PartNumber: number,
      Size: sizeBytes,
      ...(checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value } : {}),
    })),
  };
}

function numberHeader(headers: ObjectCall["headers"], name: string, absent: number): number {
  const text = headers[name]?.toString();
  if (text === undefined) return absent;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw invalidArgument(name, text, `Provided ${name} not an integer or within integer range`);
}

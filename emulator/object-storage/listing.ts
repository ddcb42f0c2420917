/**
 * The objects of a bucket, listed: both versions of the operation.
 * @module
 */
import type { Answer, BucketCall, Handlers } from "./call";
import { invalidArgument } from "./errors";
import { keyWriter, listParameters, type ListParameters } from "./list-parameters";
import { quoted } from "./object-headers";
import { moment, ownerOf, ownerXml } from "./owners";
import type { ObjectVersion } from "./state";
import { positionAfter, walk, type Position, type Selection, type Step } from "./walk";
import { LIST_CONTENT_TYPE, S3_NAMESPACE, xmlDocument, type XmlContent } from "./xml";

/** Handlers that list objects. */
export const listingHandlers: Handlers<BucketCall> = {
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
};

interface Page {
  readonly objects: readonly ObjectVersion[];
  readonly prefixes: readonly string[];
  readonly isTruncated: boolean;
  /** The last thing shown. */
  readonly last?: Position;
}

function listObjects(call: BucketCall): Answer {
  const parameters = listParameters(call);
  const { prefix, delimiter, maxKeys, encode } = parameters;
  const marker = call.parameter("marker") ?? "";
  const page = pageOf(
    call,
    { prefix, delimiter, after: positionAfter(marker, parameters) },
    maxKeys,
  );
  // Without a delimiter the last key is the marker, and S3 leaves it to the client to take it.
  const nextMarker = page.isTruncated && delimiter !== "" ? page.last?.text : undefined;
  return {
    headers: LIST_CONTENT_TYPE,
    body: xmlDocument("ListBucketResult", {
      ...S3_NAMESPACE,
      Name: call.bucket.name,
      Prefix: encode(prefix),
      Marker: encode(marker),
      NextMarker: nextMarker === undefined ? undefined : encode(nextMarker),
      ...commonElements(page, parameters),
      ...contents(call, page, true),
    }),
  };
}

function listObjectsV2(call: BucketCall): Answer {
  const parameters = listParameters(call);
  const { prefix, delimiter, maxKeys, encode } = parameters;
  const token = call.parameter("continuation-token");
  const startAfter = call.parameter("start-after") ?? "";
  const after = token === undefined ? positionAfter(startAfter, parameters) : readToken(token);
  const page = pageOf(call, { prefix, delimiter, after }, maxKeys);
  return {
    headers: LIST_CONTENT_TYPE,
    body: xmlDocument("ListBucketResult", {
      ...S3_NAMESPACE,
      Name: call.bucket.name,
      Prefix: encode(prefix),
      ContinuationToken: token,
      NextContinuationToken: page.isTruncated && page.last ? writeToken(page.last) : undefined,
      StartAfter: startAfter === "" ? undefined : encode(startAfter),
      KeyCount: page.objects.length + page.prefixes.length,
      ...commonElements(page, parameters),
      ...contents(call, page, call.parameter("fetch-owner") === "true"),
    }),
  };
}

function pageOf({ state, bucket }: BucketCall, selection: Selection, maxKeys: number): Page {
  const steps: Step<ObjectVersion>[] = [];
  let isTruncated = false;
  const isCurrent = ([latest]: readonly ObjectVersion[]): boolean =>
    latest?.isDeleteMarker === false;
  for (const step of walk(state.versionsIn(bucket.name), selection, isCurrent)) {
    // Zero keys were asked for: nothing is shown, and nothing is left.
    isTruncated = maxKeys > 0 && steps.length === maxKeys;
    if (steps.length >= maxKeys) break;
    steps.push(step);
  }
  const last = steps.at(-1);
  return {
    objects: steps.flatMap((step) => (step.kind === "key" ? step.items.slice(0, 1) : [])),
    prefixes: steps.flatMap((step) => (step.kind === "prefix" ? [step.prefix] : [])),
    isTruncated,
    ...(last && {
      last:
        last.kind === "key"
          ? { kind: "key", text: last.key }
          : { kind: "prefix", text: last.prefix },
    }),
  };
}

function commonElements(
  { isTruncated }: Page,
  { delimiter, maxKeys, encodingType, encode }: ListParameters,
): Record<string, XmlContent> {
  return {
    MaxKeys: maxKeys,
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    EncodingType: encodingType,
    IsTruncated: isTruncated,
  };
}

function contents(call: BucketCall, page: Page, withOwner: boolean): Record<string, XmlContent> {
  const encode = keyWriter(call);
  return {
    Contents: page.objects.map((version) => ({
      Key: encode(version.key),
      LastModified: moment(version.modifiedAtMilliseconds),
      ETag: quoted(version.etag),
      Size: version.sizeBytes,
      Owner: withOwner ? ownerXml(ownerOf(version, call.bucket)) : undefined,
      StorageClass: version.storageClass,
      ChecksumAlgorithm: version.checksum?.algorithm,
      ChecksumType: version.checksum?.type,
    })),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
}

function writeToken({ kind, text }: Position): string {
  return Buffer.from(`${kind}:${text}`, "utf8").toString("base64url");
}

function readToken(token: string): Position {
  const text = Buffer.from(token, "base64url").toString("utf8");
  const [, kind, rest = ""] = /^(key|prefix):(.*)$/s.exec(text) ?? [];
  if (kind === "key" || kind === "prefix") return { kind, text: rest };
  throw invalidArgument(
    "continuation-token",
    token,
    "The continuation token provided is incorrect",
  );
}

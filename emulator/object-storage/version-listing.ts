/**
 * All versions and delete markers of a bucket, listed.
 * @module
 */
import type { Answer, BucketCall, Handlers } from "./call";
import { invalidArgument } from "./errors";
import { listParameters } from "./list-parameters";
import { quoted } from "./object-headers";
import { moment, ownerOf, ownerXml } from "./owners";
import type { ObjectVersion } from "./state";
import { positionAfter, walk, type Selection } from "./walk";
import { LIST_CONTENT_TYPE, S3_NAMESPACE, xmlDocument, type XmlContent } from "./xml";

/** Handlers that list versions. */
export const versionListingHandlers: Handlers<BucketCall> = {
  ListObjectVersions: listObjectVersions,
};

type Entry =
  | { readonly kind: "version"; readonly version: ObjectVersion; readonly isLatest: boolean }
  | { readonly kind: "prefix"; readonly prefix: string };

/** A list goes on after this version, or after this key when there is no version id. */
interface Markers {
  readonly key: string;
  readonly versionId: string;
}

function listObjectVersions(call: BucketCall): Answer {
  const { prefix, delimiter, maxKeys, encodingType, encode } = listParameters(call);
  const markers = {
    key: call.parameter("key-marker") ?? "",
    versionId: call.parameter("version-id-marker") ?? "",
  };
  if (markers.versionId !== "" && markers.key === "") {
    throw invalidArgument(
      "version-id-marker",
      markers.versionId,
      "A version-id marker cannot be specified without a key marker.",
    );
  }
  const page: Entry[] = [];
  let isTruncated = false;
  for (const entry of entriesAfter(call, { prefix, delimiter }, markers)) {
    isTruncated = maxKeys > 0 && page.length === maxKeys;
    if (page.length >= maxKeys) break;
    page.push(entry);
  }
  const last = isTruncated ? page.at(-1) : undefined;
  return {
    headers: LIST_CONTENT_TYPE,
    body: xmlDocument("ListVersionsResult", {
      ...S3_NAMESPACE,
      Name: call.bucket.name,
      Prefix: encode(prefix),
      Delimiter: delimiter === "" ? undefined : encode(delimiter),
      EncodingType: encodingType,
      IsTruncated: isTruncated,
      KeyMarker: encode(markers.key),
      MaxKeys: maxKeys,
      VersionIdMarker: markers.versionId,
      ...nextMarkers(last, encode),
      Version: page.flatMap((entry) => versionXml(entry, call, encode)),
      DeleteMarker: page.flatMap((entry) => markerXml(entry, call, encode)),
      CommonPrefixes: page.flatMap((entry) =>
        entry.kind === "prefix" ? [{ Prefix: encode(entry.prefix) }] : [],
      ),
    }),
  };
}

function* entriesAfter(
  { state, bucket }: BucketCall,
  selection: Selection,
  markers: Markers,
): Generator<Entry> {
  if (markers.versionId !== "" && markers.key.startsWith(selection.prefix)) {
    const versions = state.versionsOf(bucket.name, markers.key);
    const marked = versions.findIndex(({ versionId }) => versionId === markers.versionId);
    if (marked !== -1) yield* entriesOf(versions.slice(marked + 1), false);
  }
  const after = positionAfter(markers.key, selection);
  for (const step of walk(state.versionsIn(bucket.name), { ...selection, after })) {
    if (step.kind === "prefix") yield step;
    else yield* entriesOf(step.items, true);
  }
}

function* entriesOf(versions: readonly ObjectVersion[], withLatest: boolean): Generator<Entry> {
  for (const [position, version] of versions.entries()) {
    yield { kind: "version", version, isLatest: withLatest && position === 0 };
  }
}

function nextMarkers(
  last: Entry | undefined,
  encode: (text: string) => string,
): Record<string, XmlContent> {
  if (!last) return {};
  if (last.kind === "prefix") return { NextKeyMarker: encode(last.prefix) };
  const { key, versionId } = last.version;
  return { NextKeyMarker: encode(key), NextVersionIdMarker: versionId };
}

function versionXml(
  entry: Entry,
  { bucket }: BucketCall,
  encode: (text: string) => string,
): XmlContent[] {
  if (entry.kind === "prefix" || entry.version.isDeleteMarker) return [];
  const { version, isLatest } = entry;
  return [
    {
      "@_xmlns": "",
      IsLatest: isLatest,
      Key: encode(version.key),
      LastModified: moment(version.modifiedAtMilliseconds),
      Owner: ownerXml(ownerOf(version, bucket)),
      VersionId: version.versionId,
      Size: version.sizeBytes,
      StorageClass: version.storageClass,
      ETag: quoted(version.etag),
      ChecksumAlgorithm: version.checksum?.algorithm,
      ChecksumType: version.checksum?.type,
    },
  ];
}

function markerXml(
  entry: Entry,
  { bucket }: BucketCall,
  encode: (text: string) => string,
): XmlContent[] {
  if (entry.kind === "prefix" || !entry.version.isDeleteMarker) return [];
  const { version, isLatest } = entry;
  return [
    {
      "@_xmlns": "",
      IsLatest: isLatest,
      Key: encode(version.key),
      LastModified: moment(version.modifiedAtMilliseconds),
      Owner: ownerXml(ownerOf(version, bucket)),
      VersionId: version.versionId,
    },
  ];
}

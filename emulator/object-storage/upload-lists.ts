/**
 * Unfinished uploads and their parts, listed.
 * @module
 */
import type { Answer, BucketCall, Handlers, ObjectCall } from "./call";
import { quoted } from "./object-headers";
import { moment, ownerOf, ownerXml } from "./owners";
import { compareKeys } from "./sorted-keys";
import { PART_LIMIT } from "./limits";
import { listParameters } from "./list-parameters";
import type { Upload } from "./state";
import { foldedPrefix, positionAfter, walk, type Selection } from "./walk";
import { uploadOf } from "./uploads";
import { numberParameter } from "./parameters";
import { S3_NAMESPACE, xmlDocument, type XmlContent } from "./xml";

const UPLOAD_LIMIT = 1000;

/** Lists of the uploads of a bucket. */
export const uploadListHandlers: Handlers<BucketCall> = {
  ListMultipartUploads: listMultipartUploads,
};

/** Lists of the parts of an upload. */
export const partListHandlers: Handlers<ObjectCall> = { ListParts: listParts };

/** An upload, or many whose keys share a prefix up to the delimiter. */
type Entry =
  | { readonly kind: "upload"; readonly upload: Upload }
  | { readonly kind: "prefix"; readonly prefix: string };

function listMultipartUploads(call: BucketCall): Answer {
  const { bucket, parameter } = call;
  const limit = Math.min(numberParameter(call, "max-uploads", UPLOAD_LIMIT), UPLOAD_LIMIT);
  const { prefix, delimiter, encodingType, encode } = listParameters(call);
  const page: Entry[] = [];
  let isTruncated = false;
  for (const entry of entriesAfter(call, { prefix, delimiter })) {
    isTruncated = limit > 0 && page.length === limit;
    if (page.length >= limit) break;
    page.push(entry);
  }
  return {
    body: xmlDocument("ListMultipartUploadsResult", {
      ...S3_NAMESPACE,
      Bucket: bucket.name,
      KeyMarker: encode(parameter("key-marker") ?? ""),
      UploadIdMarker: parameter("upload-id-marker") ?? "",
      ...nextMarkers(isTruncated ? page.at(-1) : undefined, encode),
      Prefix: prefix === "" ? undefined : encode(prefix),
      Delimiter: delimiter === "" ? undefined : encode(delimiter),
      EncodingType: encodingType,
      MaxUploads: limit,
      IsTruncated: isTruncated,
      Upload: page.flatMap((entry) => uploadXml(entry, call, encode)),
      CommonPrefixes: page.flatMap((entry) =>
        entry.kind === "prefix" ? [{ Prefix: encode(entry.prefix) }] : [],
      ),
    }),
  };
}

/** What comes after the markers; without a key beside it the id of an upload means nothing. */
function* entriesAfter(
  { bucket, state, parameter }: BucketCall,
  selection: Pick<Selection, "prefix" | "delimiter">,
): Generator<Entry> {
  const uploads = state.uploadsIn(bucket.name);
  const [key, id] = [parameter("key-marker") ?? "", parameter("upload-id-marker") ?? ""];
  const isShown = key.startsWith(selection.prefix) && foldedPrefix(key, selection) === undefined;
  if (id !== "" && isShown) {
    yield* entriesOf(uploads.of(key).filter((upload) => compareKeys(upload.id, id) > 0));
  }
  for (const step of walk(uploads, { ...selection, after: positionAfter(key, selection) })) {
    if (step.kind === "prefix") yield step;
    else yield* entriesOf(step.items);
  }
}

function entriesOf(uploads: readonly Upload[]): Entry[] {
  return uploads.map((upload) => ({ kind: "upload", upload }));
}

function nextMarkers(
  last: Entry | undefined,
  encode: (text: string) => string,
): Record<string, XmlContent> {
  // Both are there where nothing is left, too: recorded.
  if (!last) return { NextKeyMarker: "", NextUploadIdMarker: "" };
  if (last.kind === "prefix") return { NextKeyMarker: encode(last.prefix), NextUploadIdMarker: "" };
  return { NextKeyMarker: encode(last.upload.key), NextUploadIdMarker: last.upload.id };
}

function uploadXml(
  entry: Entry,
  { bucket }: BucketCall,
  encode: (text: string) => string,
): XmlContent[] {
  if (entry.kind === "prefix") return [];
  const { upload } = entry;
  const owner = ownerXml(ownerOf(upload, bucket));
  return [
    {
      Key: encode(upload.key),
      UploadId: upload.id,
      Initiator: owner,
      Owner: owner,
      StorageClass: upload.storageClass,
      Initiated: moment(upload.initiatedAtMilliseconds),
      ChecksumAlgorithm: upload.checksum?.algorithm,
      ChecksumType: upload.checksum?.type,
    },
  ];
}

function listParts(call: ObjectCall): Answer {
  const { bucket, key } = call;
  const upload = uploadOf(call);
  const after = numberParameter(call, "part-number-marker", 0);
  const limit = Math.min(numberParameter(call, "max-parts", PART_LIMIT), PART_LIMIT);
  const rest = upload.parts.filter(({ number }) => number > after);
  const page = rest.slice(0, limit);
  return {
    body: xmlDocument("ListPartsResult", {
      ...S3_NAMESPACE,
      Bucket: bucket.name,
      Key: key,
      UploadId: upload.id,
      Initiator: ownerXml(ownerOf(upload, bucket)),
      Owner: ownerXml(ownerOf(upload, bucket)),
      StorageClass: upload.storageClass,
      PartNumberMarker: after,
      NextPartNumberMarker: page.at(-1)?.number ?? after,
      MaxParts: limit,
      IsTruncated: page.length < rest.length,
      Part: page.map((part) => ({
        PartNumber: part.number,
        LastModified: moment(part.modifiedAtMilliseconds),
        ETag: quoted(part.etag),
        Size: part.sizeBytes,
        ...(part.checksum ? { [`Checksum${part.checksum.algorithm}`]: part.checksum.value } : {}),
      })),
    }),
  };
}

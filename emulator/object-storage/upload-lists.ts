/**
 * Unfinished uploads and their parts, listed.
 * @module
 */
import type { Answer, BucketCall, Handlers, ObjectCall } from "./call";
import { quoted } from "./object-headers";
import { moment, ownerOf, ownerXml } from "./owners";
import { compareKeys } from "./sorted-keys";
import { PART_LIMIT, uploadOf } from "./uploads";
import { numberParameter } from "./parameters";
import { S3_NAMESPACE, xmlDocument } from "./xml";

const UPLOAD_LIMIT = 1000;

/** Lists of the uploads of a bucket. */
export const uploadListHandlers: Handlers<BucketCall> = {
  ListMultipartUploads: listMultipartUploads,
};

/** Lists of the parts of an upload. */
export const partListHandlers: Handlers<ObjectCall> = { ListParts: listParts };

function listMultipartUploads(call: BucketCall): Answer {
  const { bucket, state, parameter } = call;
  const limit = Math.min(numberParameter(call, "max-uploads", UPLOAD_LIMIT), UPLOAD_LIMIT);
  const prefix = parameter("prefix") ?? "";
  const keyMarker = parameter("key-marker") ?? "";
  const idMarker = parameter("upload-id-marker") ?? "";
  const rest = state
    .uploadsOf(bucket.name)
    .filter(({ key }) => key.startsWith(prefix))
    .sort((a, b) => compareKeys(a.key, b.key) || compareKeys(a.id, b.id))
    .filter(({ key, id }) => {
      const order = compareKeys(key, keyMarker);
      return keyMarker === "" || order > 0 || (order === 0 && idMarker !== "" && id > idMarker);
    });
  const page = rest.slice(0, limit);
  const isTruncated = page.length < rest.length;
  return {
    body: xmlDocument("ListMultipartUploadsResult", {
      ...S3_NAMESPACE,
      Bucket: bucket.name,
      KeyMarker: keyMarker,
      UploadIdMarker: idMarker,
      NextKeyMarker: isTruncated ? page.at(-1)?.key : undefined,
      NextUploadIdMarker: isTruncated ? page.at(-1)?.id : undefined,
      Prefix: prefix,
      MaxUploads: limit,
      IsTruncated: isTruncated,
      Upload: page.map((upload) => ({
        Key: upload.key,
        UploadId: upload.id,
        Initiator: ownerXml(ownerOf(upload, bucket)),
        Owner: ownerXml(ownerOf(upload, bucket)),
        StorageClass: upload.storageClass,
        Initiated: moment(upload.initiatedAtMilliseconds),
      })),
    }),
  };
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

/**
 * Many objects deleted by one request.
 * @module
 */
import type { Answer, BucketCall, Handlers } from "./call";
import { verifyDeleteConditions } from "./conditions";
import { S3Error } from "./errors";
import { deleteVersion, versionAt } from "./versions";
import { parseXml, S3_NAMESPACE, xmlDocument, type XmlContent } from "./xml";

const OBJECT_LIMIT = 1000;

/** Handlers that delete in batches. */
export const deletionHandlers: Handlers<BucketCall> = { DeleteObjects: deleteObjects };

interface Target {
  readonly key: string;
  readonly versionId: string | undefined;
  /** What the object must be, as DELETE has it in If-Match. */
  readonly etag: string | undefined;
}

function deleteObjects(call: BucketCall): Answer {
  const request = parseXml(call.body, "Delete");
  const targets = request.children("Object").map((element): Target => {
    const key = element.text("Key");
    if (key === undefined || key === "") throw new S3Error("MalformedXML");
    return { key, versionId: element.text("VersionId"), etag: element.text("ETag") };
  });
  if (targets.length === 0 || targets.length > OBJECT_LIMIT) throw new S3Error("MalformedXML");
  const isQuiet = request.text("Quiet") === "true";
  const entries = targets.map((target) => entryOf(call, target));
  return {
    body: xmlDocument("DeleteResult", {
      ...S3_NAMESPACE,
      Deleted: isQuiet ? [] : entries.flatMap(({ deleted }) => deleted ?? []),
      Error: entries.flatMap(({ error }) => error ?? []),
    }),
  };
}

/** One object that cannot be deleted does not keep the others. */
function entryOf(call: BucketCall, target: Target): { deleted?: XmlContent; error?: XmlContent } {
  const named = { Key: target.key, VersionId: target.versionId };
  try {
    const { bucket, state } = call;
    call.admit({ operation: "DeleteObjects", bucketName: bucket.name, ...target });
    verifyDeleteConditions({ "if-match": target.etag }, versionAt(state, { bucket, ...target }));
    const { isDeleteMarker, versionId } = deleteVersion(call, { bucket, ...target });
    const marker = isDeleteMarker ? { DeleteMarker: true, DeleteMarkerVersionId: versionId } : {};
    return { deleted: { ...named, ...marker } };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return { error: { ...named, Code: error.code, Message: error.message } };
  }
}

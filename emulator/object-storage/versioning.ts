/**
 * Whether a bucket keeps the versions of its objects.
 * @module
 */
import type { BucketCall, Handlers } from "./call";
import { S3Error } from "./errors";
import { parseXml, xmlDocument } from "./xml";

/** Handlers about a bucket's versioning. */
export const versioningHandlers: Handlers<BucketCall> = {
  // Never set is an empty element, not a missing one: recorded.
  GetBucketVersioning: ({ bucket }) => ({
    body: xmlDocument("VersioningConfiguration", { Status: bucket.versioning }),
  }),
  PutBucketVersioning: ({ bucket, body, state }) => {
    const status = parseXml(body, "VersioningConfiguration").text("Status");
    if (status !== "Enabled" && status !== "Suspended") throw new S3Error("MalformedXML");
    if (status === "Suspended" && bucket.objectLock) throw new S3Error("InvalidBucketState");
    state.buckets.set(bucket.name, { ...bucket, versioning: status });
    return {};
  },
};

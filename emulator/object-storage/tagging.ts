/**
 * Tags of buckets and of objects: read, replaced, removed.
 * @module
 */
import { NO_CONTENT, type Answer, type BucketCall, type Handlers, type ObjectCall } from "./call";
import { S3Error } from "./errors";
import type { ObjectVersion, Tag } from "./state";
import { TAG_LIMITS, tagsOfXml, tagsToXml } from "./tags";
import { findVersion, versionHeader } from "./versions";

/** Handlers about the tags of a bucket. */
export const bucketTaggingHandlers: Handlers<BucketCall> = {
  GetBucketTagging: ({ bucket }) => {
    if (!bucket.tags) throw new S3Error("NoSuchTagSet", { details: { BucketName: bucket.name } });
    return { body: tagsToXml(bucket.tags) };
  },
  PutBucketTagging: ({ bucket, body, state }) => {
    const tags = tagsOfXml(body, TAG_LIMITS.bucket);
    state.buckets.set(bucket.name, { ...bucket, tags });
    return {};
  },
  DeleteBucketTagging: ({ bucket, state }) => {
    state.buckets.set(bucket.name, { ...bucket, tags: undefined });
    return NO_CONTENT;
  },
};

/** Handlers about the tags of an object. */
export const objectTaggingHandlers: Handlers<ObjectCall> = {
  GetObjectTagging: (call) => {
    const version = versionFor(call);
    return {
      headers: versionHeader(call.bucket, version.versionId),
      body: tagsToXml(version.tags),
    };
  },
  PutObjectTagging: (call) => replaceTags(call, tagsOfXml(call.body, TAG_LIMITS.object)),
  DeleteObjectTagging: (call) => ({ ...replaceTags(call, []), ...NO_CONTENT }),
};

function versionFor({ state, bucket, key, parameter }: ObjectCall): ObjectVersion {
  return findVersion(state, { bucket, key, versionId: parameter("versionId") });
}

function replaceTags(call: ObjectCall, tags: readonly Tag[]): Answer {
  const version = versionFor(call);
  call.state.replaceVersion({ ...version, tags });
  return { headers: versionHeader(call.bucket, version.versionId) };
}

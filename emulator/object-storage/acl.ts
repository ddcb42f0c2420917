/**
 * Access control lists of buckets and of objects: read and replaced.
 * @module
 */
import {
  aclOfHeaders,
  aclOfXml,
  aclToXml,
  privateAcl,
  type Acl,
  type AclOwners,
} from "./acl-grants";
import type { BucketCall, Handlers, ObjectCall } from "./call";
import { S3Error } from "./errors";
import { ownerOf } from "./owners";
import { findVersion, versionHeader } from "./versions";

/** Handlers about the list of a bucket. */
export const bucketAclHandlers: Handlers<BucketCall> = {
  GetBucketAcl: ({ bucket: { projectId, acl = privateAcl(projectId) } }) => ({
    body: aclToXml(projectId, acl),
  }),
  PutBucketAcl: (call) => {
    const { bucket, state } = call;
    const acl = aclAsked(call, { owner: bucket.projectId });
    state.buckets.set(bucket.name, { ...bucket, acl });
    return {};
  },
};

/** Handlers about the list of an object. */
export const objectAclHandlers: Handlers<ObjectCall> = {
  GetObjectAcl: ({ state, bucket, key, parameter }) => {
    const version = findVersion(state, { bucket, key, versionId: parameter("versionId") });
    const owner = ownerOf(version, bucket);
    return {
      headers: versionHeader(bucket, version.versionId),
      body: aclToXml(owner, version.acl ?? privateAcl(owner)),
    };
  },
  PutObjectAcl: (call) => {
    const { state, bucket, key, parameter } = call;
    const version = findVersion(state, { bucket, key, versionId: parameter("versionId") });
    const owners = { owner: ownerOf(version, bucket), bucketOwner: bucket.projectId };
    state.replaceVersion({ ...version, acl: aclAsked(call, owners) });
    return { headers: versionHeader(bucket, version.versionId) };
  },
};

/** In headers or in the body, never in both. */
function aclAsked({ headers, body }: BucketCall, owners: AclOwners): Acl {
  const inHeaders = aclOfHeaders(headers, owners);
  if (body.length === 0) {
    if (inHeaders) return inHeaders;
    throw new S3Error("MissingSecurityHeader", { details: { MissingHeaderName: "x-amz-acl" } });
  }
  if (inHeaders) {
    throw new S3Error("InvalidRequest", {
      message: "This request does not support content beside an ACL in headers",
    });
  }
  return aclOfXml(body, owners);
}

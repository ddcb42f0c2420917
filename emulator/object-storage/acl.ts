/**
 * Access control lists: every bucket and object is private.
 * @module
 */
import type { BucketCall, Handlers, ObjectCall } from "./call";
import { ownerXml } from "./owners";
import { findVersion } from "./versions";
import { S3_NAMESPACE, xmlDocument } from "./xml";

/** Handlers about the list of a bucket. */
export const bucketAclHandlers: Handlers<BucketCall> = {
  GetBucketAcl: ({ bucket }) => ({ body: privateAcl(bucket.projectId) }),
};

/** Handlers about the list of an object. */
export const objectAclHandlers: Handlers<ObjectCall> = {
  GetObjectAcl: ({ state, bucket, key, parameter }) => {
    findVersion(state, { bucket, key, versionId: parameter("versionId") });
    return { body: privateAcl(bucket.projectId) };
  },
};

function privateAcl(projectId: string): string {
  const owner = ownerXml(projectId);
  return xmlDocument("AccessControlPolicy", {
    ...S3_NAMESPACE,
    Owner: owner,
    AccessControlList: {
      Grant: {
        Grantee: {
          "@_xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
          "@_xsi:type": "CanonicalUser",
          ID: owner.ID,
          DisplayName: owner.DisplayName,
        },
        Permission: "FULL_CONTROL",
      },
    },
  });
}

/**
 * Whose a new object is, and who may reach it.
 * @module
 */
import { aclOfHeaders } from "./acl-grants";
import type { ObjectCall } from "./call";
import type { Ownership } from "./state";

/**
 * What a write says about the new object's owner and list.
 * @throws S3Error InvalidArgument or InvalidRequest
 */
export function ownershipOf({ bucket, caller, headers, switches }: ObjectCall): Ownership {
  const bucketOwner = bucket.projectId;
  const writer = caller?.projectId ?? bucketOwner;
  const owner = switches.objectOwnerIsWriter ? writer : bucketOwner;
  return {
    ownerProjectId: owner === bucketOwner ? undefined : owner,
    acl: aclOfHeaders(headers, { owner, bucketOwner }),
  };
}

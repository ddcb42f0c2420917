/**
 * Which file answers which operation; an operation without a handler is not implemented.
 * @module
 */
import { bucketAclHandlers, objectAclHandlers } from "./acl";
import { attributeHandlers } from "./attributes";
import { bucketHandlers as ownBucketHandlers } from "./buckets";
import type { BucketCall, Handlers, ObjectCall } from "./call";
import { copyHandlers } from "./copy";
import { deletionHandlers } from "./deletion";
import { corsHandlers } from "./cors";
import { encryptionHandlers } from "./encryption";
import { glacierHandlers } from "./glacier";
import { lifecycleHandlers } from "./lifecycle";
import { listingHandlers } from "./listing";
import { multipartHandlers } from "./multipart";
import { objectHandlers as ownObjectHandlers } from "./objects";
import { objectReadingHandlers } from "./object-reading";
import { bucketTaggingHandlers, objectTaggingHandlers } from "./tagging";
import { bucketLockHandlers, objectLockHandlers } from "./object-lock";
import { policyHandlers } from "./policies";
import { partListHandlers, uploadListHandlers } from "./upload-lists";
import { versionListingHandlers } from "./version-listing";
import { websiteHandlers } from "./website";
import { versioningHandlers } from "./versioning";

export { newBucketHandlers, serviceHandlers } from "./buckets";

/** Operations on a bucket that is there. */
export const bucketHandlers: Handlers<BucketCall> = {
  ...ownBucketHandlers,
  ...bucketAclHandlers,
  ...bucketLockHandlers,
  ...bucketTaggingHandlers,
  ...deletionHandlers,
  ...corsHandlers,
  ...encryptionHandlers,
  ...lifecycleHandlers,
  ...listingHandlers,
  ...policyHandlers,
  ...uploadListHandlers,
  ...versionListingHandlers,
  ...versioningHandlers,
  ...websiteHandlers,
};

/** Operations on an object. */
export const objectHandlers: Handlers<ObjectCall> = {
  ...ownObjectHandlers,
  ...attributeHandlers,
  ...copyHandlers,
  ...glacierHandlers,
  ...multipartHandlers,
  ...objectAclHandlers,
  ...objectLockHandlers,
  ...objectReadingHandlers,
  ...objectTaggingHandlers,
  ...partListHandlers,
};

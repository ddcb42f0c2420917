/**
 * All rules: about IAM, about what is kept, about Object Storage, about access as a whole.
 * @module
 */
import type { Rule } from "../rule";
import { iamAdminSet } from "./iam-admin-set";
import { iamAllProducts } from "./iam-all-products";
import { iamConditionBreaksList } from "./iam-condition-breaks-list";
import { iamConditionImpossible } from "./iam-condition-impossible";
import { iamConditionPrivateIp } from "./iam-condition-private-ip";
import { iamConditionStorageResource } from "./iam-condition-storage-resource";
import { iamDirectUserGrant } from "./iam-direct-user-grant";
import { iamKeyExpiring } from "./iam-key-expiring";
import { iamKeyHumanBearer } from "./iam-key-human-bearer";
import { iamKeyNoExpiry } from "./iam-key-no-expiry";
import { iamKeyOwnerBearer } from "./iam-key-owner-bearer";
import { iamKeyProjectUnset } from "./iam-key-project-unset";
import { iamKeySecretUnmarked } from "./iam-key-secret-unmarked";
import { iamKeyTooLong } from "./iam-key-too-long";
import { iamPolicyNoPrincipal } from "./iam-policy-no-principal";
import { iamScopeMix } from "./iam-scope-mix";
import { iamSetUnknown } from "./iam-set-unknown";
import { iamStorageOrgWide } from "./iam-storage-org-wide";
import { objAclPublic } from "./obj-acl-public";
import { objCorsStarWrite } from "./obj-cors-star-write";
import { objForceDestroy } from "./obj-force-destroy";
import { objLockMissing } from "./obj-lock-missing";
import { objPolicyArn } from "./obj-policy-arn";
import { objPolicyDeny } from "./obj-policy-deny";
import { objPolicyForeignBucket } from "./obj-policy-foreign-bucket";
import { objPolicyMalformed } from "./obj-policy-malformed";
import { objPolicyOldVersion } from "./obj-policy-old-version";
import { objPolicyPublicWrite } from "./obj-policy-public-write";
import { objPolicyResourceMismatch } from "./obj-policy-resource-mismatch";
import { objPolicyStarAction } from "./obj-policy-star-action";
import { objPolicyUnknownAction } from "./obj-policy-unknown-action";
import { objPolicyWideSource } from "./obj-policy-wide-source";
import { objVersioningOff } from "./obj-versioning-off";
import { projectDefaultUsed } from "./project-default-used";
import { statefulUnprotected } from "./stateful-unprotected";

/** Every rule. */
export const rules: readonly Rule[] = [
  iamAdminSet,
  iamAllProducts,
  iamConditionBreaksList,
  iamConditionImpossible,
  iamConditionPrivateIp,
  iamConditionStorageResource,
  iamDirectUserGrant,
  iamKeyExpiring,
  iamKeyHumanBearer,
  iamKeyNoExpiry,
  iamKeyOwnerBearer,
  iamKeyProjectUnset,
  iamKeySecretUnmarked,
  iamKeyTooLong,
  iamPolicyNoPrincipal,
  iamScopeMix,
  iamSetUnknown,
  iamStorageOrgWide,
  projectDefaultUsed,
  statefulUnprotected,
  objAclPublic,
  objCorsStarWrite,
  objForceDestroy,
  objLockMissing,
  objPolicyArn,
  objPolicyDeny,
  objPolicyForeignBucket,
  objPolicyMalformed,
  objPolicyOldVersion,
  objPolicyPublicWrite,
  objPolicyResourceMismatch,
  objPolicyStarAction,
  objPolicyUnknownAction,
  objPolicyWideSource,
  objVersioningOff,
];

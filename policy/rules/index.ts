/**
 * All rules: about IAM, about what is kept, about Object Storage, about access as a whole.
 * @module
 */
import type { Rule } from "../rule";
import { accessBaseline } from "./access-baseline";
import { accessDiff } from "./access-diff";
import { accessUnclear } from "./access-unclear";
import { iamAdminSet } from "./iam-admin-set";
import { iamAllProducts } from "./iam-all-products";
import { iamAppOrphan } from "./iam-app-orphan";
import { iamConditionBreaksList } from "./iam-condition-breaks-list";
import { iamConditionBypassed } from "./iam-condition-bypassed";
import { iamConditionImpossible } from "./iam-condition-impossible";
import { iamConditionPrivateIp } from "./iam-condition-private-ip";
import { iamConditionStorageResource } from "./iam-condition-storage-resource";
import { iamCrossEnvWriter } from "./iam-cross-env-writer";
import { iamDirectUserGrant } from "./iam-direct-user-grant";
import { iamEmptyGroup } from "./iam-empty-group";
import { iamEscalationPath } from "./iam-escalation-path";
import { iamKeyExpiring } from "./iam-key-expiring";
import { iamKeyHumanBearer } from "./iam-key-human-bearer";
import { iamKeyMany } from "./iam-key-many";
import { iamKeyNoExpiry } from "./iam-key-no-expiry";
import { iamKeyNoGrants } from "./iam-key-no-grants";
import { iamKeyOwnerBearer } from "./iam-key-owner-bearer";
import { iamKeyProjectUncovered } from "./iam-key-project-uncovered";
import { iamKeyProjectUnset } from "./iam-key-project-unset";
import { iamKeySecretUnmarked } from "./iam-key-secret-unmarked";
import { iamKeyTooLong } from "./iam-key-too-long";
import { iamPolicyNoPrincipal } from "./iam-policy-no-principal";
import { iamRuleRedundant } from "./iam-rule-redundant";
import { iamScopeMix } from "./iam-scope-mix";
import { iamSelfLockout } from "./iam-self-lockout";
import { iamSetUnknown } from "./iam-set-unknown";
import { iamStorageFullWhenLess } from "./iam-storage-full-when-less";
import { iamStorageOrgWide } from "./iam-storage-org-wide";
import { objAclPublic } from "./obj-acl-public";
import { objCorsStarWrite } from "./obj-cors-star-write";
import { objEncryptionOff } from "./obj-encryption-off";
import { objForceDestroy } from "./obj-force-destroy";
import { objLockMissing } from "./obj-lock-missing";
import { objNoAbortMpu } from "./obj-no-abort-mpu";
import { objPolicyArn } from "./obj-policy-arn";
import { objPolicyDeadGrant } from "./obj-policy-dead-grant";
import { objPolicyDeny } from "./obj-policy-deny";
import { objPolicyForeignBucket } from "./obj-policy-foreign-bucket";
import { objPolicyLockout } from "./obj-policy-lockout";
import { objPolicyLosers } from "./obj-policy-losers";
import { objPolicyMalformed } from "./obj-policy-malformed";
import { objPolicyOldVersion } from "./obj-policy-old-version";
import { objPolicyPublicRead } from "./obj-policy-public-read";
import { objPolicyPublicWrite } from "./obj-policy-public-write";
import { objPolicyResourceMismatch } from "./obj-policy-resource-mismatch";
import { objPolicyStarAction } from "./obj-policy-star-action";
import { objPolicyTwice } from "./obj-policy-twice";
import { objPolicyUnknownAction } from "./obj-policy-unknown-action";
import { objPolicyWideSource } from "./obj-policy-wide-source";
import { objProjectMismatch } from "./obj-project-mismatch";
import { objVersioningOff } from "./obj-versioning-off";
import { projectDefaultUsed } from "./project-default-used";
import { statefulUnprotected } from "./stateful-unprotected";

/** Every rule. */
export const rules: readonly Rule[] = [
  iamAdminSet,
  iamAllProducts,
  iamAppOrphan,
  iamConditionBreaksList,
  iamConditionBypassed,
  iamConditionImpossible,
  iamConditionPrivateIp,
  iamConditionStorageResource,
  iamCrossEnvWriter,
  iamDirectUserGrant,
  iamEmptyGroup,
  iamEscalationPath,
  iamKeyExpiring,
  iamKeyHumanBearer,
  iamKeyMany,
  iamKeyNoExpiry,
  iamKeyNoGrants,
  iamKeyOwnerBearer,
  iamKeyProjectUncovered,
  iamKeyProjectUnset,
  iamKeySecretUnmarked,
  iamKeyTooLong,
  iamPolicyNoPrincipal,
  iamRuleRedundant,
  iamScopeMix,
  iamSelfLockout,
  iamSetUnknown,
  iamStorageFullWhenLess,
  iamStorageOrgWide,
  projectDefaultUsed,
  statefulUnprotected,
  objAclPublic,
  objCorsStarWrite,
  objEncryptionOff,
  objForceDestroy,
  objLockMissing,
  objNoAbortMpu,
  objPolicyArn,
  objPolicyDeadGrant,
  objPolicyDeny,
  objPolicyForeignBucket,
  objPolicyLockout,
  objPolicyLosers,
  objPolicyMalformed,
  objPolicyOldVersion,
  objPolicyPublicRead,
  objPolicyPublicWrite,
  objPolicyResourceMismatch,
  objPolicyStarAction,
  objPolicyTwice,
  objPolicyUnknownAction,
  objPolicyWideSource,
  objProjectMismatch,
  objVersioningOff,
  accessBaseline,
  accessDiff,
  accessUnclear,
];

/**
 * All rules, those about IAM first.
 * @module
 */
import type { Rule } from "../rule";
import { iamAdminSet } from "./iam-admin-set";
import { iamKeyHumanBearer } from "./iam-key-human-bearer";
import { iamKeyNoExpiry } from "./iam-key-no-expiry";
import { objAclPublic } from "./obj-acl-public";
import { objVersioningOff } from "./obj-versioning-off";

/** Every rule. */
export const rules: readonly Rule[] = [
  iamAdminSet,
  iamKeyHumanBearer,
  iamKeyNoExpiry,
  objAclPublic,
  objVersioningOff,
];

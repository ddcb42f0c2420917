/**
 * Programs about IAM policies.
 * @module
 */
import {
  application,
  idOf,
  later,
  ORGANIZATION,
  policy,
  type LabeledProgram,
} from "../../support/labeled-programs";

const app = application();
const wide = (...permissionSetNames: unknown[]) => ({
  applicationId: idOf("app"),
  rules: [{ organizationId: ORGANIZATION, permissionSetNames }],
});

/** Programs about IAM policies. */
export const policyPrograms: readonly LabeledProgram[] = [
  {
    rule: "iam-admin-set",
    title: "an application that may give itself everything",
    resources: { app, rights: policy(wide("ProjectReadOnly", "IAMManager")) },
    bad: ["rights"],
  },
  {
    rule: "iam-admin-set",
    title: "the policy that is allowed to",
    resources: { app, rights: policy(wide("OrganizationManager")) },
    config: { allowed: ["rights"] },
  },
  {
    rule: "iam-admin-set",
    title: "a set that is worked out, beside one that is not",
    resources: { app, rights: policy(wide(later("ProjectReadOnly"), "IAMManager")) },
    bad: ["rights"],
    openAtFirst: ["rights"],
  },
  {
    rule: "iam-admin-set",
    title: "an application that reads",
    resources: { app, rights: policy(wide("IAMReadOnly")) },
  },
];

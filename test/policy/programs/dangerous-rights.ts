/**
 * Programs about rights with which somebody gets more than was meant, or too little to go on.
 * @module
 */
import {
  application,
  bad,
  good,
  group,
  idOf,
  later,
  open,
  project,
  user,
  type LabeledProgram,
} from "../../support/labeled-programs";
import { app, on, onAll, other } from "./giving-rights";

/** Programs about rights with which somebody gets more than was meant, or too little to go on. */
export const dangerousRightsPrograms: readonly LabeledProgram[] = [
  bad("iam-cross-env-writer", "writes in two", {
    it: application(),
    production: project(),
    staging: project(),
    rights: on(["production", "staging"], "ObjectStorageFullAccess", {
      of: { applicationId: idOf("it") },
    }),
  }),
  good("iam-cross-env-writer", "reads in one of them", {
    app,
    production: project(),
    staging: project(),
    reads: on(["production"], "ObjectStorageReadOnly"),
    writes: on(["staging"], "ObjectStorageFullAccess"),
  }),
  good("iam-cross-env-writer", "two of one environment", {
    app,
    a: project({ name: "production-eu" }),
    b: project({ name: "production-us" }),
    rights: on(["a", "b"], "ObjectStorageFullAccess"),
  }),
  good(
    "iam-cross-env-writer",
    "may",
    {
      app,
      production: project(),
      staging: project(),
      rights: on(["production", "staging"], "ObjectStorageFullAccess"),
    },
    { config: { allowed: ["app"] } },
  ),

  bad(
    "iam-self-lockout",
    "takes the right away",
    { it: application(), rights: onAll("IAMReadOnly") },
    { config: { deployers: ["it"] } },
  ),
  good(
    "iam-self-lockout",
    "keeps it",
    { it: application(), rights: onAll("IAMManager") },
    { config: { deployers: ["it"] } },
  ),
  good(
    "iam-self-lockout",
    "has its rights from elsewhere",
    { it: application() },
    { config: { deployers: ["it"] } },
  ),
  good("iam-self-lockout", "somebody else", { it: application(), rights: onAll("IAMReadOnly") }),
  open(
    "iam-self-lockout",
    "worked out",
    { it: application(), rights: onAll(later("IAMManager")) },
    { config: { deployers: ["it"] } },
  ),

  bad("iam-escalation-path", "writes policies", {
    it: application(),
    rights: onAll("IAMPolicyManager"),
  }),
  bad("iam-escalation-path", "makes keys of an administrator", {
    it: application(),
    boss: application(),
    rights: onAll("IAMApplicationManager"),
    all: onAll("IAMManager", { applicationId: idOf("boss") }),
  }),
  bad("iam-escalation-path", "joins a group", {
    it: application(),
    admins: group({ applicationIds: [], userIds: [] }),
    rights: onAll("IAMGroupManager"),
    all: onAll("IAMManager", { groupId: idOf("admins") }),
  }),
  bad("iam-escalation-path", "takes over a user", {
    it: application(),
    boss: user(),
    rights: onAll("IAMUserManager"),
    all: onAll("IAMManager", { userId: idOf("boss") }),
  }),
  bad(
    "iam-escalation-path",
    "in two steps",
    {
      it: application(),
      middle: application(),
      admins: group({ applicationIds: [], userIds: [] }),
      rights: onAll("IAMApplicationManager"),
      joins: onAll("IAMGroupManager", { applicationId: idOf("middle") }),
      all: onAll("IAMManager", { groupId: idOf("admins") }),
    },
    { bad: ["it", "middle"] },
  ),
  good("iam-escalation-path", "makes keys where nobody administers", {
    it: application(),
    other,
    rights: onAll("IAMApplicationManager"),
  }),
  good("iam-escalation-path", "joins groups that do not administer", {
    it: application(),
    team: group({ applicationIds: [], userIds: [] }),
    rights: onAll("IAMGroupManager"),
    few: onAll("ProjectReadOnly", { groupId: idOf("team") }),
  }),
  good(
    "iam-escalation-path",
    "may",
    { it: application(), rights: onAll("IAMPolicyManager") },
    { config: { allowed: ["it"] } },
  ),
  good("iam-escalation-path", "administers", { it: application(), rights: onAll("IAMManager") }),
  open("iam-escalation-path", "worked out", {
    it: application(),
    rights: onAll(later("ProjectReadOnly")),
  }),
];

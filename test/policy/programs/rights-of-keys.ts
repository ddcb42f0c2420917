/**
 * Programs about what keys can do, and applications that can do nothing.
 * @module
 */
import {
  apiKey,
  application,
  bad,
  bucket,
  good,
  group,
  groupMembership,
  idOf,
  later,
  open,
  outputOf,
  policy,
  project,
  uuid,
  type LabeledProgram,
  type ProgramResource,
} from "../../support/labeled-programs";
import { app, on, other, second } from "./giving-rights";

const past = "2020-01-01T00:00:00Z";
const key = (inputs: object = {}): ProgramResource =>
  apiKey({ applicationId: idOf("app"), defaultProjectId: idOf("second"), ...inputs });
const lone = (inputs: object = {}): ProgramResource =>
  apiKey({ applicationId: idOf("app"), ...inputs });

/** Programs about what keys can do, and applications that can do nothing. */
export const rightsOfKeysPrograms: readonly LabeledProgram[] = [
  bad("iam-key-many", "two keys", { app, it: lone(), two: lone() }, { bad: ["it", "two"] }),
  good(
    "iam-key-many",
    "two, as many as are allowed",
    { app, it: lone(), two: lone() },
    {
      config: { maximum: 2 },
    },
  ),
  good("iam-key-many", "one each", {
    app,
    other,
    it: lone(),
    two: lone({ applicationId: idOf("other") }),
  }),
  good("iam-key-many", "one has ended", { app, it: lone(), two: lone({ expiresAt: past }) }),
  open("iam-key-many", "it is not known whose", {
    app,
    it: lone({ applicationId: later(uuid("someone")) }),
  }),

  bad("iam-key-project-uncovered", "rights in another Project", {
    app,
    second,
    first: project(),
    rights: on(["first"], "ObjectStorageFullAccess"),
    it: key(),
  }),
  bad("iam-key-project-uncovered", "rights on another product", {
    app,
    second,
    rights: on(["second"], "InstancesFullAccess"),
    it: key(),
  }),
  good("iam-key-project-uncovered", "rights there", {
    app,
    second,
    rights: on(["second"], "ObjectStorageObjectsRead"),
    it: key(),
  }),
  good("iam-key-project-uncovered", "two rules on two new Projects", {
    app,
    second,
    first: project(),
    rights: policy({
      applicationId: idOf("app"),
      rules: [
        { projectIds: [idOf("first")], permissionSetNames: ["InstancesReadOnly"] },
        { projectIds: [idOf("second")], permissionSetNames: ["ObjectStorageReadOnly"] },
      ],
    }),
    it: key(),
  }),
  good("iam-key-project-uncovered", "rights in the Project that a bucket tells", {
    app,
    second,
    photos: bucket({ projectId: idOf("second") }),
    rights: policy({
      applicationId: idOf("app"),
      rules: [
        {
          projectIds: [outputOf("photos", "projectId")],
          permissionSetNames: ["ObjectStorageReadOnly"],
        },
      ],
    }),
    it: key(),
  }),
  good("iam-key-project-uncovered", "by a group", {
    app,
    second,
    team: group({ applicationIds: [idOf("app")], userIds: [] }),
    rights: on(["second"], "ObjectStorageReadOnly", { of: { groupId: idOf("team") } }),
    it: key(),
  }),
  good("iam-key-project-uncovered", "at some times", {
    app,
    second,
    rights: on(["second"], "ObjectStorageReadOnly", { condition: "request.time.getHours() > 8" }),
    it: key(),
  }),
  open("iam-key-project-uncovered", "a set that is worked out", {
    app,
    second,
    rights: on(["second"], later("ObjectStorageReadOnly")),
    it: key(),
  }),
  open(
    "iam-key-project-uncovered",
    "somebody else's application",
    { second, it: key({ applicationId: uuid("someone") }) },
    { openOnUpdate: ["it"] },
  ),

  bad("iam-key-no-grants", "no policy", { app, second, it: key() }),
  bad("iam-key-no-grants", "a policy of somebody else", {
    app,
    other,
    second,
    rights: on(["second"], "ObjectStorageReadOnly", { of: { applicationId: idOf("other") } }),
    it: key(),
  }),
  good("iam-key-no-grants", "a policy", {
    app,
    second,
    rights: on(["second"], "ObjectStorageReadOnly"),
    it: key(),
  }),
  good("iam-key-no-grants", "by a membership", {
    app,
    second,
    team: group(),
    joined: groupMembership({ groupId: idOf("team"), applicationIds: [idOf("app")] }),
    rights: on(["second"], "ObjectStorageReadOnly", { of: { groupId: idOf("team") } }),
    it: key(),
  }),
  open("iam-key-no-grants", "a policy of which it is not known whose", {
    app,
    second,
    rights: on(["second"], "ObjectStorageReadOnly", { of: { applicationId: later(uuid("app")) } }),
    it: key(),
  }),

  bad("iam-app-orphan", "nothing", { it: application() }),
  good("iam-app-orphan", "a key", { app, it: lone() }),
  good("iam-app-orphan", "a group", {
    app,
    team: group({ applicationIds: [idOf("app")], userIds: [] }),
  }),
];

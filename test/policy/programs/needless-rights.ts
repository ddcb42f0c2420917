/**
 * Programs about rights that nobody has, or that say nothing that another does not say.
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
  type LabeledProgram,
} from "../../support/labeled-programs";
import { app, on, onAll, other, second } from "./giving-rights";

/** Programs about rights that nobody has, or that say nothing that another does not say. */
export const needlessRightsPrograms: readonly LabeledProgram[] = [
  bad("iam-empty-group", "nobody", {
    second,
    team: group({ applicationIds: [], userIds: [] }),
    it: on(["second"], "ObjectStorageReadOnly", { of: { groupId: idOf("team") } }),
  }),
  good("iam-empty-group", "a member", {
    app,
    second,
    team: group({ applicationIds: [idOf("app")], userIds: [] }),
    it: on(["second"], "ObjectStorageReadOnly", { of: { groupId: idOf("team") } }),
  }),
  open(
    "iam-empty-group",
    "filled elsewhere",
    {
      second,
      team: group(),
      it: on(["second"], "ObjectStorageReadOnly", { of: { groupId: idOf("team") } }),
    },
    { openOnUpdate: ["it"] },
  ),

  bad("iam-rule-redundant", "given by a wider set", {
    app,
    second,
    all: on(["second"], "ObjectStorageFullAccess"),
    it: on(["second"], "ObjectStorageObjectsRead"),
  }),
  bad("iam-rule-redundant", "given to the group, on the Organization", {
    app,
    second,
    team: group({ applicationIds: [idOf("app")], userIds: [] }),
    all: onAll("ObjectStorageReadOnly", { groupId: idOf("team") }),
    it: on(["second"], "ObjectStorageReadOnly", { condition: `request.ip == "203.0.113.7"` }),
  }),
  bad("iam-rule-redundant", "the same twice", {
    app,
    second,
    a: on(["second"], "ObjectStorageReadOnly"),
    it: on(["second"], "ObjectStorageReadOnly"),
  }),
  good("iam-rule-redundant", "another set, another Project, a condition", {
    app,
    second,
    third: project(),
    a: on(["second"], "ObjectStorageObjectsRead"),
    b: on(["second"], "ObjectStorageObjectsWrite"),
    c: on(["third"], "ObjectStorageObjectsRead"),
    d: on(["second"], "ObjectStorageObjectsDelete", { condition: `request.ip == "203.0.113.7"` }),
  }),

  bad("iam-condition-bypassed", "the same without it", {
    app,
    second,
    it: on(["second"], "ObjectStorageObjectsRead", { condition: `request.ip == "203.0.113.7"` }),
    free: on(["second"], "ObjectStorageFullAccess"),
  }),
  good("iam-condition-bypassed", "another Project", {
    app,
    second,
    third: project(),
    it: on(["second"], "ObjectStorageObjectsRead", { condition: `request.ip == "203.0.113.7"` }),
    free: on(["third"], "ObjectStorageFullAccess"),
  }),
  good("iam-condition-bypassed", "somebody else", {
    app,
    other,
    second,
    it: on(["second"], "ObjectStorageObjectsRead", { condition: `request.ip == "203.0.113.7"` }),
    free: on(["second"], "ObjectStorageFullAccess", { of: { applicationId: idOf("other") } }),
  }),

  bad("iam-storage-full-when-less", "a reader", {
    app: application({ tags: ["storage=read"] }),
    second,
    it: on(["second"], "ObjectStorageFullAccess"),
  }),
  good("iam-storage-full-when-less", "a reader that reads", {
    app: application({ tags: ["storage=read"] }),
    second,
    it: on(["second"], "ObjectStorageObjectsRead"),
  }),
  good("iam-storage-full-when-less", "says nothing", {
    app,
    second,
    it: on(["second"], "ObjectStorageFullAccess"),
  }),
  open(
    "iam-storage-full-when-less",
    "worked out",
    {
      app: application({ tags: [later("storage=anything")] }),
      second,
      it: on(["second"], "ObjectStorageFullAccess"),
    },
    { openAtFirst: ["app"] },
  ),
];

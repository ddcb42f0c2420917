/**
 * Programs about access that was agreed on, and about what a change does to it. What was agreed on, and the state that was
 * before, are files beside this one: an application called `app` reads the buckets of a Project called `second`.
 * @module
 */
import { join } from "node:path";
import {
  application,
  bad,
  bucket,
  good,
  idOf,
  policy,
  project,
  type LabeledProgram,
} from "../../support/labeled-programs";

const AGREED = { config: { file: join(__dirname, "agreed.json") } };
const BEFORE = { config: { before: join(__dirname, "before.json") } };
const MISSING = join(__dirname, "nothing.json");

const app = application();
const second = project();
const photos = bucket({ name: "photos", projectId: idOf("second"), region: "fr-par" });
const giving = (who: string, set: string) =>
  policy({
    applicationId: idOf(who),
    rules: [{ projectIds: [idOf("second")], permissionSetNames: [set] }],
  });
const reading = { app, second, photos, rights: giving("app", "ObjectStorageReadOnly") };
const writing = { app, second, photos, rights: giving("app", "ObjectStorageFullAccess") };

/** Programs about access that was agreed on. */
export const agreedPrograms: readonly LabeledProgram[] = [
  bad("access-baseline", "the application writes now", writing, { ...AGREED, bad: ["app"] }),
  bad(
    "access-baseline",
    "a bucket more",
    { ...reading, it: bucket({ name: "more", projectId: idOf("second"), region: "fr-par" }) },
    { ...AGREED, bad: ["app"] },
  ),
  bad(
    "access-baseline",
    "somebody more",
    { ...reading, it: application(), more: giving("it", "ObjectStorageObjectsRead") },
    AGREED,
  ),
  bad(
    "access-baseline",
    "what is gone is told",
    { app, second, photos },
    { ...AGREED, bad: ["stack"] },
  ),
  bad("access-baseline", "no file", reading, { config: { file: MISSING }, bad: ["stack"] }),
  good("access-baseline", "just that", reading, AGREED),
  good("access-baseline", "nothing was agreed on", writing),

  bad("access-diff", "the application writes now", writing, { ...BEFORE, bad: ["stack"] }),
  bad("access-diff", "it reads no more", { app, second, photos }, { ...BEFORE, bad: ["stack"] }),
  bad("access-diff", "since what was agreed on", writing, {
    config: { before: AGREED.config.file },
    bad: ["stack"],
  }),
  good("access-diff", "nothing has changed", reading, BEFORE),
  good("access-diff", "nothing is known of before", writing),
];

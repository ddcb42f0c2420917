/**
 * Programs about API keys.
 * @module
 */
import {
  apiKey,
  application,
  bad,
  good,
  idOf,
  later,
  open,
  project,
  user,
  uuid,
  type LabeledProgram,
} from "../../support/labeled-programs";

const app = application();
const ofApp = { applicationId: idOf("app") };
const OWNER = uuid("owner");
const owners = { config: { owners: [OWNER] } };

/** A moment that many days from now. */
const inDays = (days: number): string =>
  new Date(Date.now() + days * 24 * 3600 * 1000).toISOString();

/** Programs about API keys. */
export const keyPrograms: readonly LabeledProgram[] = [
  bad("iam-key-owner-bearer", "a key of the Owner", { it: apiKey({ userId: OWNER }) }, owners),
  good("iam-key-owner-bearer", "a key of somebody", { it: apiKey({ userId: uuid("me") }) }, owners),
  good(
    "iam-key-owner-bearer",
    "a key of a user whom the program makes",
    { person: user(), it: apiKey({ userId: idOf("person") }) },
    owners,
  ),
  open(
    "iam-key-owner-bearer",
    "a key of a user who is looked up",
    { it: apiKey({ userId: later(uuid("me")) }) },
    owners,
  ),
  good("iam-key-owner-bearer", "no owner is known", { it: apiKey({ userId: OWNER }) }),

  bad("iam-key-human-bearer", "a key of a person", { it: apiKey({ userId: uuid("me") }) }),
  bad("iam-key-human-bearer", "a key of a person whom the program makes", {
    person: user(),
    it: apiKey({ userId: idOf("person") }),
  }),
  good("iam-key-human-bearer", "a key of an application", { app, it: apiKey(ofApp) }),

  bad("iam-key-no-expiry", "a key without an end", { app, it: apiKey(ofApp) }),
  good("iam-key-no-expiry", "a key with an end", {
    app,
    it: apiKey({ ...ofApp, expiresAt: "2030-01-01T00:00:00Z" }),
  }),
  good("iam-key-no-expiry", "a key whose end is worked out", {
    app,
    it: apiKey({ ...ofApp, expiresAt: later("2030-01-01T00:00:00Z") }),
  }),

  bad("iam-key-too-long", "a year", { app, it: apiKey({ ...ofApp, expiresAt: inDays(365) }) }),
  bad(
    "iam-key-too-long",
    "a month, where a week is allowed",
    { app, it: apiKey({ ...ofApp, expiresAt: inDays(30) }) },
    { config: { maximumDays: 7 } },
  ),
  good("iam-key-too-long", "two months", { app, it: apiKey({ ...ofApp, expiresAt: inDays(60) }) }),
  good("iam-key-too-long", "no end, which another rule is about", { app, it: apiKey(ofApp) }),
  open("iam-key-too-long", "an end that is worked out", {
    app,
    it: apiKey({ ...ofApp, expiresAt: later(inDays(60)) }),
  }),

  bad("iam-key-expiring", "ten days", { app, it: apiKey({ ...ofApp, expiresAt: inDays(10) }) }),
  bad("iam-key-expiring", "over", { app, it: apiKey({ ...ofApp, expiresAt: inDays(-1) }) }),
  good("iam-key-expiring", "a month", { app, it: apiKey({ ...ofApp, expiresAt: inDays(30) }) }),
  good("iam-key-expiring", "no end", { app, it: apiKey(ofApp) }),
  open("iam-key-expiring", "an end that is worked out", {
    app,
    it: apiKey({ ...ofApp, expiresAt: later(inDays(60)) }),
  }),

  bad("iam-key-secret-unmarked", "made by another class", { app, it: apiKey(ofApp, {}) }),
  good("iam-key-secret-unmarked", "made by this package", { app, it: apiKey(ofApp) }),

  bad("iam-key-project-unset", "no preferred Project", { app, it: apiKey(ofApp) }),
  good("iam-key-project-unset", "a Project of the program", {
    app,
    second: project(),
    it: apiKey({ ...ofApp, defaultProjectId: idOf("second") }),
  }),
];

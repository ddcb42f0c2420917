/**
 * Programs about API keys.
 * @module
 */
import {
  apiKey,
  application,
  idOf,
  later,
  uuid,
  type LabeledProgram,
} from "../../support/labeled-programs";

const app = application();

/** Programs about API keys. */
export const keyPrograms: readonly LabeledProgram[] = [
  {
    rule: "iam-key-human-bearer",
    title: "a key of a person",
    resources: { key: apiKey({ userId: uuid("person") }) },
    bad: ["key"],
  },
  {
    rule: "iam-key-human-bearer",
    title: "a key of a person whom the program makes",
    resources: { person: { kind: "User", inputs: {} }, key: apiKey({ userId: idOf("person") }) },
    bad: ["key"],
  },
  {
    rule: "iam-key-human-bearer",
    title: "a key of an application",
    resources: { app, key: apiKey({ applicationId: idOf("app") }) },
  },
  {
    rule: "iam-key-no-expiry",
    title: "a key without an end",
    resources: { app, key: apiKey({ applicationId: idOf("app") }) },
    bad: ["key"],
  },
  {
    rule: "iam-key-no-expiry",
    title: "a key with an end",
    resources: {
      app,
      key: apiKey({ applicationId: idOf("app"), expiresAt: "2030-01-01T00:00:00Z" }),
    },
  },
  {
    rule: "iam-key-no-expiry",
    title: "a key whose end is worked out",
    resources: {
      app,
      key: apiKey({ applicationId: idOf("app"), expiresAt: later("2030-01-01T00:00:00Z") }),
    },
  },
];

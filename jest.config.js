"use strict";
/**
 * Seven projects: `unit` runs in one process and in under a minute; `proof`, also in one process, plays every kind through
 * all that can happen to it; `system` starts real processes and real clients;
 * `acceptance` runs on the cloud that SCW_* variables lead to (`npm run acceptance`);
 * `packages` installs what `npm pack` makes in every set-up of a table (`npm run packages`);
 * `agreement` asks the evaluator and the local cloud about many more worlds than `unit` does (`npm run agreement`);
 * `prove` plays every case of which `system` plays a seeded sample (`npm run prove`, not part of `npm test`).
 */
// The tests' own clients need not say which versions of Node their maker supports.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const shared = {
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
    // A library that is there as ES modules only.
    "cel-js/lib/.+\\.js$": ["@swc/jest", { module: { type: "commonjs" } }],
  },
  transformIgnorePatterns: ["/node_modules/(?!@marcbachmann/cel-js/)"],
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/.*/dist/"],
  roots: ["<rootDir>/test"],
};
const SYSTEM = [
  "lifecycle",
  "faults",
  "secrets",
  "clients",
  "engine/replay",
  "examples",
  "cli",
  "package",
  "policy/process",
  "documentation",
  "acceptance",
  "upgrade",
];
const PROOF = [
  "proof/",
  "provider/scaleway/rotation/",
  ...["contract", "adopt", "kills", "faults", "identity", "many-buckets", "secret-inputs"].map(
    (name) => `provider/scaleway/${name}.test.ts`,
  ),
];
module.exports = {
  // Jest would leave one core idle.
  maxWorkers: "100%",
  reporters: ["default", "<rootDir>/test/support/closing-line.js"],
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: [...SYSTEM.map((room) => `${room}/`), ...PROOF].map(
        (path) => `<rootDir>/test/${path}`,
      ),
    },
    {
      ...shared,
      displayName: "proof",
      testMatch: PROOF.map(
        (path) => `<rootDir>/test/${path}${path.endsWith("/") ? "**/*.test.ts" : ""}`,
      ),
    },
    {
      ...shared,
      displayName: "system",
      testMatch: SYSTEM.map((room) => `<rootDir>/test/${room}/**/*.test.ts`),
      setupFilesAfterEnv: ["<rootDir>/test/support/system.js"],
    },
    {
      ...shared,
      displayName: "acceptance",
      testMatch: ["<rootDir>/test/**/*.acceptance.ts"],
    },
    {
      ...shared,
      displayName: "packages",
      testMatch: ["<rootDir>/test/**/*.packages.ts"],
    },
    {
      ...shared,
      displayName: "agreement",
      testMatch: ["<rootDir>/test/agreement/*.agreement.ts"],
    },
    {
      ...shared,
      displayName: "prove",
      testMatch: ["<rootDir>/test/**/*.prove.ts"],
      setupFilesAfterEnv: ["<rootDir>/test/support/system.js"],
    },
  ],
};

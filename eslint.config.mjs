// Lint: type-aware rules (a promise that nobody awaits is an orphan in the cloud) and the arrows between the rooms.
import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Rooms whose name a file of another room has too: of these, what is in the folder is known by the path alone. */
const FILES_TOO = ["policy"];

/** Forbids imports by room: what a room may not reach, by relative path or by package name. */
const closed = (files, forbidden, packages = []) => ({
  files,
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          ...forbidden.map((room) => ({
            group: [`**/${room}/**`, ...(FILES_TOO.includes(room) ? [] : [`**/${room}`])],
            message: `This room may not import ${room}/: see the arrows in CONTRIBUTING.md.`,
          })),
          ...packages.map((name) => ({
            group: [name, `${name}/*`],
            message: `This room may not import ${name}: see the arrows in CONTRIBUTING.md.`,
          })),
        ],
      },
    ],
  },
});
const PACKAGES = {
  provider: "pulumi-storage-access",
  emulator: "pulumi-storage-access-emulator",
  engine: "pulumi-storage-access-engine",
  cli: "pulumi-storage-access-cli",
  policy: "pulumi-storage-access-policy",
  catalog: "pulumi-storage-access-catalog",
};
const rooms = (...names) => names.map((name) => PACKAGES[name]);
const HTTP = ["axios"];

export default tseslint.config(
  {
    ignores: [
      "**/dist/**",
      "**/node_modules/**",
      "coverage/**",
      "emulator/vendor/**",
      "test/engine/fixtures/**",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/dot-notation": "off",
      // A public name for what a client answers.
      "@typescript-eslint/no-empty-object-type": [
        "error",
        { allowInterfaces: "with-single-extends" },
      ],
      "@typescript-eslint/no-extraneous-class": "off",
      complexity: ["error", 14],
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: {
      globals: {
        require: "readonly",
        process: "readonly",
        console: "readonly",
        module: "writable",
        jest: "readonly",
        __dirname: "readonly",
      },
    },
  },
  {
    files: ["test/**/*.ts", "bench/**/*.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off", "max-lines": "off" },
  },
  closed(["catalog/**/*.ts"], ["provider", "emulator", "engine", "cli"], Object.values(PACKAGES)),
  closed(
    ["provider/core/**/*.ts"],
    ["access", "scaleway", "selectel", "catalog", "policy", "emulator", "engine", "cli"],
    [...rooms("catalog", "policy", "emulator", "engine", "cli"), ...HTTP],
  ),
  // Pure: a question about access reads no file, asks no cloud and knows no Pulumi.
  closed(
    ["provider/access/**/*.ts"],
    ["core", "scaleway", "selectel", "policy", "emulator", "engine", "cli"],
    [
      ...rooms("policy", "emulator", "engine", "cli"),
      ...HTTP,
      "@pulumi/pulumi",
      "@aws-sdk/client-s3",
    ],
  ),
  closed(
    ["provider/scaleway/**/*.ts"],
    ["selectel", "policy", "emulator", "engine", "cli"],
    [...rooms("policy", "emulator", "engine", "cli"), ...HTTP],
  ),
  closed(
    ["emulator/**/*.ts"],
    ["provider", "engine", "cli"],
    [...rooms("provider", "engine", "cli"), ...HTTP],
  ),
  closed(
    ["engine/**/*.ts"],
    ["provider", "emulator", "cli", "catalog"],
    [...rooms("provider", "emulator", "cli", "catalog"), ...HTTP],
  ),
  closed(
    ["policy/**/*.ts"],
    ["emulator", "engine", "cli"],
    [...rooms("emulator", "engine", "cli"), ...HTTP],
  ),
  closed(["examples/**/*.ts"], ["provider", "emulator", "engine", "cli", "catalog"], HTTP),
  // The one axios instance lives here.
  { files: ["provider/core/http.ts"], rules: { "no-restricted-imports": "off" } },
);

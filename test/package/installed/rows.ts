/**
 * The set-ups that people have: every value of every column at least once, the usual ones together.
 * @module
 */

/** How one project is set up. */
export interface Row {
  readonly node: 20 | 22 | 24;
  readonly installer: "npm" | "pnpm" | "yarn 1" | "yarn 4" | "yarn 4 plug'n'play" | "bun";
  /** Version of the project's own TypeScript; `vendored` is the 3.8 that Pulumi carries, `none` is JavaScript. */
  readonly typescript: "vendored" | "5.9" | "6.0" | "none";
  readonly module: "commonjs" | "esm";
  readonly resolution: "node" | "node16" | "nodenext" | "bundler";
  /** A workspace keeps the project in a folder below the root that is installed; a bundle is one file by esbuild. */
  readonly layout: "plain" | "workspace" | "bundle";
}

/** A row as a title. */
export const titleOf = (row: Row): string =>
  `Node ${row.node}, ${row.installer}, TypeScript ${row.typescript}, ${row.module}, resolution ${row.resolution}, ${row.layout}`;

const usual: Row = {
  node: 20,
  installer: "npm",
  typescript: "6.0",
  module: "commonjs",
  resolution: "node16",
  layout: "plain",
};

/** The four that every run of the tests plays. */
export const SAMPLE: readonly Row[] = [
  // What `pulumi new typescript` writes, with the TypeScript that Pulumi carries.
  { ...usual, typescript: "vendored", resolution: "node" },
  { ...usual, installer: "pnpm", module: "esm", resolution: "nodenext" },
  { ...usual, installer: "yarn 1", typescript: "5.9", resolution: "node" },
  { ...usual, installer: "yarn 4 plug'n'play", typescript: "5.9", resolution: "nodenext" },
];

/** All of them. */
export const ROWS: readonly Row[] = [
  ...SAMPLE,
  usual,
  { ...usual, typescript: "5.9", resolution: "node" },
  { ...usual, typescript: "5.9", resolution: "bundler" },
  { ...usual, typescript: "none" },
  { ...usual, typescript: "none", module: "esm" },
  { ...usual, layout: "workspace" },
  { ...usual, typescript: "none", layout: "bundle" },
  { ...usual, installer: "pnpm", layout: "workspace" },
  {
    ...usual,
    installer: "yarn 1",
    typescript: "vendored",
    resolution: "node",
    layout: "workspace",
  },
  { ...usual, installer: "yarn 4", resolution: "nodenext" },
  { ...usual, installer: "yarn 4", layout: "workspace" },
  { ...usual, installer: "bun", typescript: "5.9", resolution: "bundler" },
  { ...usual, node: 22, module: "esm", resolution: "nodenext" },
  { ...usual, node: 22, installer: "yarn 1", typescript: "5.9" },
  // JavaScript: what loads TypeScript for Pulumi does not work with Plug'n'Play from Node 22 on.
  { ...usual, node: 22, installer: "yarn 4 plug'n'play", typescript: "none" },
  { ...usual, node: 24, typescript: "vendored", resolution: "node" },
  { ...usual, node: 24, installer: "pnpm", module: "esm", resolution: "nodenext" },
  { ...usual, node: 24, installer: "bun", layout: "workspace" },
];

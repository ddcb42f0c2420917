/**
 * The files that the documentation is made of.
 * @module
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The checkout. */
export const WORKSPACE = join(__dirname, "../..");

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "dist" && name !== "node_modules")
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : path.endsWith(".ts") ? [path] : [];
    })
    .sort();
}

/** The provider's source files. */
export const providerFiles = (): string[] => filesBelow(join(WORKSPACE, "provider"));

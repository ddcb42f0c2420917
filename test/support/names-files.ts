/**
 * Writes the names that editors complete, from the data and the rules themselves: `npm run docs:names`.
 * @module
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { permissionSets } from "../../catalog";
import { rules } from "../../policy/rules";

/** One file of names. */
export interface NamesFile {
  readonly path: string;
  readonly text: string;
}

const ROOT = join(__dirname, "../..");

function fileOf(
  path: string,
  { type, meaning, names }: { type: string; meaning: string; names: readonly string[] },
): NamesFile {
  const sorted = [...new Set(names)].sort();
  const text = `/**
 * Names for editors to complete, written by \`npm run docs:names\`.
 * @module
 */

/** ${meaning} */
export type ${type} =
${sorted.map((name) => `  | "${name}"`).join("\n")};
`;
  return { path: join(ROOT, path), text };
}

/** The files, as they should be now. */
export const namesFiles: readonly NamesFile[] = [
  fileOf("catalog/permission-set-names.ts", {
    type: "KnownPermissionSetName",
    meaning: "A permission set of the catalog.",
    names: permissionSets.map(({ name }) => name),
  }),
  fileOf("policy/rule-ids.ts", {
    type: "RuleId",
    meaning: "The id of a rule of this pack.",
    names: rules.map(({ id }) => id),
  }),
];

if (require.main === module) for (const { path, text } of namesFiles) writeFileSync(path, text);

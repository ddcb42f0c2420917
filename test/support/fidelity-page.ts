/**
 * `npm run docs:fidelity`: emulator/FIDELITY.md, from the tests of the local cloud and its switches.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import ts from "typescript";
import { SWITCH_VALUES } from "../../emulator";
import { behaviorsIn, LABELS, type Behavior, type Label } from "./fidelity";

const ROOT = join(__dirname, "../..");
const PAGE = join(ROOT, "emulator/FIDELITY.md");

const MEANINGS: Readonly<Record<Label, string>> = {
  recorded: "recorded traffic of the real service shows it",
  SDK: "the vendor's SDKs or API descriptions say it, or it is what S3 clients rely on",
  documented: "the vendor's pages say it",
  reported: "somebody reports it from the real service: an issue, a note, a tutorial",
  assumed: "nobody says it: our best reading, often AWS's way",
  own: "the real service has nothing like it: it is an instrument of this cloud",
};

/** The page as it must be: a line a behavior, unpadded, so that two people's additions merge. */
export function fidelityPage(): string {
  const text = [
    "# How faithful the local cloud is",
    "Written by `npm run docs:fidelity` from the tests: each line is a test that holds. Its label says on what evidence what the line says rests: that of the weakest where it stands for several cases. Codes and words of a refusal that a line does not name may be S3's.",
    table(
      ["label", "what it means"],
      LABELS.map((label) => [label, MEANINGS[label]]),
    ),
    "## Switches",
    "Where the sources disagree or are silent, `--switch name=value` or `switches` decides.",
    switchTable(),
    ...areas(behaviors()),
  ].join("\n\n");
  return `${text}\n`;
}

function behaviors(): Behavior[] {
  return behaviorsIn(join(ROOT, "test/emulator"));
}

/** One area a file of tests. */
function areas(all: readonly Behavior[]): string[] {
  const files = [...new Set(all.map(({ file }) => file))];
  return files.flatMap((file) => {
    const rows = all
      .filter((each) => each.file === file)
      .map(({ subject, behavior, label }) => [`${subject} ${behavior}`.trim(), label]);
    return [`## ${titleOf(file)}`, table(["behavior", "label"], rows)];
  });
}

function titleOf(file: string): string {
  const name = basename(file, ".test.ts").replaceAll("-", " ");
  const folder = basename(dirname(file)).replaceAll("-", " ");
  return folder === "." || folder === "" ? name : `${folder}: ${name}`;
}

function switchTable(): string {
  const reasons = switchReasons();
  const rows = Object.entries(SWITCH_VALUES).map(([name, [initial, ...others]]) => [
    `\`${name}\``,
    `\`${String(initial)}\``,
    others.map((other) => `\`${String(other)}\``).join(", "),
    reasons.get(name) ?? "",
  ]);
  return table(["switch", "default", "other values", "what is undecided"], rows);
}

/** What stands above each switch in the code. */
function switchReasons(): Map<string, string> {
  const path = join(ROOT, "emulator/switches.ts");
  const source = ts.createSourceFile(
    path,
    readFileSync(path, "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const reasons = new Map<string, string>();
  source.forEachChild((node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== "Switches") return;
    for (const member of node.members) {
      const comment = ts.getJSDocCommentsAndTags(member)[0]?.comment;
      const text = typeof comment === "string" ? comment : ts.getTextOfJSDocComment(comment);
      reasons.set(member.name?.getText(source) ?? "", (text ?? "").replace(/\s+/g, " "));
    }
  });
  return reasons;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/[|<]/g, "\\$&")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Writes the page, and says how many behaviors rest on what. */
function main(): void {
  writeFileSync(PAGE, fidelityPage());
  const counts = LABELS.map((label) => {
    const count = behaviors().filter((each) => each.label === label).length;
    return `${count} ${label}`;
  });
  process.stdout.write(`emulator/FIDELITY.md: ${counts.join(", ")}\n`);
}

if (require.main === module) main();

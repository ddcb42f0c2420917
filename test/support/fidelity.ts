/**
 * What the tests of the local cloud say about the real service, and on what evidence: read from their titles.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** On what evidence a behavior rests; the strongest first. `own`: the real service has nothing like it. */
export const LABELS = ["recorded", "SDK", "documented", "reported", "assumed", "own"] as const;
export type Label = (typeof LABELS)[number];

/** One behavior. */
export interface Behavior {
  readonly file: string;
  /** The title of the block that it is in; empty: none. */
  readonly subject: string;
  readonly behavior: string;
  readonly label: Label;
}

const TAG = new RegExp(` \\[(${LABELS.join("|")})\\]$`);
const ANY_TAG = /\[\w+\]$/;

/**
 * The behaviors that the tests below a folder state, in the order of the files. A title's tag, such as `[recorded]`,
 * holds for the test, or for all tests of the block that have none; without any: assumed.
 * @throws Error for a tag that is no label
 */
export function behaviorsIn(folder: string): Behavior[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .sort();
  return files.flatMap((file) => behaviorsOf(join(folder, file), file));
}

interface Block {
  readonly subject: string;
  readonly label: Label;
}

function behaviorsOf(path: string, file: string): Behavior[] {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
  const found: Behavior[] = [];
  const visit = (node: ts.Node, block: Block): void => {
    const call = titledCall(node);
    const [title, label] = call ? untagged(call.title, block.label, file) : ["", block.label];
    if (call?.what === "it" || call?.what === "test") {
      found.push({ file, subject: block.subject, behavior: title, label });
    }
    const inner = call?.what === "describe" ? { subject: title, label } : block;
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(source, { subject: "", label: "assumed" });
  return found;
}

/** `it("title", ...)`, `describe.each(rows)("title", ...)` and the like. */
function titledCall(node: ts.Node): { what: string; title: string } | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const [title] = node.arguments;
  if (!title || !ts.isStringLiteralLike(title)) return undefined;
  const what = nameOf(node.expression);
  return ["it", "test", "describe"].includes(what) ? { what, title: title.text } : undefined;
}

function nameOf(expression: ts.Expression): string {
  if (ts.isCallExpression(expression)) return nameOf(expression.expression);
  if (ts.isPropertyAccessExpression(expression)) return nameOf(expression.expression);
  return ts.isIdentifier(expression) ? expression.text : "";
}

function untagged(title: string, inherited: Label, file: string): [string, Label] {
  const tag = TAG.exec(title)?.[1];
  if (tag !== undefined) return [title.replace(TAG, ""), tag as Label];
  if (!ANY_TAG.test(title)) return [title, inherited];
  throw new Error(`${file}: "${title}" ends with a tag that is none of ${LABELS.join(", ")}.`);
}

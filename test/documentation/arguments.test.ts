/**
 * Every argument has its sentence, and the sentence says what the table of fields says: its limits, its default, and
 * whether a change replaces the object. So the documentation cannot drift from the code.
 * @module
 */
import { readFileSync } from "node:fs";
import ts from "typescript";
import type { Field } from "../../provider/core/definition";
import type { Rule } from "../../provider/core/fields";
import handlersFor from "../../provider/handlers";
import * as scaleway from "../../provider/scaleway";
import { providerFiles } from "./sources";

/** The sentences of every interface's members: interface -> member -> text. */
const documented = new Map<string, Map<string, string>>();
/** The interfaces that an interface extends. */
const extended = new Map<string, string[]>();

for (const file of providerFiles()) {
  const text = readFileSync(file, "utf8");
  ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true).forEachChild((node) => {
    if (ts.isInterfaceDeclaration(node)) read(node);
  });
}

function read(node: ts.InterfaceDeclaration): void {
  const members = node.members.map((member) => {
    const comments = ts.getJSDocCommentsAndTags(member).map((comment) => comment.getText());
    const sentence = comments.join(" ").replace(/\/\*\*|\*\/|^\s*\*/gm, " ");
    return [member.name?.getText() ?? "", sentence.replace(/\s+/g, " ").trim()] as const;
  });
  documented.set(node.name.text, new Map(members));
  const bases = node.heritageClauses?.flatMap(({ types }) => types) ?? [];
  extended.set(
    node.name.text,
    bases.map(({ expression }) => expression.getText()),
  );
}

function sentenceOf(name: string, member: string): string | undefined {
  const own = documented.get(name)?.get(member);
  return (
    own ??
    extended
      .get(name)
      ?.map((base) => sentenceOf(base, member))
      .find((found) => found)
  );
}

const kinds = Object.entries(scaleway).flatMap(([name, exported]) => {
  const token = `scaleway:${name}`;
  const isKind = typeof exported === "function" && "__pulumiType" in exported;
  return isKind && "definition" in exported
    ? [{ name, definition: handlersFor.definitionOf(token) }]
    : [];
});

/** More words than these are a matter of a list elsewhere, which the sentence names. */
const FEW_WORDS = 8;

/** The numbers and words that a reader has to be told. */
function limitsOf({ shape }: Rule): string[] {
  switch (shape.type) {
    case "text": {
      const { minimum, maximum } = shape.limits;
      // Of one length only: the sentence shows the form instead, such as that of a region.
      return minimum === maximum || maximum >= 1_000 ? [] : [String(maximum)];
    }
    case "number":
      return [shape.minimum, shape.maximum].map(grouped);
    case "oneOf":
      return shape.values.length > FEW_WORDS ? [] : [...shape.values];
    case "set":
      return shape.maximum < 1_000 ? [String(shape.maximum)] : [];
    default:
      return [];
  }
}

const grouped = (limit: number): string => limit.toLocaleString("en-US");

function missing({ rule, absent, replaces }: Field, sentence: string): string[] {
  const says = (word: string): boolean => sentence.toLowerCase().includes(word.toLowerCase());
  return [
    ...(replaces && !says("changing this replaces") ? ['"Changing this replaces"'] : []),
    ...(typeof absent === "object" && !says("default") ? ["its default"] : []),
    ...(absent === "chosen" && !says("default") ? ["what is chosen by default"] : []),
    ...limitsOf(rule).filter((limit) => !says(limit)),
  ];
}

describe.each(kinds)("the arguments of $name", ({ name, definition }) => {
  const fields = Object.entries(definition.fields).filter(([, { internal }]) => !internal);

  it.each(fields)("say of %s what its rule says", (field, rule) => {
    const sentence = sentenceOf(`${name}Args`, field);
    expect(sentence).toBeDefined();
    expect(sentence).toMatch(/\.$|\.\s/);
    expect(missing(rule, sentence ?? "")).toEqual([]);
  });
});

test("every kind is looked at", () => {
  expect(kinds.map(({ name }) => name)).toContain("ApiKey");
  expect(kinds.length).toBeGreaterThan(5);
});

/**
 * A graph as a Mermaid flowchart, which GitHub and GitLab draw in Markdown.
 * @module
 */
import type { Graph, GraphNode, NodeKind } from "./graph";

/** The brackets that give a node its shape. */
const SHAPES: Readonly<Record<NodeKind, readonly [string, string]>> = {
  user: ['(["', '"])'],
  application: ['(["', '"])'],
  anonymous: ['(["', '"])'],
  key: ['>"', '"]'],
  group: ['{{"', '"}}'],
  policy: ['["', '"]'],
  project: ['[["', '"]]'],
  organization: ['[["', '"]]'],
  bucket: ['[("', '")]'],
};

/** The text of a flowchart. */
export function mermaidText({ nodes, edges, hidden }: Graph): string {
  const lines = ["flowchart LR"];
  if (nodes.length === 0) lines.push('  nobody["nobody has access"]');
  for (const node of nodes) lines.push(`  ${node.id}${shaped(node)}`);
  for (const { from, to, labels, isDotted } of edges) {
    const arrow = isDotted ? "-.->" : "-->";
    const label = labels.map(escaped).join("<br/>");
    lines.push(`  ${from} ${arrow}${label === "" ? "" : `|"${label}"|`} ${to}`);
  }
  if (hidden > 0) lines.push(`  more["${String(hidden)} more arrows: ask about less"]`);
  return lines.join("\n");
}

function shaped({ kind, label }: GraphNode): string {
  const [open, close] = SHAPES[kind];
  const title = kind === "organization" || kind === "anonymous" ? "" : `${kind}<br/>`;
  return `${open}${title}${escaped(label)}${close}`;
}

/** A text in quotes that is neither markup nor Markdown nor an end of the quotes: entities as Mermaid writes them. */
function escaped(text: string): string {
  return text.replace(
    /[^\p{L}\p{N} .,:/@'-]/gu,
    (character) => `#${String(character.codePointAt(0))};`,
  );
}

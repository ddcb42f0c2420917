/**
 * A graph as an SVG picture, drawn by Graphviz as WebAssembly: no browser, no program to install.
 * @module
 */
import type { Graph, NodeKind } from "./graph";

/** Fill, line and text of each kind of node: readable on light and dark pages alike, because nodes are filled. */
const LOOKS: Readonly<Record<NodeKind, { shape: string; fill: string; line: string }>> = {
  user: { shape: "box", fill: "#e7e4fc", line: "#45319c" },
  application: { shape: "box", fill: "#e7e4fc", line: "#45319c" },
  anonymous: { shape: "box", fill: "#fcebc2", line: "#694500" },
  key: { shape: "box", fill: "#f5f6f8", line: "#59636e" },
  group: { shape: "hexagon", fill: "#e7e4fc", line: "#45319c" },
  policy: { shape: "note", fill: "#d5f1de", line: "#0c5a2b" },
  project: { shape: "folder", fill: "#d9eafc", line: "#0a58a6" },
  organization: { shape: "folder", fill: "#d9eafc", line: "#0a58a6" },
  bucket: { shape: "cylinder", fill: "#fcebc2", line: "#694500" },
};

/** The SVG of a graph. */
export async function svgText({ nodes, edges, hidden }: Graph, title: string): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  const more =
    hidden > 0 ? [{ name: "more", attributes: { label: moreText(hidden), shape: "plain" } }] : [];
  const svg = viz.renderString(
    {
      directed: true,
      graphAttributes: {
        rankdir: "LR",
        bgcolor: "transparent",
        nodesep: 0.25,
        ranksep: 0.6,
        tooltip: escaped(title),
      },
      nodeAttributes: {
        style: "filled,rounded",
        fontname: "Helvetica,Arial,sans-serif",
        fontsize: 12,
        margin: "0.16,0.08",
      },
      edgeAttributes: {
        fontname: "Helvetica,Arial,sans-serif",
        fontsize: 10,
        color: "#6b7580",
        fontcolor: "#6b7580",
        arrowsize: 0.7,
      },
      nodes: [
        ...(nodes.length === 0
          ? [{ name: "nobody", attributes: { label: "nobody has access" } }]
          : []),
        ...nodes.map(({ id, kind, label }) => ({
          name: id,
          attributes: {
            label: escaped(
              kind === "organization" || kind === "anonymous" ? label : `${kind}\n${label}`,
            ),
            shape: LOOKS[kind].shape,
            style: LOOKS[kind].shape === "box" ? "filled,rounded" : "filled",
            fillcolor: LOOKS[kind].fill,
            color: LOOKS[kind].line,
            fontcolor: LOOKS[kind].line,
            tooltip: escaped(`${kind} ${label}`),
          },
        })),
        ...more,
      ],
      edges: edges.map(({ from, to, labels, isDotted }) => ({
        tail: from,
        head: to,
        attributes: {
          label: escaped(labels.join("\n")),
          style: isDotted ? "dashed" : "solid",
          tooltip: escaped(labels.join(", ")),
        },
      })),
    },
    { format: "svg" },
  );
  // Of the file only the picture: the declaration before it is for files alone.
  return svg.slice(svg.indexOf("<svg")).trimEnd();
}

const moreText = (hidden: number): string => `${String(hidden)} more arrows: ask about less`;

/** Graphviz reads a backslash as the beginning of an escape, and entities as characters. */
function escaped(text: string): string {
  return text.replace(/\\/g, "\\\\").replace(/&/g, "&amp;");
}

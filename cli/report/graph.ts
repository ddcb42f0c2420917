/**
 * A report as a graph: who, by which groups and policies, reaches which Projects and buckets. Mermaid and SVG draw it.
 * @module
 */
import type * as access from "pulumi-storage-access/access";
import { projectName } from "./places";
import { isAllowing, type Report, type Row } from "./report";
import { plain } from "./text";

/** What a node stands for. */
export type NodeKind =
  | "user"
  | "application"
  | "anonymous"
  | "key"
  | "group"
  | "policy"
  | "project"
  | "organization"
  | "bucket";

/** A node. */
export interface GraphNode {
  /** Unique in the graph; letters and digits. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
}

/** An arrow between two nodes. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
  /** How it leads on: by a right, or by the way things lie. */
  readonly isDotted: boolean;
}

/** A graph. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** How many arrows there is no room for. */
  readonly hidden: number;
}

/** More arrows than this are no picture. */
const MOST_EDGES = 150;

/**
 * The graph of a report: the principals that can do something, their keys, the groups and policies that give it, the
 * Projects and buckets that it reaches.
 */
export function graphOf(world: access.World, report: Report): Graph {
  const drawing = new Drawing();
  const rows = report.rows.filter(({ cells }) => Object.values(cells).some(isAllowing));
  for (const row of rows) drawRow(drawing, world, row);
  return drawing.graph();
}

class Drawing {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, { edge: Omit<GraphEdge, "labels">; labels: Set<string> }>();

  node(kind: NodeKind, id: string, name: string): string {
    const key = `${kind} ${id}`;
    const known = this.#nodes.get(key);
    if (known) return known.id;
    const node = { id: `n${String(this.#nodes.size)}`, kind, label: plain(name) };
    this.#nodes.set(key, node);
    return node.id;
  }

  /** Draws an arrow; of two that go the same way the labels stand at one. */
  edge(from: string, to: string, label = "", isDotted = false): void {
    if (from === to) return;
    const key = `${from} ${to} ${String(isDotted)}`;
    const drawn = this.#edges.get(key) ?? { edge: { from, to, isDotted }, labels: new Set() };
    this.#edges.set(key, drawn);
    if (label !== "") drawn.labels.add(plain(label));
  }

  graph(): Graph {
    const drawn = [...this.#edges.values()].slice(0, MOST_EDGES);
    const edges = drawn.map(({ edge, labels }) => ({ ...edge, labels: [...labels] }));
    const used = new Set(edges.flatMap(({ from, to }) => [from, to]));
    const nodes = [...this.#nodes.values()].filter(({ id }) => used.has(id));
    return { nodes, edges, hidden: this.#edges.size - edges.length };
  }
}

function drawRow(drawing: Drawing, world: access.World, { who, on, cells }: Row): void {
  const asker = drawing.node(who.kind, who.id, who.name);
  if (who.kind === "user" || who.kind === "application") drawKeys(drawing, world, asker, who.id);
  const place = drawing.node(on.kind, on.id, on.name);
  const project = world.projects.find(({ id }) => id === on.projectId);
  if (project) {
    drawing.edge(projectNode(drawing, world, project), place, "", true);
  }
  if (who.isOwner) {
    drawing.edge(asker, drawing.node("organization", world.organizationId, "organization"), "owns");
    return;
  }
  for (const cell of Object.values(cells).filter(isAllowing)) {
    drawReasons(drawing, world, { asker, place, reasons: cell.reasons });
  }
}

function drawKeys(drawing: Drawing, world: access.World, bearer: string, id: string): void {
  for (const key of world.keys.filter((one) => one.bearer.id === id)) {
    const preferred = world.projects.find((one) => one.id === key.defaultProjectId);
    const node = drawing.node("key", key.accessKey, key.accessKey);
    drawing.edge(node, bearer, "of", true);
    if (!preferred) continue;
    drawing.edge(node, projectNode(drawing, world, preferred), "prefers", true);
  }
}

/** The way of one yes: over group and policy to where the rule holds, or over the bucket's own policy. */
function drawReasons(
  drawing: Drawing,
  world: access.World,
  { asker, place, reasons }: { asker: string; place: string; reasons: readonly access.Reason[] },
): void {
  const rule = reasons.find(({ code }) => code === "rule");
  const policy = world.policies.find(({ id }) => id === rule?.policy);
  if (policy) {
    drawing.edge(groupBetween(drawing, world, asker, policy), policyNode(drawing, policy));
    const given = policy.rules[rule?.rule ?? 0];
    const sets = rule?.permissionSet ?? given?.permissionSetNames.join(", ") ?? "";
    for (const scope of scopesOf(drawing, world, given)) {
      drawing.edge(policyNode(drawing, policy), scope, sets);
    }
  }
  if (reasons.some(({ code }) => code === "statementAllows")) {
    drawing.edge(asker, place, "named by the bucket's policy", true);
  }
  if (reasons.some(({ code }) => code === "accessList")) {
    drawing.edge(asker, place, "by its access list", true);
  }
}

const projectNode = (drawing: Drawing, world: access.World, project: access.Project): string =>
  drawing.node("project", project.id, projectName(world, project));

const policyNode = (drawing: Drawing, { id, name }: access.Policy): string =>
  drawing.node("policy", id, name);

/** Where the policy's arrow begins: at the asker, or at the group that holds it. */
function groupBetween(
  drawing: Drawing,
  world: access.World,
  asker: string,
  { principal }: access.Policy,
): string {
  const group = world.groups.find(({ id }) => principal?.kind === "group" && id === principal.id);
  if (!group) return asker;
  const node = drawing.node("group", group.id, group.name);
  drawing.edge(asker, node);
  return node;
}

function scopesOf(
  drawing: Drawing,
  world: access.World,
  rule: access.Rule | undefined,
): readonly string[] {
  if (rule?.projectIds === undefined) {
    return [drawing.node("organization", world.organizationId, "organization")];
  }
  return rule.projectIds.map((id) => {
    const project = world.projects.find((one) => one.id === id) ?? { id, name: id };
    return projectNode(drawing, world, project);
  });
}

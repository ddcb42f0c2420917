/**
 * Two reports side by side: who gains and who loses what.
 * @module
 */
import type { Cell, CellAnswer, Report, Row } from "./report";
import { isDoneTo } from "./words";

/** A row of two reports: what was, and what is. */
export interface ComparedRow extends Omit<Row, "cells"> {
  readonly cells: Readonly<Record<string, { readonly before?: Cell; readonly after?: Cell }>>;
}

/** One cell that is no longer what it was. */
export interface Change {
  readonly who: Row["who"];
  readonly on: Row["on"];
  readonly column: string;
  readonly before: CellAnswer;
  readonly after: CellAnswer;
  /** What became allowed, and what is allowed no more, where that is not the whole column. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** Why it is now as it is. */
  readonly because: Cell | undefined;
}

/**
 * The rows of both, the later one's order first.
 * @param identify - tells that two ids stand for the same thing; default: they are the same
 */
export function sideBySide(
  before: Report,
  after: Report,
  identify: (id: string) => string = (id) => id,
): ComparedRow[] {
  const keyOf = ({ who, on }: Row): string =>
    JSON.stringify([who.kind, identify(who.id), on.kind, identify(on.id)]);
  const olds = new Map(before.rows.map((row) => [keyOf(row), row]));
  const news = new Set(after.rows.map(keyOf));
  const gone = before.rows.filter((row) => !news.has(keyOf(row)));
  return [
    ...after.rows.map((row) => merged(row, olds.get(keyOf(row))?.cells, row.cells)),
    ...gone.map((row) => merged(row, row.cells, undefined)),
  ];
}

function merged(
  { who, on, keys }: Row,
  olds: Row["cells"] = {},
  news: Row["cells"] = {},
): ComparedRow {
  const columns = [...new Set([...Object.keys(news), ...Object.keys(olds)])];
  const cells = columns.map((column) => {
    const [before, after] = [olds[column], news[column]];
    return [column, { ...(before && { before }), ...(after && { after }) }] as const;
  });
  return { who, on, cells: Object.fromEntries(cells), ...(keys && { keys }) };
}

/**
 * Every cell that changed, gains first; within that by who and on what, whatever the order of the worlds, and in the order
 * of the columns.
 */
export function changesOf(
  before: Report,
  after: Report,
  identify?: (id: string) => string,
): Change[] {
  const actionsOf = new Map(after.columns.map(({ name, actions }) => [name, actions]));
  const changes = sideBySide(before, after, identify).flatMap(({ who, on, cells }) =>
    Object.entries(cells).flatMap(([column, cell]) => {
      const all = (actionsOf.get(column) ?? []).filter((one) => isDoneTo(one, on.kind));
      const olds = allowedBy(cell.before, all);
      const news = allowedBy(cell.after, all);
      const gained = [...news].filter((action) => !olds.has(action));
      const lost = [...olds].filter((action) => !news.has(action));
      const [was, is] = [cell.before?.answer ?? "deny", cell.after?.answer ?? "deny"];
      const isSame = was === is && gained.length + lost.length === 0;
      if (isSame) return [];
      return [
        {
          who,
          on,
          column,
          before: was,
          after: is,
          gained,
          lost,
          because: cell.after ?? cell.before,
        },
      ];
    }),
  );
  return changes.sort(inOrder);
}

function allowedBy(cell: Cell | undefined, all: readonly string[]): ReadonlySet<string> {
  if (cell === undefined) return new Set();
  return new Set(cell.allowed ?? (cell.answer === "allow" ? all : []));
}

/** Whether somebody can do more than before. */
export function isGain({ before, after, gained, lost }: Change): boolean {
  if (gained.length > 0 || lost.length > 0) return gained.length > 0;
  return before === "deny" && after === "undecided";
}

/** Changes of one direction, one asker and one target, together. */
export function grouped(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const { who, on } = change;
    const key = JSON.stringify([isGain(change), who.kind, who.id, on.kind, on.id]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()];
}

/** What somebody gains or loses of a column: the column, or the actions where it is a part of them. */
export function whatChanges(change: Change): string {
  const { column, before, after, gained, lost } = change;
  if (before === "undecided" || after === "undecided") return `${column} (may be)`;
  const part = isGain(change) ? gained : lost;
  return before === "some" || after === "some" ? `${column} (${partText(part)})` : column;
}

/** So many names that a line stays a line. */
const NAMED = 3;

const partText = (part: readonly string[]): string =>
  part.length <= NAMED
    ? part.join(", ")
    : `${part.slice(0, NAMED).join(", ")} and ${String(part.length - NAMED)} more`;

function inOrder(left: Change, right: Change): number {
  const order = (change: Change): string[] => [
    isGain(change) ? "0" : "1",
    change.who.kind,
    change.who.name,
    change.on.kind,
    change.on.name,
    change.who.id,
    change.on.id,
  ];
  const [one, other] = [order(left), order(right)];
  const at = one.findIndex((text, index) => text !== other[index]);
  return at === -1 ? 0 : (one[at] ?? "") < (other[at] ?? "") ? -1 : 1;
}

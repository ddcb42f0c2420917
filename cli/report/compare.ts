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
export function sideBySide(before: Report, after: Report, identify?: Identify): ComparedRow[] {
  const cellsOf = oncePerPair(merged);
  return pairsOf(before, after, identify).map(({ row: { who, on, keys }, olds, news }) => ({
    ...{ who, on, cells: cellsOf(olds, news, on) },
    ...(keys && { keys }),
  }));
}

type Cells = Row["cells"];
type Identify = (id: string) => string;

/** One asker and target in both reports; the row is the later one's where that has it. */
interface Pair {
  readonly row: Row;
  readonly olds: Cells | undefined;
  readonly news: Cells | undefined;
}

function pairsOf(before: Report, after: Report, identify: Identify = (id) => id): Pair[] {
  const names = new Map<object, string>();
  /** Rows of one asker, or target, have one object for it. */
  const nameOf = (one: Row["who"] | Row["on"]): string => {
    const name = names.get(one) ?? `${one.kind} ${identify(one.id)}`;
    names.set(one, name);
    return name;
  };
  const olds = new Map<string, Map<string, Row>>();
  for (const row of before.rows) {
    const there = olds.get(nameOf(row.on)) ?? new Map<string, Row>();
    olds.set(nameOf(row.on), there.set(nameOf(row.who), row));
  }
  const oldOf = ({ who, on }: Row): Row | undefined => olds.get(nameOf(on))?.get(nameOf(who));
  const met = new Set<Row | undefined>();
  const pairs = after.rows.map((row): Pair => {
    const old = oldOf(row);
    met.add(old);
    return { row, olds: old?.cells, news: row.cells };
  });
  const gone = before.rows.filter((row) => !met.has(oldOf(row)));
  return [...pairs, ...gone.map((row) => ({ row, olds: row.cells, news: undefined }))];
}

/** What is made of the cells of both: in large reports many rows have the same, of which it is made once. */
function oncePerPair<Made>(
  make: (olds: Cells | undefined, news: Cells | undefined, on: Row["on"]) => Made,
): typeof make {
  const known = new Map<Cells | undefined, Map<Cells | undefined, Made>>();
  return (olds, news, on) => {
    const ofOlds = known.get(olds) ?? new Map<Cells | undefined, Made>();
    known.set(olds, ofOlds);
    const made = ofOlds.get(news) ?? make(olds, news, on);
    ofOlds.set(news, made);
    return made;
  };
}

function merged(olds: Cells = {}, news: Cells = {}): ComparedRow["cells"] {
  const columns = [...new Set([...Object.keys(news), ...Object.keys(olds)])];
  const cells = columns.map((column) => {
    const [before, after] = [olds[column], news[column]];
    return [column, { ...(before && { before }), ...(after && { after }) }] as const;
  });
  return Object.fromEntries(cells);
}

/**
 * Every cell that changed, gains first; within that by who and on what, whatever the order of the worlds, and in the order
 * of the columns.
 */
export function changesOf(before: Report, after: Report, identify?: Identify): Change[] {
  const actionsOf = new Map(after.columns.map(({ name, actions }) => [name, actions]));
  const changedBy = oncePerPair((olds, news, on) =>
    Object.entries(merged(olds, news)).flatMap(([column, cell]) => {
      const all = (actionsOf.get(column) ?? []).filter((one) => isDoneTo(one, on.kind));
      return differences(cell, all).map((difference) => ({ column, ...difference }));
    }),
  );
  const changes: Change[] = [];
  for (const { row, olds, news } of pairsOf(before, after, identify)) {
    const { who, on } = row;
    for (const change of changedBy(olds, news, on)) changes.push({ who, on, ...change });
  }
  return changes.sort(inOrder);
}

type ComparedCell = ComparedRow["cells"][string];

/** True where not the same is allowed as before. */
export function isChanged({ before, after }: ComparedCell): boolean {
  const [was, is] = [before?.answer ?? "deny", after?.answer ?? "deny"];
  return was !== is || before?.allowed?.join() !== after?.allowed?.join();
}

/** How a cell is no longer what it was; none where it is. */
function differences(
  cell: ComparedCell,
  all: readonly string[],
): Omit<Change, "who" | "on" | "column">[] {
  if (!isChanged(cell)) return [];
  const { before, after } = cell;
  const [olds, news] = [allowedBy(before, all), allowedBy(after, all)];
  const gained = [...news].filter((action) => !olds.has(action));
  const lost = [...olds].filter((action) => !news.has(action));
  const [was, is] = [before?.answer ?? "deny", after?.answer ?? "deny"];
  return [{ before: was, after: is, gained, lost, because: after ?? before }];
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

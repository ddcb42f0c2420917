/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * What runs in the page of a report: filters, search, reasons on demand, the keyboard. Its functions are put into the page
 * as they are, so that none may use anything but the others and the browser. Texts become text nodes, never markup.
 * @module
 */
import type { Cell, CellAnswer } from "../report";
import type { ComparedRow } from "../compare";
import type { PageData } from "./data";

/** The page while it is looked at. */
interface Page {
  readonly data: PageData;
  readonly body: HTMLTableSectionElement;
  readonly status: HTMLElement;
}

/** What the reader chose. */
interface Chosen {
  readonly words: readonly string[];
  readonly who: string;
  readonly on: string;
  readonly column: string;
  readonly answer: string;
  readonly isBefore: boolean;
  readonly isChangesOnly: boolean;
}

function byId(id: string): HTMLElement {
  return document.querySelector<HTMLElement>(`#${id}`) ?? document.body;
}

function valueOf(id: string): string {
  return (byId(id) as HTMLInputElement | HTMLSelectElement).value;
}

function isChecked(id: string): boolean {
  return (document.getElementById(id) as HTMLInputElement | null)?.checked ?? false;
}

function make(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** An element that holds a table's part also where the style makes a card of it. */
function part(role: string, tag: string, ...children: readonly (Node | string)[]): HTMLElement {
  return make(tag, { role }, ...children);
}

function chosen(): Chosen {
  return {
    words: valueOf("search").toLowerCase().split(/\s+/).filter(Boolean),
    who: valueOf("who"),
    on: valueOf("on"),
    column: valueOf("column"),
    answer: valueOf("answer"),
    isBefore: isChecked("before"),
    isChangesOnly: isChecked("changes"),
  };
}

function cellIn(row: ComparedRow, column: string, isBefore: boolean): Cell | undefined {
  const cell = row.cells[column];
  return isBefore ? cell?.before : cell?.after;
}

function answerIn(row: ComparedRow, column: string, isBefore: boolean): CellAnswer {
  return cellIn(row, column, isBefore)?.answer ?? "deny";
}

/** Whether a cell of a comparison is another than before. */
function isChanged(row: ComparedRow, column: string): boolean {
  const [before, after] = [cellIn(row, column, true), cellIn(row, column, false)];
  if (answerIn(row, column, true) !== answerIn(row, column, false)) return true;
  return JSON.stringify(before?.allowed ?? []) !== JSON.stringify(after?.allowed ?? []);
}

function fits(data: PageData, row: ComparedRow, wish: Chosen): boolean {
  const { who, on, keys = [] } = row;
  if (wish.who !== "" && who.kind !== wish.who) return false;
  if (wish.on !== "" && on.kind !== wish.on) return false;
  const columns = wish.column === "" ? data.columns : [wish.column];
  const asked = columns.filter((column) => row.cells[column] !== undefined);
  const isAnswered = asked.some((column) => {
    const answer = answerIn(row, column, wish.isBefore);
    return wish.answer === "" || answer === wish.answer;
  });
  if (!isAnswered) return false;
  if (wish.isChangesOnly && !asked.some((column) => isChanged(row, column))) return false;
  const places = [on.name, on.id, on.kind, on.region ?? "", on.projectId ?? ""];
  const text = [who.name, who.id, who.kind, ...places, ...keys].join("\n").toLowerCase();
  return wish.words.every((word) => text.includes(word));
}

function answerWord(answer: CellAnswer): string {
  return { allow: "yes", some: "some", undecided: "open", deny: "no" }[answer];
}

function answerSign(answer: CellAnswer): string {
  return { allow: "✓", some: "◐", undecided: "?", deny: "–" }[answer];
}

function whoOf({ who }: ComparedRow): string {
  return who.kind === "anonymous" ? who.name : `${who.kind} ${who.name}`;
}

function onOf({ on }: ComparedRow): string {
  return on.kind === "organization" ? on.name : `${on.kind} ${on.name}`;
}

function nameCell(role: string, name: string, note: string): HTMLElement {
  const tag = role === "rowheader" ? "th" : "td";
  return part(role, tag, make("b", {}, name), make("small", {}, note));
}

/** What the cell was, or becomes; empty where it stays as it is, or nothing is compared. */
function changeNote(page: Page, row: ComparedRow, column: string, isBefore: boolean): string {
  if (page.data.before === undefined || !isChanged(row, column)) return "";
  const other = answerIn(row, column, !isBefore);
  if (other === answerIn(row, column, isBefore)) return "changed";
  return `${isBefore ? "becomes" : "was"} ${answerWord(other)}`;
}

function answerCell(page: Page, row: ComparedRow, column: string, isBefore: boolean): HTMLElement {
  if (row.cells[column] === undefined) {
    return make("td", { role: "cell", class: "none", "data-label": column }, "");
  }
  const answer = answerIn(row, column, isBefore);
  const note = changeNote(page, row, column, isBefore);
  const label = [`${whoOf(row)} on ${onOf(row)}, ${column}: ${answerWord(answer)}`, note];
  const button = make(
    "button",
    {
      type: "button",
      class: `answer ${answer}`,
      tabindex: "-1",
      "aria-expanded": "false",
      "aria-label": label.filter(Boolean).join(", "),
    },
    make("span", { class: "sign", "aria-hidden": "true" }, answerSign(answer)),
    make("span", {}, answerWord(answer)),
  );
  if (note !== "") button.append(make("span", { class: "was" }, note));
  const cell = make("td", { role: "cell", "data-label": column }, button);
  button.addEventListener("click", () => {
    toggleReasons(page, button, row, column);
  });
  return cell;
}

function rowElement(page: Page, row: ComparedRow, isBefore: boolean): HTMLElement {
  const { who, on } = row;
  const note = who.isOwner ? "owner" : who.isLocked ? "locked" : who.kind;
  const place = [on.kind, on.region ?? ""].filter(Boolean).join(" · ");
  return part(
    "row",
    "tr",
    nameCell("rowheader", who.name, note),
    nameCell("cell", on.name, place),
    ...page.data.columns.map((column) => answerCell(page, row, column, isBefore)),
  );
}

/** Shows why below the row, or takes it away again. */
function toggleReasons(page: Page, button: HTMLElement, row: ComparedRow, column: string): void {
  const isOpen = button.getAttribute("aria-expanded") === "true";
  closeReasons(page);
  if (isOpen) return;
  button.setAttribute("aria-expanded", "true");
  const { before, after } = row.cells[column] ?? {};
  const parts = [reasonsOf("Now", after, page.data.before !== undefined)];
  if (page.data.before !== undefined) parts.unshift(reasonsOf("Before", before, true));
  const heading = make("h2", {}, `${whoOf(row)}: ${column} on ${onOf(row)}`);
  const keys = row.keys ?? [];
  const signing = keys.length === 0 ? [] : [make("p", {}, `Signs with ${keys.join(", ")}`)];
  const cell = make(
    "td",
    { role: "cell", colspan: String(page.data.columns.length + 2) },
    heading,
    ...parts,
    ...signing,
  );
  button.closest("tr")?.after(make("tr", { role: "row", class: "why" }, cell));
}

function reasonsOf(title: string, cell: Cell | undefined, isTitled: boolean): HTMLElement {
  const answer = cell?.answer ?? "deny";
  const allowed = cell?.allowed === undefined ? "" : `: ${cell.allowed.join(", ")}`;
  const open = cell?.undecided === undefined ? "" : `; open: ${cell.undecided.join(", ")}`;
  const section = make("section", {});
  section.append(
    make("h3", {}, `${isTitled ? `${title}: ` : ""}${answerWord(answer)}${allowed}${open}`),
    make("ol", {}, ...(cell?.reasons ?? []).map(({ text }) => make("li", {}, text))),
  );
  const remedies = answer === "allow" ? [] : (cell?.remedies ?? []);
  if (remedies.length > 0) {
    section.append(
      make("h3", {}, "To allow it"),
      make("ul", {}, ...remedies.map(({ text }) => make("li", {}, text))),
    );
  }
  return section;
}

function closeReasons(page: Page): void {
  for (const open of page.body.querySelectorAll("[aria-expanded=true]")) {
    open.setAttribute("aria-expanded", "false");
  }
  for (const row of page.body.querySelectorAll("tr.why")) row.remove();
}

/** Shows the rows that fit, at most so many. */
function show(page: Page, most: number): void {
  const { data, body, status } = page;
  const wish = chosen();
  const fitting = data.rows.filter((row) => fits(data, row, wish));
  const shown = fitting.slice(0, most);
  body.replaceChildren(...shown.map((row) => rowElement(page, row, wish.isBefore)));
  body.querySelector("button")?.setAttribute("tabindex", "0");
  const count = (number: number): string => number.toLocaleString("en-US");
  status.textContent =
    fitting.length > shown.length
      ? `The first ${count(shown.length)} of ${count(fitting.length)} rows: narrow the search, or download all of them.`
      : `${count(fitting.length)} of ${count(data.rows.length)} rows`;
}

/** Arrows, Home and End move between answers; Escape closes the reasons. */
function move(page: Page, event: KeyboardEvent): void {
  const from = (event.target as Element).closest<HTMLElement>("button.answer");
  if (from === null) return;
  if (event.key === "Escape") {
    closeReasons(page);
    return;
  }
  const to = neighbor(page, from, event.key);
  if (to === undefined) return;
  event.preventDefault();
  from.setAttribute("tabindex", "-1");
  to.setAttribute("tabindex", "0");
  to.focus();
}

function neighbor(page: Page, from: HTMLElement, key: string): HTMLElement | undefined {
  const rows = [...page.body.querySelectorAll<HTMLTableRowElement>("tr:not(.why)")];
  const row = from.closest("tr");
  if (row === null) return undefined;
  const inRow = [...row.querySelectorAll<HTMLElement>("button.answer")];
  const at = inRow.indexOf(from);
  const moves: Readonly<Record<string, HTMLElement | undefined>> = {
    ArrowRight: inRow[at + 1],
    ArrowLeft: inRow[at - 1],
    Home: inRow[0],
    End: inRow[inRow.length - 1],
    ArrowDown: answerBelow(rows.slice(rows.indexOf(row) + 1), from),
    ArrowUp: answerBelow(rows.slice(0, rows.indexOf(row)).reverse(), from),
  };
  return moves[key];
}

/** The answer of the same column in the nearest of these rows that has one. */
function answerBelow(
  rows: readonly HTMLTableRowElement[],
  from: HTMLElement,
): HTMLElement | undefined {
  const column = from.closest("td")?.cellIndex ?? -1;
  for (const row of rows) {
    const found = row.cells[column]?.querySelector<HTMLElement>("button.answer");
    if (found) return found;
  }
  return undefined;
}

function download(data: PageData): void {
  const blob = new Blob([JSON.stringify(data, undefined, 2)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = "access.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Begins: the page has 200 rows at most, whatever the report has. */
function start(): void {
  const data = JSON.parse(byId("data").textContent) as PageData;
  const page: Page = {
    data,
    body: byId("rows") as HTMLTableSectionElement,
    status: byId("status"),
  };
  const most = 200;
  byId("filters").addEventListener("input", () => {
    show(page, most);
  });
  byId("filters").addEventListener("submit", (event) => {
    event.preventDefault();
  });
  byId("download").addEventListener("click", () => {
    download(data);
  });
  page.body.addEventListener("keydown", (event) => {
    move(page, event);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    byId("search").focus();
  });
  page.body.addEventListener("focusin", (event) => {
    const button = (event.target as Element).closest("button.answer");
    if (button === null) return;
    page.body.querySelector("button[tabindex='0']")?.setAttribute("tabindex", "-1");
    button.setAttribute("tabindex", "0");
  });
  show(page, most);
}

/** The text of the page's script. */
export function clientScript(): string {
  const functions = [
    ...[byId, valueOf, isChecked, make, part, chosen, cellIn, answerIn, isChanged, fits],
    ...[
      answerWord,
      answerSign,
      whoOf,
      onOf,
      nameCell,
      changeNote,
      answerCell,
      rowElement,
      toggleReasons,
    ],
    ...[reasonsOf, closeReasons, show, move, neighbor, answerBelow, download, start],
  ];
  return `"use strict";\n${functions.map(String).join("\n")}\nstart();`;
}

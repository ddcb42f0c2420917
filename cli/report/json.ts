/**
 * A report as JSON: the whole of it, as docs/who-can.md describes, a piece at a time. All rows of a large world together may
 * be longer than a text can be.
 * @module
 */
import type { Report, Row } from "./report";

/** So many characters at least are one piece. */
const PIECE = 65_536;
const NO_ROWS = '\n  "rows": []';

/** The text of a report in pieces: together what JSON.stringify makes of it. */
export function* reportJson(report: Report): Generator<string> {
  const around = JSON.stringify({ ...report, rows: [] }, undefined, 2);
  if (report.rows.length === 0) {
    yield around;
    return;
  }
  // Only the report's own member can stand so: within texts an end of line is written otherwise.
  const at = around.indexOf(NO_ROWS);
  let piece = around.slice(0, at + NO_ROWS.length - 1);
  const textOf = new RowTexts();
  for (const [index, row] of report.rows.entries()) {
    piece += `${index === 0 ? "" : ","}\n    ${textOf.row(row)}`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield `${piece}\n  ${around.slice(at + NO_ROWS.length - 1)}`;
}

/** The texts of rows; what several rows have in common is put into words once. */
class RowTexts {
  readonly #known = new WeakMap<object, string>();

  row({ who, on, cells, keys }: Row): string {
    const members = Object.entries({ who, on, cells, ...(keys && { keys }) }).map(
      ([name, value]) => `\n      "${name}": ${this.#member(value)}`,
    );
    return `{${members.join()}\n    }`;
  }

  #member(value: object): string {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value, undefined, 2).replaceAll("\n", "\n      ");
    this.#known.set(value, text);
    return text;
  }
}

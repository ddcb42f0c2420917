/**
 * A report as a table for a terminal.
 * @module
 */
import { tableText } from "../table";
import type { Cell, Report, Row } from "./report";
import { ANSWER_WORDS, countOf, onText, plain, whoText } from "./text";

/** How many rows a terminal is given; `--format json` has all. */
const SHOWN = 1_000;

/** The text of a report: with one column its reasons too, with more the answers alone. */
export function reportTable(report: Report): string {
  const { columns, omitted, findings } = report;
  const rows = report.rows.slice(0, SHOWN);
  const hidden = report.rows.length - rows.length;
  const lines: string[] = [plain(report.source)];
  const [only] = columns;
  if (rows.length === 0) lines.push(nobody(report));
  else if (columns.length === 1 && only) lines.push(withReasons(only.name, rows));
  else lines.push(answersOnly({ columns, rows }));
  if (hidden > 0) {
    lines.push(`${countOf(hidden, "more row")} not shown: ask about less; --format json has all.`);
  }
  if (omitted > 0 && rows.length > 0) {
    lines.push(`${countOf(omitted, "pair")} without any access not shown: --all shows them.`);
  }
  if (columns.length > 1 && rows.length > 0) {
    lines.push(
      "some: a part of the actions; ?: depends on what is not known. Reasons: name an ACTION, or --format html.",
    );
  }
  for (const finding of findings) lines.push(`warning: ${plain(finding)}`);
  return lines.join("\n");
}

function nobody({ omitted }: Report): string {
  return omitted > 0
    ? `Nobody: ${countOf(omitted, "pair")} of who and what, none with access. --all shows why.`
    : "There is nobody, and nothing, to ask about.";
}

function withReasons(column: string, rows: readonly Row[]): string {
  const lines = rows.flatMap((row) => {
    const cell = row.cells[column];
    return cell === undefined
      ? []
      : [[whoText(row.who), onText(row.on), answerOf(cell), because(cell)]];
  });
  return tableText(["WHO", "ON", column.toUpperCase(), "BECAUSE"], lines);
}

function answerOf({ answer, allowed = [] }: Cell): string {
  return answer === "some" ? `some: ${allowed.join(", ")}` : ANSWER_WORDS[answer];
}

/** The reasons in a line; of a no, what would change it as well. */
function because({ answer, reasons, remedies }: Cell): string {
  const told = reasons.map(({ text }) => plain(text)).join("; ");
  const remedy = remedies[0];
  return answer === "allow" || remedy === undefined
    ? told
    : `${told}. To allow it: ${plain(remedy.text)}`;
}

function answersOnly({ columns, rows }: Pick<Report, "columns" | "rows">): string {
  const names = columns.map(({ name }) => name);
  const used = names.filter((name) => rows.some(({ cells }) => cells[name] !== undefined));
  return tableText(
    ["WHO", "ON", ...used.map((name) => name.toUpperCase())],
    rows.map(({ who, on, cells }) => [
      whoText(who),
      onText(on),
      ...used.map((name) => {
        const cell = cells[name];
        return cell === undefined ? "-" : ANSWER_WORDS[cell.answer];
      }),
    ]),
  );
}

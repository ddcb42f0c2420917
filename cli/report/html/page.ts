/**
 * A report as one HTML page that needs nothing else: no network, no other file, and a policy of its own that forbids both.
 * @module
 */
import { createHash } from "node:crypto";
import { isChanged, sideBySide, type ComparedRow } from "../compare";
import type { Report } from "../report";
import { countOf } from "../text";
import { clientScript } from "./client";
import type { PageData } from "./data";
import { STYLE } from "./style";

/** The page of a report; with what was before, the page of both. */
export function reportPage(report: Report, before?: Report): string {
  const data = pageData(report, before);
  const script = clientScript();
  const policy = [
    "default-src 'none'",
    `style-src '${digest(STYLE)}'`,
    `script-src '${digest(script)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Who can do what: ${escaped(report.source)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
${header(data)}
<main>
${filters(data)}
<div class="bar"><p id="status" role="status"></p><button type="button" id="download">Download JSON</button></div>
${table(data)}
<p class="legend">✓ yes · ◐ some of the actions · ? open: depends on what is not known · – no. Press an answer for its reasons. <kbd>/</kbd> searches, arrows move between answers, <kbd>Enter</kbd> shows why, <kbd>Esc</kbd> closes.</p>
<noscript><p>This page needs its own script to show its data, which are in it as JSON.</p></noscript>
</main>
<script type="application/json" id="data">${json(data)}</script>
<script>${script}</script>
</body>
</html>`;
}

function pageData(report: Report, before: Report | undefined): PageData {
  const nothing: Report = { ...report, rows: [] };
  const all = sideBySide(before ?? nothing, report);
  const rows = all.length > MOST_ROWS ? mostOf(all, before !== undefined) : all;
  const { source, columns, omitted, findings } = report;
  const told = [...(before?.findings ?? []), ...findings, ...leftOut(all.length)];
  const used = columns.filter(({ name }) => rows.some(({ cells }) => cells[name] !== undefined));
  return {
    version: 1,
    source,
    ...(before && { before: before.source }),
    columns: used.map(({ name }) => name),
    rows,
    omitted,
    findings: [...new Set(told)],
  };
}

/** More rows than that make a page of more megabytes than a browser opens at once. */
const MOST_ROWS = 10_000;

function leftOut(count: number): string[] {
  if (count <= MOST_ROWS) return [];
  const [most, all] = [MOST_ROWS, count].map((number) => number.toLocaleString("en-US"));
  return [
    `This page has ${most} of ${all} rows: ask about less, or --format json, which has all of them.`,
  ];
}

/** Of a comparison, those first in which something changed. */
function mostOf(rows: readonly ComparedRow[], isComparison: boolean): ComparedRow[] {
  const changed = isComparison
    ? rows.filter(({ cells }) => Object.values(cells).some(isChanged))
    : [];
  const first = new Set(changed);
  return [...changed, ...rows.filter((row) => !first.has(row))].slice(0, MOST_ROWS);
}

function header({ source, before, omitted, findings }: PageData): string {
  const from = before === undefined ? "" : `${escaped(before)} → `;
  const left = omitted > 0 ? ` · ${countOf(omitted, "pair")} without any access left out` : "";
  const list = findings.map((finding) => `<li>${escaped(finding)}</li>`).join("");
  return `<header>
<h1>Who can do what</h1>
<p>${from}${escaped(source)}${left}</p>
${list === "" ? "" : `<ul class="findings" aria-label="Findings">${list}</ul>`}
</header>`;
}

function filters({ columns, before }: PageData): string {
  const comparison =
    before === undefined
      ? ""
      : `<fieldset><legend>View</legend>
<label><input type="radio" name="view" id="after" checked> After</label>
<label><input type="radio" name="view" id="before"> Before</label>
<label><input type="checkbox" id="changes" checked> Changes only</label>
</fieldset>`;
  return `<form id="filters" role="search" aria-label="Rows">
<label>Search <input type="search" id="search" autocomplete="off" spellcheck="false" placeholder="name, id, key, region"></label>
${select("who", "Who", "everyone", ["user", "application", "key", "anonymous"])}
${select("on", "On", "everything", ["bucket", "project", "organization"])}
${select("column", "Can", "anything", columns)}
${select("answer", "Answer", "any", [
  ["allow", "yes"],
  ["some", "some"],
  ["undecided", "open"],
  ["deny", "no"],
])}
${comparison}
</form>`;
}

function select(
  id: string,
  label: string,
  any: string,
  values: readonly (string | readonly [string, string])[],
): string {
  const options = values.map((value) => {
    const [name, shown] = typeof value === "string" ? [value, value] : value;
    return `<option value="${escaped(name)}">${escaped(shown)}</option>`;
  });
  return `<label>${label} <select id="${id}"><option value="">${any}</option>${options.join("")}</select></label>`;
}

/** The roles are said aloud because the phone's style takes a table's own ones away. */
function table({ columns }: PageData): string {
  const heads = ["Who", "On", ...columns].map(
    (name) => `<th role="columnheader" scope="col">${escaped(name)}</th>`,
  );
  return `<table role="table" aria-label="Who can do what">
<thead role="rowgroup"><tr role="row">${heads.join("")}</tr></thead>
<tbody role="rowgroup" id="rows"></tbody>
</table>`;
}

/** A text as HTML shows it, in an attribute too. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** JSON that cannot end the element around it. */
function json(data: PageData): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

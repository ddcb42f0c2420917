/**
 * Changes of access as Markdown for a pull request: gains, losses, reasons.
 * @module
 */
import { grouped, isGain, whatChanges, type Change } from "./compare";
import { countOf, onText, plain, whoText } from "./text";

/** How many changes a comment shows: more would hide the rest of it. */
const SHOWN = 50;
/** The most characters of a reason: a comment has a limit. */
const REASON_LENGTH = 300;

/** The Markdown of changes between two named worlds. */
export function changesMarkdown(
  changes: readonly Change[],
  names: { readonly before: string; readonly after: string },
): string {
  const groups = grouped(changes);
  const gains = groups.filter(([first]) => first && isGain(first));
  const losses = groups.slice(gains.length);
  const lines = ["## Access", "", `From ${code(names.before)} to ${code(names.after)}.`, ""];
  if (groups.length === 0) return [...lines, "Nobody gains or loses access."].join("\n");
  lines.push(`**${countOf(gains.length, "gain")}, ${lossesText(losses.length)}.**`, "");
  lines.push(...section("Gains", gains.slice(0, SHOWN)));
  lines.push(...section("Losses", losses.slice(0, Math.max(0, SHOWN - gains.length))));
  const hidden = groups.length - SHOWN;
  if (hidden > 0) lines.push(`${countOf(hidden, "more row")}: \`--format json\` has all of them.`);
  return lines.join("\n").trimEnd();
}

const lossesText = (count: number): string => `${String(count)} ${count === 1 ? "loss" : "losses"}`;

function section(title: string, groups: readonly (readonly Change[])[]): string[] {
  if (groups.length === 0) return [];
  return [
    `### ${title}`,
    "",
    "| who | on | what | because |",
    "| --- | --- | --- | --- |",
    ...groups.flatMap((changes) => changes.slice(0, 1).map((first) => rowOf(first, changes))),
    "",
  ];
}

function rowOf(first: Change, changes: readonly Change[]): string {
  const what = changes.map(whatChanges).join(", ");
  const texts = [whoText(first.who), onText(first.on), what, reasonText(first)];
  return `| ${texts.map(cell).join(" | ")} |`;
}

/** Why it is now as it is, in a line. */
export function reasonText({ because }: Pick<Change, "because">): string {
  const text = (because?.reasons ?? []).map((reason) => plain(reason.text)).join("; ");
  return text.length > REASON_LENGTH ? `${text.slice(0, REASON_LENGTH - 1)}…` : text;
}

/** A text in a table's cell that means nothing to Markdown or HTML, and calls nobody. */
function cell(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>!|~&$]/g, (character) => `&#${String(character.charCodeAt(0))};`)
    .replace(/[@#](?!\d+;)/g, "$&<!-- -->");
}

function code(text: string): string {
  return `<code>${cell(plain(text))}</code>`;
}

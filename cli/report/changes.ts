/**
 * Changes of access as lines for a terminal, and as the `access` of a JSON summary.
 * @module
 */
import { grouped, isGain, whatChanges, type Change } from "./compare";
import { reasonText } from "./markdown";
import { countOf, onText, plain, whoText } from "./text";

/** What changes about access. */
export interface AccessChanges {
  readonly changes: readonly Change[];
  /** What could not be understood about the planned world, a sentence each. */
  readonly findings: readonly string[];
}

/** How many lines a terminal is given; `--json` has all. */
const SHOWN = 40;

/** The lines of all changes: one for each who and on what, gains first. */
export function changesLines({ changes, findings }: AccessChanges): string[] {
  const lines = grouped(changes).map(lineOf);
  const hidden = lines.length - SHOWN;
  return [
    "Access:",
    ...(lines.length === 0 ? ["    nobody gains or loses any"] : lines.slice(0, SHOWN)),
    ...(hidden > 0 ? [`    ${countOf(hidden, "more line")}: --json has all of them`] : []),
    ...findings.map((finding) => `    warning: ${plain(finding)}`),
  ];
}

function lineOf(changes: readonly Change[]): string {
  const [first] = changes;
  if (first === undefined) return "";
  const [sign, verb] = isGain(first) ? ["+", "gains"] : ["-", "loses"];
  const what = changes.map(whatChanges).join(", ");
  const reason = reasonText(first);
  const because = reason === "" ? "" : `: ${reason}`;
  return `  ${sign} ${whoText(first.who)} ${verb} ${what} on ${onText(first.on)}${because}`;
}

/** The `access` of a JSON summary. */
export function changesJson({ changes, findings }: AccessChanges): object {
  const plainChange = ({ because, ...change }: Change): object => ({
    ...change,
    reasons: because?.reasons ?? [],
  });
  return {
    gains: changes.filter(isGain).map(plainChange),
    losses: changes.filter((change) => !isGain(change)).map(plainChange),
    findings,
  };
}

/**
 * Waivers: findings that somebody has agreed to live with, for a reason and until a day.
 * @module
 */
import type { PropertySchema } from "./config";
import { isRecord } from "./place";
import type { Finding } from "./rule";

/** A finding that is agreed to, for a while. */
export interface Waiver {
  /** The rule's id. */
  readonly rule: string;
  /** The resource's URN, in which `*` stands for any characters; of findings about the whole stack: `*`. */
  readonly urn: string;
  /** Why it is agreed to. */
  readonly reason: string;
  /** The last day on which it is, in UTC: `YYYY-MM-DD`. */
  readonly until: string;
}

/** The schema of a list of waivers. */
export const waiversSchema: PropertySchema = {
  type: "array",
  default: [],
  description:
    "Findings to live with for a while: the rule's id, the resource's URN (`*` stands for any characters), the reason, and the last day (`YYYY-MM-DD`).",
  items: {
    type: "object",
    required: ["rule", "urn", "reason", "until"],
    additionalProperties: false,
    properties: {
      rule: { type: "string", minLength: 1 },
      urn: { type: "string", minLength: 1 },
      reason: { type: "string", minLength: 1, pattern: "\\S" },
      until: { type: "string", pattern: String.raw`^\d{4}-\d{2}-\d{2}$` },
    },
  },
};

/** The waivers among what a configuration gives; what is no waiver is left out. */
export function waiversIn(value: unknown): Waiver[] {
  return Array.isArray(value) ? value.filter(isWaiver) : [];
}

/** The waiver in force for a finding. */
export function waiverFor(
  { rule, urn }: { rule: string; urn: string | undefined },
  waivers: readonly Waiver[],
  now: Date,
): Waiver | undefined {
  return waivers.find(
    (waiver) => waiver.rule === rule && fits(waiver.urn, urn ?? "") && !isOver(waiver, now),
  );
}

/** What is wrong with waivers: those that are over, whose day is none, and that name no rule. */
export function findingsOfWaivers(
  waivers: readonly Waiver[],
  { rules, now }: { rules: readonly string[]; now: Date },
): Finding[] {
  return waivers.flatMap((waiver) => {
    const { rule, urn, reason, until } = waiver;
    const which = `the waiver of ${rule} for ${urn} ("${reason}")`;
    if (!rules.includes(rule)) return [{ message: `${which} names a rule that there is not` }];
    if (endOf(waiver) === undefined) return [{ message: `${which}: "${until}" is no day` }];
    return isOver(waiver, now) ? [{ message: `${which} was good until ${until}` }] : [];
  });
}

function isWaiver(value: unknown): value is Waiver {
  if (!isRecord(value)) return false;
  return ["rule", "urn", "reason", "until"].every((name) => {
    const text = value[name];
    return typeof text === "string" && text.trim() !== "";
  });
}

/** The moment at which a waiver's last day is over. */
function endOf({ until }: Waiver): number | undefined {
  const start = Date.parse(`${until}T00:00:00Z`);
  if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(until)) return undefined;
  return start + 24 * 3600 * 1000;
}

/** A waiver without an end has none to come: it never holds. */
const isOver = (waiver: Waiver, now: Date): boolean => (endOf(waiver) ?? 0) <= now.getTime();

function fits(pattern: string, urn: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === urn;
  const last = rest.pop() ?? "";
  if (!urn.startsWith(first) || urn.length < first.length + last.length) return false;
  const middle = urn.slice(first.length, urn.length - last.length);
  let position = 0;
  for (const part of rest) {
    const found = middle.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return urn.endsWith(last);
}

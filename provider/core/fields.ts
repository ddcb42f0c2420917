/**
 * The rules of a resource's properties, as a table: what a value must look like, and when two values mean the same.
 * Checks, comparisons and the tests' generators are all derived from it, so they cannot drift apart.
 * @module
 */
import { nearest } from "./nearest";
import { redact } from "./redact";
import { MASK } from "./secret-mask";
import type { Properties } from "./sanitize";
import { readable } from "./unknown";

/** Receives one thing that is wrong: the property's path, such as `rules[0].projectIds`, and why. */
export type Report = (property: string, reason: string) => void;

/** What a value must look like. */
export interface Rule {
  /** The limits as data, for generators and documentation. */
  readonly shape: Shape;
  /** Reports what is wrong with a given value; unknown parts are passed over. */
  readonly check: (value: unknown, path: string, report: Report) => void;
  /** A form in which two values that mean the same are equal as JSON. */
  readonly canonical: (value: unknown) => unknown;
}

/** The limits of a rule. Lengths count characters. */
export type Shape =
  | { readonly type: "text"; readonly limits: TextLimits }
  | { readonly type: "uuid" }
  | { readonly type: "instant" }
  | { readonly type: "boolean" }
  | { readonly type: "number"; readonly minimum: number; readonly maximum: number }
  | { readonly type: "oneOf"; readonly values: readonly string[] }
  | { readonly type: "either"; readonly of: readonly Rule[] }
  | { readonly type: "set"; readonly of: Rule; readonly maximum: number }
  | {
      readonly type: "list";
      readonly of: Rule;
      readonly minimum: number;
      readonly maximum: number;
    }
  | { readonly type: "map"; readonly names: Rule; readonly values: Rule }
  | { readonly type: "record"; readonly members: Readonly<Record<string, Member>> };

/** Limits of a text. */
export interface TextLimits {
  readonly minimum: number;
  readonly maximum: number;
  readonly pattern?: RegExp;
  /** What the pattern allows, in words: "letters, digits and . - _". */
  readonly alphabet?: string;
  /** Why a value that fits the pattern is refused all the same. */
  readonly refuse?: (value: string) => string | undefined;
}

/** A member of a record. */
export interface Member {
  readonly rule: Rule;
  readonly required?: boolean;
  /** True for what no program writes: it is checked, and never suggested. */
  readonly internal?: boolean;
}

const LONGEST_QUOTE = 100;

let isConcealing = false;

/** Runs checks of values of which no message may tell anything: what they quote is masked. */
export function concealing<T>(work: () => T): T {
  const before = isConcealing;
  isConcealing = true;
  try {
    return work();
  } finally {
    isConcealing = before;
  }
}

const plainly = (work: () => void): void => work();

/** A value as it stands in a message: JSON, cut where it is long, free of registered secrets; unknown parts are named. */
export function quote(value: unknown): string {
  if (isConcealing) return MASK;
  const text = redact(readable(JSON.stringify(value ?? null)));
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;
}

/** How members are checked. */
export interface CheckOptions {
  /** Where the members are, such as `rules[0].`. */
  readonly path: string;
  readonly report: Report;
  /** Members of whose values no message may tell anything. */
  readonly secret?: ReadonlySet<string>;
}

/** Checks each member by its own rule, and that there are no others. */
export function checkMembers(
  value: Properties,
  members: Readonly<Record<string, Member>>,
  { path, report, secret }: CheckOptions,
): void {
  const writable = Object.keys(members).filter((name) => !members[name]?.internal);
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(members, name)) continue;
    const guess = nearest(name, writable);
    const hint = guess === undefined ? "" : `; did you mean "${guess}"?`;
    const known = writable.join(", ");
    report(`${path}${name}`, `there is no such property${hint} (known are ${known})`);
  }
  for (const [name, { rule, required }] of Object.entries(members)) {
    const member = value[name];
    const check = (): void => rule.check(member, `${path}${name}`, report);
    if (member !== undefined && member !== null) (secret?.has(name) ? concealing : plainly)(check);
    else if (required) report(`${path}${name}`, "it is missing, and there is no default");
  }
}

/** True where two values mean the same under a rule. */
export function means(rule: Rule, left: unknown, right: unknown): boolean {
  return JSON.stringify(rule.canonical(left)) === JSON.stringify(rule.canonical(right));
}

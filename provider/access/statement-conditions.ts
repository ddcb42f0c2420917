/**
 * Conditions of bucket policies: whether they hold for a call, as far as the call is known.
 * @module
 */
import { isInRange, isRange } from "./addresses";
import type { Fact, Facts } from "./circumstances";
import { allOf, anyOf, opposite, truthOf, type Truth } from "./proof";
import { fitsPattern } from "./wildcard";
import { UNKNOWN, type Statement } from "./world";

type Conditions = NonNullable<Statement["conditions"]>;

/** One comparison; the negative ones hold where no value matches. */
interface Operator {
  readonly keys: readonly string[];
  readonly isValue: (value: string) => boolean;
  readonly matches: (fact: string, value: string) => boolean;
  readonly isNegative?: boolean;
}

const TEXTS = ["aws:referer", "s3:prefix", "s3:if-match", "s3:if-none-match"];
const TIMES = ["aws:currenttime", "aws:epochtime"];
const TRUTHS = ["aws:securetransport", "s3:objectcreationoperation"];
const ALL = ["aws:sourceip", ...TEXTS, ...TIMES, ...TRUTHS];

const equal = (fact: string, value: string): boolean => fact === value;
const equalIgnoringCase = (fact: string, value: string): boolean =>
  fact.toLowerCase() === value.toLowerCase();
const isLike = (fact: string, pattern: string): boolean =>
  fitsPattern(fact, pattern, { hasSingle: true });
const isTruth = (value: string): boolean => /^(true|false)$/i.test(value);
const isMoment = (value: string): boolean => !Number.isNaN(momentOf(value));
const always = (): boolean => true;

function text(matches: Operator["matches"], isNegative = false): Operator {
  return { keys: TEXTS, isValue: always, matches, isNegative };
}

function time(compare: (fact: number, value: number) => boolean): Operator {
  const matches = (fact: string, value: string): boolean =>
    compare(momentOf(fact), momentOf(value));
  return { keys: TIMES, isValue: isMoment, matches };
}

const ADDRESS: Operator = { keys: ["aws:sourceip"], isValue: isRange, matches: isInRange };

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["IpAddress", ADDRESS],
  ["NotIpAddress", { ...ADDRESS, isNegative: true }],
  ["StringEquals", text(equal)],
  ["StringNotEquals", text(equal, true)],
  ["StringEqualsIgnoreCase", text(equalIgnoringCase)],
  ["StringNotEqualsIgnoreCase", text(equalIgnoringCase, true)],
  ["StringLike", text(isLike)],
  ["StringNotLike", text(isLike, true)],
  ["DateGreaterThan", time((fact, value) => fact > value)],
  ["DateGreaterThanEquals", time((fact, value) => fact >= value)],
  ["DateLessThan", time((fact, value) => fact < value)],
  ["DateLessThanEquals", time((fact, value) => fact <= value)],
  ["Bool", { keys: TRUTHS, isValue: isTruth, matches: equalIgnoringCase }],
  ["Null", { keys: ALL, isValue: isTruth, matches: equalIgnoringCase }],
]);

/** What the grammar does not allow in one condition, as a sentence; undefined where it is good. */
export function conditionFault(
  name: string,
  key: string,
  values: readonly string[],
): string | undefined {
  const operator = OPERATORS.get(name);
  if (!operator) return `there is no operator ${name}`;
  if (!operator.keys.includes(key.toLowerCase())) return `${name} cannot be asked of ${key}`;
  if (values.length === 0) return `${name} has no value for ${key}`;
  const bad = values.find((value) => value !== UNKNOWN && !operator.isValue(value));
  return bad === undefined ? undefined : `"${bad}" is no value for ${name} of ${key}`;
}

/** True where every operator holds for every one of its keys; of the values of a key, one is enough. */
export function conditionsHold(conditions: Conditions, facts: Facts): Truth {
  const truths: Truth[] = [];
  for (const [name, byKey] of Object.entries(conditions)) {
    for (const [key, values] of Object.entries(byKey)) truths.push(holds(name, key, values, facts));
  }
  return allOf(truths);
}

/** The parts of the conditions that are open, in words. */
export function openConditions(conditions: Conditions, facts: Facts): string[] {
  return Object.entries(conditions).flatMap(([name, byKey]) =>
    Object.entries(byKey)
      .filter(([key, values]) => holds(name, key, values, facts) === "open")
      .map(([key, values]) => inWords(name, key, values)),
  );
}

function holds(name: string, key: string, values: readonly string[], facts: Facts): Truth {
  const operator = OPERATORS.get(name);
  if (!operator) return "no";
  const lowered = key.toLowerCase();
  const isPossible = Object.hasOwn(facts, lowered);
  const fact: Fact = isPossible ? facts[lowered] : null;
  if (name === "Null") return isNull(fact, lowered, values);
  if (fact === null) return truthOf(operator.isNegative === true);
  const isAnyMatch = anyOf(values.map((value) => matches(operator, fact, value)));
  return operator.isNegative ? opposite(isAnyMatch) : isAnyMatch;
}

function matches(operator: Operator, fact: string | undefined, value: string): Truth {
  if (fact === undefined || value === UNKNOWN) return "open";
  return truthOf(operator.isValue(value) && operator.matches(fact, value));
}

/** Every call has an address, a time and a transport; headers may be missing. */
function isNull(fact: Fact, key: string, values: readonly string[]): Truth {
  const isAlwaysThere = !["aws:referer", "s3:if-match", "s3:if-none-match"].includes(key);
  if (fact === undefined && !isAlwaysThere) return "open";
  const isAbsent = String(fact === null);
  return anyOf(
    values.map((value) =>
      value === UNKNOWN ? "open" : truthOf(equalIgnoringCase(value, isAbsent)),
    ),
  );
}

/** Milliseconds since 1970 of an ISO 8601 text, or of seconds since then. */
function momentOf(value: string): number {
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}

const WORDS: Readonly<Record<string, string>> = {
  "aws:sourceip": "ip",
  "aws:referer": "referer",
  "aws:currenttime": "time",
  "aws:epochtime": "time",
  "aws:securetransport": "TLS",
  "s3:prefix": "prefix",
};

function inWords(name: string, key: string, values: readonly string[]): string {
  const list = values.map((value) => (value === UNKNOWN ? "what is not known yet" : value));
  if (name === "IpAddress") return `only from ip ${list.join(" or ")}`;
  if (name === "NotIpAddress") return `not from ip ${list.join(" or ")}`;
  if (name === "Bool" && key.toLowerCase() === "aws:securetransport") {
    return values.includes("true") ? "only over TLS" : "only without TLS";
  }
  const fact = WORDS[key.toLowerCase()] ?? key;
  if (name.startsWith("Date")) {
    const words = name.includes("Greater") ? "only after" : "only before";
    return `${words} ${list.join(" or ")}`;
  }
  if (name === "Null") return `depends on whether there is a ${fact}`;
  const isNegative = name.startsWith("StringNot");
  return `only with a ${fact} that is ${isNegative ? "not " : ""}${list.join(" or ")}`;
}

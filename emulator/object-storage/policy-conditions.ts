/**
 * Conditions of bucket policies: what they may ask, and whether they hold for a request.
 * @module
 */
import { bucketPolicyGrammar } from "pulumi-storage-access-catalog";
import { BlockList, isIP } from "node:net";
import { malformedPolicy, type PolicyConditions } from "./policy-grammar";

/** What conditions can ask about a request, by key in lowercase; what the request does not have is absent. */
export type ConditionFacts = Readonly<Record<string, string | undefined>>;

/** One comparison. */
interface Operator {
  /** Keys that it can be used with; absent: all texts. */
  readonly keys: readonly string[];
  readonly isValue: (value: string) => boolean;
  readonly matches: (fact: string, value: string) => boolean;
  /** No value may match, and an absent fact will do. */
  readonly isNegative?: boolean;
}

const TIMES = ["aws:currenttime", "aws:epochtime"];
const TEXTS = ["aws:referer", "s3:prefix", "s3:if-match", "s3:if-none-match"];
const ADDRESS = { keys: ["aws:sourceip"], isValue: isAddress, matches: isInRange };
const lowercased =
  (compare: Operator["matches"]): Operator["matches"] =>
  (fact, value) =>
    compare(fact.toLowerCase(), value.toLowerCase());
const isSame = (fact: string, value: string): boolean => fact === value;

function ofText(matches: Operator["matches"], isNegative = false): Operator {
  return { keys: TEXTS, isValue: () => true, matches, isNegative };
}

function ofTime(compare: (fact: number, value: number) => boolean): Operator {
  return {
    keys: TIMES,
    isValue: (value) => !Number.isNaN(momentOf(value)),
    matches: (fact, value) => compare(momentOf(fact), momentOf(value)),
  };
}

const TRUTH = {
  isValue: (value: string) => /^(true|false)$/i.test(value),
  matches: lowercased(isSame),
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  IpAddress: ADDRESS,
  NotIpAddress: { ...ADDRESS, isNegative: true },
  StringEquals: ofText(isSame),
  StringNotEquals: ofText(isSame, true),
  StringEqualsIgnoreCase: ofText(lowercased(isSame)),
  StringNotEqualsIgnoreCase: ofText(lowercased(isSame), true),
  StringLike: ofText(isLike),
  StringNotLike: ofText(isLike, true),
  DateGreaterThan: ofTime((fact, value) => fact > value),
  DateGreaterThanEquals: ofTime((fact, value) => fact >= value),
  DateLessThan: ofTime((fact, value) => fact < value),
  DateLessThanEquals: ofTime((fact, value) => fact <= value),
  Bool: { ...TRUTH, keys: ["aws:securetransport", "s3:objectcreationoperation"] },
  Null: { ...TRUTH, keys: bucketPolicyGrammar.conditionKeys.map((key) => key.toLowerCase()) },
};

/** @throws S3Error MalformedPolicy for an operator, a key or a value that there is not, or a pair that means nothing */
export function verifyCondition(value: unknown): void {
  for (const [name, byKey] of entriesOf(value)) {
    const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (!operator) throw malformedPolicy("condition");
    for (const [key, values] of entriesOf(byKey)) {
      const texts: unknown[] = Array.isArray(values) ? values : [values];
      const isKnown = operator.keys.includes(key.toLowerCase()) && texts.length > 0;
      if (!isKnown || !texts.every((text) => isScalar(text) && operator.isValue(String(text)))) {
        throw malformedPolicy("condition");
      }
    }
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw malformedPolicy("condition");
  }
  return Object.entries(value);
}

/** Numbers and truth values stand for their texts. */
const isScalar = (value: unknown): boolean =>
  ["string", "number", "boolean"].includes(typeof value);

/** True where every operator holds for every one of its keys; of the values of a key, one is enough. */
export function conditionsHold(
  conditions: PolicyConditions | undefined,
  facts: ConditionFacts,
): boolean {
  return Object.entries(conditions ?? {}).every(([name, byKey]) =>
    Object.entries(byKey).every(([key, values]) =>
      holds(name, facts[key.toLowerCase()], textsOf(values)),
    ),
  );
}

function holds(name: string, fact: string | undefined, values: readonly string[]): boolean {
  const operator = OPERATORS[name];
  if (!operator) return false;
  if (name === "Null")
    return values.some((value) => operator.matches(String(fact === undefined), value));
  const { matches, isNegative = false } = operator;
  if (fact === undefined) return isNegative;
  const isAnyMatch = values.some((value) => matches(fact, value));
  return isNegative ? !isAnyMatch : isAnyMatch;
}

const textsOf = (values: unknown): readonly string[] =>
  (Array.isArray(values) ? values : [values]).map(String);

/** An address, or a range in CIDR notation. */
function isAddress(value: string): boolean {
  const [address = "", bits, ...rest] = value.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

function isInRange(fact: string, value: string): boolean {
  const [address = "", bits] = value.split("/");
  const family = isIP(address) === 4 ? "ipv4" : "ipv6";
  const plain = fact.replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIP(plain) === 0) return false;
  const range = new BlockList();
  range.addSubnet(address, Number(bits ?? (family === "ipv4" ? 32 : 128)), family);
  return range.check(plain, isIP(plain) === 4 ? "ipv4" : "ipv6");
}

/** `*` stands for any text, `?` for one character. */
function isLike(fact: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su").test(fact);
}

/** Milliseconds since 1970 of an ISO 8601 text, or of seconds since then. */
function momentOf(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

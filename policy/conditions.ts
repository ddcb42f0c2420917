/**
 * Conditions of IAM rules, as far as their text tells what is wrong with them.
 * @module
 */
import { rulesOf } from "./grants";
import type { Declared } from "./declared";
import type { Place } from "./place";

/** A rule that has a condition. */
export interface ConditionalRule {
  readonly rule: Place;
  readonly condition: Place;
}

/** The rules of a policy that have a condition, be it known yet or not. */
export function* conditionalRules(policy: Declared): Iterable<ConditionalRule> {
  for (const rule of rulesOf(policy)) {
    const condition = rule.at("condition");
    if (condition.isGiven) yield { rule, condition };
  }
}

/** Texts in quotes, which a look at names must pass over. */
const LITERAL = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

/** True where a condition names an attribute of what is asked for. */
export const namesResource = (condition: string): boolean =>
  /\bresource\s*\./.test(condition.replace(LITERAL, '""'));

/** True where a condition allows for calls that are about no single thing, such as lists. */
export const allowsForLists = (condition: string): boolean =>
  /!\s*has\s*\(\s*resource\s*\./.test(condition.replace(LITERAL, '""'));

/** The texts that a condition compares `request.ip` with, or looks for it among. */
export function addressesIn(condition: string): string[] {
  if (!/\brequest\s*\.\s*ip\b/.test(condition)) return [];
  return [...condition.matchAll(LITERAL)].map(([text]) => text.slice(1, -1));
}

/** True for an address that no call comes from: only public ones are seen. */
export function isPrivateAddress(text: string): boolean {
  const [address = ""] = text.split("/");
  const octets = address
    .split(".")
    .filter((part) => part !== "")
    .map(Number);
  const [first, second = -1] = octets;
  if (first !== undefined && octets.every((octet) => Number.isInteger(octet))) {
    if ([10, 127].includes(first)) return true;
    if (first === 192 && second === 168) return true;
    if (first === 169 && second === 254) return true;
    return first === 172 && second >= 16 && second <= 31;
  }
  return /^(::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i.test(address);
}

/** What must be equal to two texts at once for the condition to hold: undefined where nothing must. */
export function impossibleIn(condition: string): string | undefined {
  const alternatives = split(condition, "||");
  // One alternative that can hold is enough for the whole.
  const contradictions = alternatives.map(contradictionIn);
  return contradictions.every((each) => each !== undefined) ? contradictions[0] : undefined;
}

function contradictionIn(conjunction: string): string | undefined {
  const wanted = new Map<string, string>();
  for (const term of termsOf(conjunction)) {
    const nested = split(term, "||").length > 1 ? impossibleIn(term) : undefined;
    if (nested !== undefined) return nested;
    const { attribute, value } = equalityOf(term) ?? {};
    if (attribute === undefined || value === undefined) continue;
    const other = wanted.get(attribute);
    if (other !== undefined && other !== value) {
      return `${attribute} cannot be ${JSON.stringify(other)} and ${JSON.stringify(value)} at once`;
    }
    wanted.set(attribute, value);
  }
  return undefined;
}

/** What must all hold, without brackets around single terms and around several. */
function termsOf(conjunction: string): string[] {
  const parts = split(conjunction, "&&");
  if (parts.length > 1) return parts.flatMap(termsOf);
  const inner = unwrapped(conjunction);
  return inner === conjunction.trim() ? [inner] : termsOf(inner);
}

function equalityOf(term: string): { attribute: string; value: string } | undefined {
  const [left = "", right = "", ...rest] = split(term, "==");
  if (rest.length > 0) return undefined;
  const [name, literal] = isText(right.trim()) ? [left, right] : [right, left];
  const attribute = name.trim();
  if (!isText(literal.trim()) || !/^(request|resource)\.[\w.]+$/.test(attribute)) return undefined;
  return { attribute, value: literal.trim().slice(1, -1) };
}

const isText = (term: string): boolean => new RegExp(`^(?:${LITERAL.source})$`).test(term);

/** Without the brackets around the whole. */
function unwrapped(term: string): string {
  const text = term.trim();
  if (!text.startsWith("(") || !text.endsWith(")")) return text;
  const inner = text.slice(1, -1);
  return isBalanced(inner) ? unwrapped(inner) : text;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text.replace(LITERAL, '""')) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** The parts between operators that stand in no brackets and in no text. */
function split(text: string, operator: string): string[] {
  // Texts keep their length, so that places stay where they are.
  const bare = text.replace(LITERAL, (literal) => "_".repeat(literal.length));
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < bare.length; at += 1) {
    if ("([{".includes(bare.charAt(at))) depth += 1;
    if (")]}".includes(bare.charAt(at))) depth -= 1;
    if (depth !== 0 || !bare.startsWith(operator, at)) continue;
    parts.push(text.slice(start, at));
    start = at + operator.length;
    at = start - 1;
  }
  return [...parts, text.slice(start)];
}

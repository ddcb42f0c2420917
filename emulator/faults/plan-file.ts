/**
 * Plans of faults as people write them: read from JSON, and refused with the place and what is allowed there.
 * @module
 */
import { LONGEST_LAG_SECONDS } from "../history";
import { FAULT_NAMES } from "./fault";
import type { FaultPlan, FaultRule } from "./plan";

/** Members of an object: what each must be, in words and as a test. */
type Shape = Readonly<
  Record<string, readonly [isGood: (value: unknown) => boolean, words: string]>
>;

const SERVICES: readonly unknown[] = ["iam", "account", "s3"];

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isPositive = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;
const isWithin =
  (lowest: number, highest: number) =>
  (value: unknown): boolean =>
    typeof value === "number" && value >= lowest && value <= highest;
const isPositiveOrMany = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 && value.every(isPositive) : isPositive(value);

const PLAN: Shape = {
  seed: [(value) => typeof value === "string", "a text"],
  rules: [Array.isArray, "a list of rules"],
};
const RULE: Shape = {
  operation: [isText, 'the name of an operation, "*" for any part of it'],
  service: [(value) => SERVICES.includes(value), "iam, account or s3"],
  nth: [isPositiveOrMany, "a whole number from 1, or a list of them"],
  probability: [isWithin(0, 1), "a number from 0 to 1"],
  times: [isPositive, "a whole number from 1"],
  fault: [() => true, ""],
};
const AGE = [
  isWithin(0, LONGEST_LAG_SECONDS),
  `a number from 0 to ${LONGEST_LAG_SECONDS}`,
] as const;
const isFlag = (value: unknown): boolean => typeof value === "boolean";
/** Faults with a kind and numbers. */
const KINDS: Readonly<Record<string, Shape>> = {
  "rate-limited": { kind: [isText, ""], retryAfterSeconds: [isPositive, "a whole number from 1"] },
  slow: {
    kind: [isText, ""],
    milliseconds: [isWithin(0, 86_400_000), "a number from 0 to 86400000"],
  },
  stale: {
    kind: [isText, ""],
    seconds: AGE,
    upToSeconds: AGE,
    monotonic: [isFlag, "true or false"],
  },
};
const ANSWER: Shape = {
  status: [isWithin(200, 599), "a status from 200 to 599"],
  body: [() => true, ""],
  headers: [isHeaders, "an object of texts"],
};

/**
 * Reads a plan.
 * @throws Error naming the place that is wrong and what is allowed there
 */
export function readFaultPlan(text: string): FaultPlan {
  let plan: unknown;
  try {
    plan = JSON.parse(text);
  } catch (error) {
    throw new Error(`The plan of faults is no JSON: ${(error as Error).message}`, { cause: error });
  }
  checkFaultPlan(plan);
  return plan as FaultPlan;
}

/** @throws Error naming the place that is wrong and what is allowed there */
export function checkFaultPlan(plan: unknown): void {
  check("the plan", plan, PLAN, ["rules"]);
  for (const [index, rule] of ((plan as FaultPlan).rules as unknown[]).entries()) {
    const place = `rules[${index}]`;
    check(place, rule, RULE, ["fault"]);
    const { nth, probability, fault } = rule as FaultRule;
    if (nth !== undefined && probability !== undefined) {
      throw refusal(place, "has nth and probability; give one of them");
    }
    checkFault(`${place}.fault`, fault);
  }
}

function checkFault(place: string, fault: unknown): void {
  if ((FAULT_NAMES as readonly unknown[]).includes(fault)) return;
  if (!isObject(fault)) {
    const names = FAULT_NAMES.join(", ");
    throw refusal(place, `is one of ${names}, or an object with kind or status`);
  }
  if (Object.hasOwn(fault, "status")) {
    check(place, fault, ANSWER, []);
    return;
  }
  const kind = String(fault["kind"]);
  const shape = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!shape) throw refusal(`${place}.kind`, `is one of ${Object.keys(KINDS).join(", ")}`);
  if (kind !== "stale") {
    check(place, fault, shape, Object.keys(shape));
    return;
  }
  check(place, fault, shape, []);
  const isExact = Object.hasOwn(fault, "seconds");
  if (isExact === Object.hasOwn(fault, "upToSeconds")) {
    throw refusal(place, 'needs one of "seconds" and "upToSeconds"');
  }
}

function check(place: string, value: unknown, shape: Shape, needed: readonly string[]): void {
  const known = Object.keys(shape).join(", ");
  if (!isObject(value)) throw refusal(place, `is an object with ${known}`);
  for (const [name, member] of Object.entries(value)) {
    const [isGood, words] = Object.hasOwn(shape, name) ? (shape[name] ?? []) : [];
    if (!isGood) throw refusal(place, `has no "${name}"; it may have ${known}`);
    if (!isGood(member)) {
      throw refusal(`${place}.${name}`, `is ${words ?? ""}, not ${JSON.stringify(member)}`);
    }
  }
  const missing = needed.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw refusal(place, `needs "${missing}"`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isHeaders(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((text) => typeof text === "string");
}

function refusal(place: string, what: string): Error {
  return new Error(`The plan of faults: ${place} ${what}.`);
}

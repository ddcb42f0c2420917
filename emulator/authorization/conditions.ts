/**
 * Conditions of rules: CEL over the request and, for IAM objects, the resource.
 * @module
 */
import {
  celEnv,
  celFunc,
  CelScalar,
  isCelError,
  objectType,
  parse,
  plan,
  type CelFunc,
  type CelInput,
} from "@bufbuild/cel";
import type { Switches } from "../switches";
import { wallClock } from "./wall-clock";

/** What a condition can ask about the request. */
export interface RequestFacts {
  /** The caller's address, as text. */
  readonly ip: string;
  readonly userAgent: string;
  readonly time: Date;
  /** The request's number in the log; it decides what is already known of recent changes. */
  readonly number?: number | undefined;
}

/** `name`, `id` and `locality` of the IAM object that is asked for; empty for a list, which asks for none. */
export type ResourceFacts = Readonly<Partial<Record<"name" | "id" | "locality", string>>>;

/** What a condition is evaluated against. */
export interface ConditionFacts {
  readonly request: RequestFacts;
  /** Absent where the product does not support conditions on resources: Object Storage, Projects. */
  readonly resource?: ResourceFacts | undefined;
}

interface Compiled {
  readonly evaluate: (bindings: Record<string, CelInput>) => unknown;
  readonly mentionsResource: boolean;
}

/** The service cuts the agent's name there. */
const USER_AGENT_LIMIT = 255;
const CACHE_LIMIT = 10_000;
const TIMESTAMP = objectType("google.protobuf.Timestamp");
const plainEnvironment = celEnv({ funcs: wallClock() });
const readTimestamp = plan(plainEnvironment, parse("timestamp(text)")) as Compiled["evaluate"];
const coercingEnvironment = celEnv({ funcs: [...wallClock(), ...timestampComparisons()] });
/** Each text is compiled once. */
const compiledTexts = new Map<string, Compiled>();

/** What is wrong with the text, or undefined: like the service, only the syntax is looked at. */
export function conditionSyntaxError(text: string): string | undefined {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Evaluates conditions. */
export class Conditions {
  constructor(private readonly switches: () => Switches) {}

  /** True when the rule applies. An error, or a result that is neither true nor false, means that it does not. */
  holds(text: string, facts: ConditionFacts): boolean {
    if (text === "") return true;
    const condition = this.compile(text);
    if (condition.mentionsResource && !facts.resource) {
      return this.switches().resourceConditionOnStorage === "conditionIgnored";
    }
    const { ip, userAgent, time } = facts.request;
    const request = new Map<string, CelInput>([
      ["ip", ip],
      ["user_agent", userAgent.slice(0, USER_AGENT_LIMIT)],
      ["time", readTimestamp({ text: time.toISOString() }) as CelInput],
    ]);
    const resource = new Map<string, CelInput>(Object.entries(facts.resource ?? {}));
    return condition.evaluate({ request, resource }) === true;
  }

  private compile(text: string): Compiled {
    const coerced = this.switches().celTimestampEqualsString === "coerced";
    const cacheKey = `${coerced ? "coerced" : "standard"}\n${text}`;
    const known = compiledTexts.get(cacheKey);
    if (known) return known;
    const expression = parse(text);
    const environment = coerced ? coercingEnvironment : plainEnvironment;
    const compiled = {
      evaluate: plan(environment, expression) as Compiled["evaluate"],
      mentionsResource: mentionsVariable(expression, "resource"),
    };
    if (compiledTexts.size >= CACHE_LIMIT) compiledTexts.clear();
    compiledTexts.set(cacheKey, compiled);
    return compiled;
  }
}

/** True when the syntax tree has that variable anywhere. */
function mentionsVariable(node: unknown, name: string): boolean {
  if (typeof node !== "object" || node === null) return false;
  const { case: kind, value } = node as { case?: unknown; value?: { name?: unknown } };
  if (kind === "identExpr" && value?.name === name) return true;
  return Object.values(node).some((child) => mentionsVariable(child, name));
}

/** A moment before or after a text, or the other way round: CEL forbids it, one of the vendor's pages does it. Equality stays CEL's. */
function timestampComparisons(): CelFunc[] {
  return ["<", "<=", ">", ">="].flatMap((operator) => [
    timestampComparison(operator, `moment ${operator} timestamp(text)`, "moment"),
    timestampComparison(operator, `timestamp(text) ${operator} moment`, "text"),
  ]);
}

function timestampComparison(operator: string, meaning: string, first: "moment" | "text"): CelFunc {
  const compare = plan(plainEnvironment, parse(meaning)) as Compiled["evaluate"];
  const hold = (moment: CelInput, text: CelInput): boolean => {
    const result = compare({ moment, text });
    if (isCelError(result)) throw new Error(result.message);
    return result === true;
  };
  return first === "moment"
    ? celFunc(`_${operator}_`, [TIMESTAMP, CelScalar.STRING], CelScalar.BOOL, hold)
    : celFunc(`_${operator}_`, [CelScalar.STRING, TIMESTAMP], CelScalar.BOOL, (text, moment) =>
        hold(moment, text),
      );
}

/**
 * Whether the conditions of IAM rules hold, as far as the call is known.
 * @module
 */
import type { Circumstances } from "./decision";
import { Expression, type Bindings } from "./expression";
import type { Truth } from "./proof";
import type { AccessSwitches } from "./switches";
import { UNKNOWN } from "./world";

/** What a condition can ask about an IAM object; undefined stands for a value that is not known. Empty for a list. */
export type ResourceFacts = Readonly<Record<string, string | undefined>>;

/** Whether a condition holds, and on what that depends where it is open. */
export interface Holding {
  readonly truth: Truth;
  readonly because: readonly string[];
}

/** The service cuts the agent's name there. */
const USER_AGENT_LIMIT = 255;
const CACHE_LIMIT = 10_000;
const YES: Holding = { truth: "yes", because: [] };
const NO: Holding = { truth: "no", because: [] };

const expressions = new Map<string, Expression | undefined>();

/** What is wrong with the text of a condition, or undefined. */
export function conditionError(text: string): string | undefined {
  try {
    new Expression(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split("\n")[0] : String(error);
  }
}

/** Judges conditions. What calls have in common is judged once. */
export class Conditions {
  private readonly known = new WeakMap<Circumstances, Map<string, Holding>>();

  constructor(private readonly switches: AccessSwitches) {}

  /**
   * Whether the condition holds. An error, or a result that is neither true nor false, means that it does not.
   * @param resource - absent where the product does not support conditions on resources
   */
  holds(text: string, given: Circumstances, resource?: ResourceFacts): Holding {
    if (text === UNKNOWN) return { truth: "open", because: ["a condition that is not known yet"] };
    if (resource && Object.keys(resource).length > 0) return this.judge(text, given, resource);
    const kept = `${resource ? "list" : "none"}\n${text}`;
    const known = this.known.get(given) ?? new Map<string, Holding>();
    this.known.set(given, known);
    const before = known.get(kept);
    if (before) return before;
    const holding = this.judge(text, given, resource);
    known.set(kept, holding);
    return holding;
  }

  private judge(text: string, given: Circumstances, resource?: ResourceFacts): Holding {
    const expression = expressionOf(text);
    if (!expression) return NO;
    if (!resource && expression.mentionsResource) {
      return this.switches.resourceConditionOnStorage === "conditionIgnored" ? YES : NO;
    }
    const outcome = expression.evaluate(this.bindings(given, resource ?? {}));
    if (outcome.kind === "open") {
      return {
        truth: "open",
        because: [...new Set(outcome.because)].map((part) => `only if ${part}`),
      };
    }
    return outcome.kind === "value" && outcome.value === true ? YES : NO;
  }

  private bindings({ ip, time, userAgent }: Circumstances, resource: ResourceFacts): Bindings {
    const unknown = new Set<string>();
    const fact = <Value>(name: string, value: Value | undefined, standIn: Value): Value => {
      if (value === undefined || value === UNKNOWN) unknown.add(name);
      return value ?? standIn;
    };
    return {
      request: {
        ip: fact("request.ip", ip, ""),
        time: fact("request.time", time, new Date(0)),
        user_agent: fact("request.user_agent", userAgent, "").slice(0, USER_AGENT_LIMIT),
      },
      resource: Object.fromEntries(
        Object.entries(resource).map(([name, value]) => [
          name,
          fact(`resource.${name}`, value, ""),
        ]),
      ),
      unknown,
      coercesTimes: this.switches.celTimestampEqualsString === "coerced",
    };
  }
}

/** Undefined for a text that is no CEL. */
function expressionOf(text: string): Expression | undefined {
  if (expressions.has(text)) return expressions.get(text);
  if (expressions.size >= CACHE_LIMIT) expressions.clear();
  let expression: Expression | undefined;
  try {
    expression = new Expression(text);
  } catch {
    expression = undefined;
  }
  expressions.set(text, expression);
  return expression;
}

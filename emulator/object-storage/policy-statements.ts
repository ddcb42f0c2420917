/**
 * Whether the statements of a bucket policy fit a request.
 * @module
 */
import type { Caller } from "./call";
import { actionCovers, type NeededAction } from "./policy-actions";
import { conditionsHold, type ConditionFacts } from "./policy-conditions";
import { listOf, type PolicyDocument, type PolicyStatement } from "./policy-grammar";
import { fitOf, type PrincipalFit } from "./policy-principals";

/** A request, as statements see it. */
export interface PolicyQuestion {
  /** Absent: nobody in particular. */
  readonly caller: Caller | undefined;
  readonly needed: NeededAction;
  /** The bucket's name, or with an object's key after a slash. */
  readonly resource: string;
  readonly facts: ConditionFacts;
}

/** What the statements that fit say. */
export interface Verdict {
  readonly denies: boolean;
  /** To whom it is allowed. */
  readonly allows: PrincipalFit;
}

/** Reads all statements: their order means nothing. */
export function verdictOf(policy: PolicyDocument, question: PolicyQuestion): Verdict {
  const fitting = policy.Statement.filter((statement) => fits(statement, question)).map(
    (statement) => ({ effect: statement.Effect, fit: fitOf(statement.Principal, question.caller) }),
  );
  const allowed = fitting.filter(({ effect }) => effect === "Allow").map(({ fit }) => fit);
  return {
    denies: fitting.some(({ effect, fit }) => effect === "Deny" && isAnyone(fit)),
    allows: {
      isEveryone: allowed.some(({ isEveryone }) => isEveryone),
      isNamed: allowed.some(({ isNamed }) => isNamed),
      isProjectNamed: allowed.some(({ isProjectNamed }) => isProjectNamed),
    },
  };
}

/** True where the caller is meant in any way. */
export function isAnyone({ isEveryone, isNamed, isProjectNamed }: PrincipalFit): boolean {
  return isEveryone || isNamed || isProjectNamed;
}

/** Principals apart. A bucket action never fits what is below the bucket, nor an object action the bucket itself. */
function fits(statement: PolicyStatement, { needed, resource, facts }: PolicyQuestion): boolean {
  return (
    listOf(statement.Action).some((action) => actionCovers(action, needed)) &&
    listOf(statement.Resource).some((pattern) => isWithin(resource, pattern, needed)) &&
    conditionsHold(statement.Condition, facts)
  );
}

/** Unlike in conditions, `?` in a resource is a character like any other. */
function isWithin(resource: string, pattern: string, { on }: NeededAction): boolean {
  if (on === "bucket") return pattern === resource;
  const parts = pattern.split("*");
  return parts.length === 1 ? pattern === resource : matchesParts(resource, parts);
}

/** The parts must follow one another, the first at the start and the last at the end. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  const last = rest.pop() ?? "";
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let position = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, position);
    if (found === -1) return false;
    position = found + part.length;
  }
  return position <= text.length - last.length;
}

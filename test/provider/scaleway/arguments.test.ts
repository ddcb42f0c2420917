/**
 * Arguments of every allowed and of every wrong shape, derived from the kinds' own tables of rules.
 * @module
 */
import fc from "fast-check";
import { checkInputs } from "../../../provider/core/check";
import type { AnyDefinition } from "../../../provider/core/definition";
import { containsUnknown, UNKNOWN } from "../../../provider/core/unknown";
import handlersFor from "../../../provider/handlers";
import { allowedBy } from "../../support/arbitrary";
import { simulatedClock } from "../../support/simulated-clock";
import { anyNeeded, kinds } from "./kinds";

const ID = "0a0a0a0a-0000-4000-8000-000000000001";
const quiet = { info: () => undefined, warn: () => undefined };

/** Properties of which exactly one is allowed: giving one takes the others away. */
const ALTERNATIVES = [
  ["applicationId", "userId", "groupId", "noPrincipal"],
  ["days", "years"],
  ["statements", "document"],
  ["acl", "grants"],
  ["source", "content"],
  ["secretKey", "secretFrom"],
];
/** Rules over several properties are looked at where the kind is tested. */
const TOGETHER = [
  "rules",
  "noPrincipal",
  "statements",
  "document",
  "version",
  "source",
  "operation",
];

function failuresOf(definition: AnyDefinition, inputs: Record<string, unknown>): string[] {
  const surroundings = { now: simulatedClock().now(), log: quiet };
  const { failures } = checkInputs(definition, { before: {}, inputs }, surroundings);
  return failures.map(({ property, reason }) => `${property}: ${reason}`);
}

describe.each(kinds)("arguments of $token", (kind) => {
  const { token, args, beside } = kind;
  const definition = handlersFor.definitionOf(token);
  const minimal = args(anyNeeded(kind, ID));
  const fields = Object.entries(definition.fields);

  const withOne = (name: string, value: unknown): Record<string, unknown> => {
    const others = ALTERNATIVES.find((names) => names.includes(name)) ?? [];
    const kept = Object.entries(minimal).filter(([other]) => !others.includes(other));
    return { ...Object.fromEntries(kept), ...beside?.[name], [name]: value };
  };

  it.each(fields.filter(([name]) => !TOGETHER.includes(name)))(
    "are accepted with every %s that its rule allows",
    (name, field) => {
      const inFuture = (value: unknown): boolean =>
        name !== "expiresAt" || Date.parse(String(value)) > Date.parse("2030-01-01");
      fc.assert(
        fc.property(allowedBy(field.rule).filter(inFuture), (value) => {
          expect(failuresOf(definition, withOne(name, value))).toEqual([]);
        }),
        { numRuns: 50 },
      );
    },
  );

  it("are never answered with an exception, whatever their shape", () => {
    const anything = fc.record(Object.fromEntries(fields.map(([name]) => [name, fc.anything()])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(anything, (inputs) => {
        expect(() => failuresOf(definition, inputs)).not.toThrow();
      }),
    );
  });

  it("are passed on untouched where they are not known yet", () => {
    const unknowns = Object.fromEntries(fields.map(([name]) => [name, UNKNOWN]));
    const surroundings = { now: simulatedClock().now(), log: quiet };
    const answer = checkInputs(definition, { before: {}, inputs: unknowns }, surroundings);
    expect(answer.failures).toEqual([]);
    expect(Object.values(answer.inputs).every(containsUnknown)).toBe(true);
  });

  it("are passed on as they are given: checking once more changes nothing", () => {
    const surroundings = { now: simulatedClock().now(), log: quiet };
    const once = checkInputs(definition, { before: {}, inputs: minimal }, surroundings);
    const twice = checkInputs(definition, { before: {}, inputs: once.inputs }, surroundings);
    expect(twice).toEqual(once);
    expect(once.inputs).toMatchObject(minimal);
  });
});

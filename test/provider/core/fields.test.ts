/**
 * @module
 */
import fc from "fast-check";
import { checkMembers, means, quote, type Rule } from "../../../provider/core/fields";
import {
  boolean,
  instant,
  map,
  integer,
  number,
  oneOf,
  record,
  set,
  text,
  uuid,
} from "../../../provider/core/rules";
import { registerSecret } from "../../../provider/core/redact";
import { UNKNOWN } from "../../../provider/core/unknown";
import { allowedBy } from "../../support/arbitrary";

/** What a rule reports of a value, as `path: reason` lines. */
function reported(rule: Rule, value: unknown): string[] {
  const found: string[] = [];
  rule.check(value, "property", (path, reason) => found.push(`${path}: ${reason}`));
  return found;
}

const rules: readonly (readonly [string, Rule])[] = [
  ["text", text({ minimum: 2, maximum: 5, pattern: /^[a-z]+$/, alphabet: "letters" })],
  ["uuid", uuid("a Project")],
  ["instant", instant()],
  ["boolean", boolean()],
  ["number", number(1, 10)],
  ["integer", integer(1, 10)],
  ["oneOf", oneOf("fail", "overwrite")],
  ["set", set(uuid("a Project"), 6)],
  ["map", map(text({ minimum: 1, maximum: 3 }), boolean())],
  [
    "record",
    record({ name: { rule: uuid("a Project"), required: true }, on: { rule: boolean() } }),
  ],
];

describe.each(rules)("the rule %s", (_name, rule) => {
  it("reports nothing of the values it allows", () => {
    fc.assert(fc.property(allowedBy(rule), (value) => expect(reported(rule, value)).toEqual([])));
  });

  it("answers every wrong shape with a report or none, never with an exception", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => reported(rule, value)).not.toThrow();
        expect(() => rule.canonical(value)).not.toThrow();
      }),
    );
  });

  it("lets a value pass that is not known yet", () => {
    expect(reported(rule, UNKNOWN)).toEqual([]);
  });

  it("finds that a value means the same as itself", () => {
    fc.assert(fc.property(allowedBy(rule), (value) => means(rule, value, structuredClone(value))));
  });
});

describe("a report", () => {
  it("names the place, the value and what is allowed", () => {
    expect(reported(set(uuid("a Project")), [UNKNOWN, "abc"])).toEqual([
      'property[1]: "abc" is not allowed: it must be the id of a Project, a UUID',
    ]);
    expect(reported(text({ minimum: 2, maximum: 5, alphabet: "letters" }), "a")).toEqual([
      'property: "a" is not allowed: it must be a text of 2 to 5 characters, of letters',
    ]);
    expect(reported(oneOf("fail", "overwrite"), "ask")).toEqual([
      'property: "ask" is not allowed: it must be one of "fail", "overwrite"',
    ]);
    expect(reported(number(1, 10), 11)).toEqual([
      "property: 11 is not allowed: it must be a number from 1 to 10",
    ]);
  });

  it("names a missing member, and an unknown one with the nearest known one", () => {
    const rule = record({ permissionSetNames: { rule: set(boolean()), required: true } });
    expect(reported(rule, { permissionSetName: [] })).toEqual([
      'property.permissionSetName: there is no such property; did you mean "permissionSetNames"? (known are permissionSetNames)',
      "property.permissionSetNames: it is missing, and there is no default",
    ]);
  });

  it("names what a program may write, not what is added to its arguments", () => {
    const found: string[] = [];
    checkMembers(
      { marc: true, toString: true },
      { name: { rule: boolean() }, mark: { rule: boolean(), internal: true } },
      { path: "", report: (property, reason) => found.push(`${property}: ${reason}`) },
    );
    expect(found).toEqual([
      "marc: there is no such property (known are name)",
      "toString: there is no such property (known are name)",
    ]);
  });

  it("shows no registered secret and cuts long values", () => {
    registerSecret("canary-of-the-fields");
    expect(quote("canary-of-the-fields")).not.toContain("canary");
    expect(quote("x".repeat(500)).length).toBeLessThan(110);
  });

  it("names an exact length once", () => {
    expect(reported(text({ minimum: 6, maximum: 6 }), "mars")).toEqual([
      'property: "mars" is not allowed: it must be a text of 6 characters',
    ]);
  });

  it("counts characters, not code units", () => {
    expect(reported(text({ minimum: 1, maximum: 2 }), "🪣🪣")).toEqual([]);
  });

  it("says nothing of properties that are not given, unless they are required", () => {
    const found: string[] = [];
    checkMembers(
      { name: null },
      { name: { rule: boolean() }, other: { rule: boolean(), required: true } },
      { path: "", report: (property) => found.push(property) },
    );
    expect(found).toEqual(["other"]);
  });
});

describe("two values mean the same", () => {
  it("where sets differ in order and repetition alone", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (items) =>
        means(set(text({ minimum: 0, maximum: 100 })), items, [...items, ...items].reverse()),
      ),
    );
  });

  it("where moments are written differently", () => {
    expect(means(instant(), "2035-07-06T11:00:00+02:00", "2035-07-06T09:00:00.000000Z")).toBe(true);
    expect(means(instant(), "2035-07-06T09:00:00Z", "2035-07-06T09:00:00.000001Z")).toBe(false);
  });

  it("where records leave out what is empty, or order members differently", () => {
    const rule = record({ a: { rule: boolean() }, b: { rule: set(boolean()) } });
    expect(means(rule, { b: [true, false], a: true }, { a: true, b: [false, true] })).toBe(true);
    expect(means(rule, { a: true, b: undefined }, { a: true })).toBe(true);
    expect(means(rule, { a: true }, { a: false })).toBe(false);
  });
});

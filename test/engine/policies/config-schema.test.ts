/**
 * Schemas of a policy's configuration, with the messages of the official CLI.
 * @module
 */
import { schemaViolations } from "../../../engine/policies/config-schema";
import type { PropertyMap } from "../../../engine/state/types";

const CASES: [string, PropertyMap, PropertyMap, string[]][] = [
  [
    "a wrong type",
    { a: { type: "number" } },
    { a: "many" },
    ["a: Invalid type. Expected: number, given: string"],
  ],
  ["a whole number as a number", { a: { type: "number" } }, { a: 3 }, []],
  [
    "a fraction as a whole number",
    { a: { type: "integer" } },
    { a: 1.5 },
    ["a: Invalid type. Expected: integer, given: number"],
  ],
  [
    "null",
    { a: { type: "string" } },
    { a: null },
    ["a: Invalid type. Expected: string, given: null"],
  ],
  [
    "one of several types",
    { a: { type: ["string", "null"] } },
    { a: [] },
    ["a: Invalid type. Expected: [string,null], given: array"],
  ],
  [
    "a value that is none of the allowed",
    { a: { enum: ["x", "y"] } },
    { a: "z" },
    ['a: a must be one of the following: "x", "y"'],
  ],
  ["another constant", { a: { const: 1 } }, { a: 2 }, ["a: a does not match: 1"]],
  ["too little", { a: { minimum: 2 } }, { a: 1 }, ["a: Must be greater than or equal to 2"]],
  [
    "the limit itself, excluded",
    { a: { exclusiveMinimum: 2 } },
    { a: 2 },
    ["a: Must be greater than 2"],
  ],
  ["too much", { a: { maximum: 2 } }, { a: 3 }, ["a: Must be less than or equal to 2"]],
  [
    "the upper limit itself, excluded",
    { a: { exclusiveMaximum: 2 } },
    { a: 2 },
    ["a: Must be less than 2"],
  ],
  ["no multiple", { a: { multipleOf: 5 } }, { a: 7 }, ["a: Must be a multiple of 5"]],
  [
    "a text that is too short",
    { a: { minLength: 2 } },
    { a: "é" },
    ["a: String length must be greater than or equal to 2"],
  ],
  [
    "a text that is too long",
    { a: { maxLength: 2 } },
    { a: "abc" },
    ["a: String length must be less than or equal to 2"],
  ],
  [
    "a text that does not match",
    { a: { pattern: "^x" } },
    { a: "y" },
    ["a: Does not match pattern '^x'"],
  ],
  [
    "a date that is none",
    { a: { format: "date" } },
    { a: "2026-13-01" },
    ["a: Does not match format 'date'"],
  ],
  ["a format that is not known", { a: { format: "color" } }, { a: "?" }, []],
  ["too few items", { a: { minItems: 1 } }, { a: [] }, ["a: Array must have at least 1 items"]],
  ["too many items", { a: { maxItems: 1 } }, { a: [1, 2] }, ["a: Array must have at most 1 items"]],
  [
    "an item twice",
    { a: { uniqueItems: true } },
    { a: [{ x: 1 }, { x: 1 }] },
    ["a: array items[0,1] must be unique"],
  ],
  [
    "a wrong item",
    { a: { items: { type: "string" } } },
    { a: ["x", 1] },
    ["a.1: Invalid type. Expected: string, given: integer"],
  ],
  [
    "a wrong item of a list by position",
    { a: { items: [{ type: "string" }], additionalItems: { type: "number" } } },
    { a: ["x", "y"] },
    ["a.1: Invalid type. Expected: number, given: string"],
  ],
  [
    "no item that fits",
    { a: { contains: { const: 1 } } },
    { a: [2] },
    ["a: At least one of the items must match", "a.0: a.0 does not match: 1"],
  ],
  ["a missing property within", { a: { required: ["b"] } }, { a: {} }, ["a: b is required"]],
  [
    "a wrong property within",
    { a: { properties: { b: { type: "boolean" } } } },
    { a: { b: 1 } },
    ["a.b: Invalid type. Expected: boolean, given: integer"],
  ],
  [
    "a property too many",
    { a: { properties: { b: {} }, additionalProperties: false } },
    { a: { b: 1, c: 2 } },
    ["a: Additional property c is not allowed"],
  ],
  [
    "a wrong other property",
    { a: { additionalProperties: { type: "string" } } },
    { a: { c: 2 } },
    ["a.c: Invalid type. Expected: string, given: integer"],
  ],
  [
    "a wrong property by pattern",
    { a: { patternProperties: { "^n": { type: "number" } } } },
    { a: { no: "x" } },
    ["a.no: Invalid type. Expected: number, given: string"],
  ],
  [
    "too few properties",
    { a: { minProperties: 2 } },
    { a: { x: 1 } },
    ["a: Must have at least 2 properties"],
  ],
  [
    "too many properties",
    { a: { maxProperties: 1 } },
    { a: { x: 1, y: 1 } },
    ["a: Must have at most 1 properties"],
  ],
  [
    "a name that does not fit",
    { a: { propertyNames: { pattern: "^x" } } },
    { a: { y: 1 } },
    ['a: Property name of "y" does not match', "a: Does not match pattern '^x'"],
  ],
  [
    "what needs something else",
    { a: { dependencies: { x: ["y"] } } },
    { a: { x: 1 } },
    ["a: Has a dependency on y"],
  ],
  ["what must not be", { a: false }, { a: 1 }, ["a: False always fails validation"]],
  ["what may be anything", { a: true }, { a: 1 }, []],
  ["what the schema does not have", {}, { a: 1 }, []],
];

test.each(CASES)("tells %s", (_title, properties, config, expected) => {
  expect(schemaViolations({ properties, required: [] }, config)).toEqual(expected);
});

test("tells what is missing at the top, and everything else as well", () => {
  const properties = { a: { type: "number" }, b: { minimum: 1, multipleOf: 2 } };
  expect(schemaViolations({ properties, required: ["a"] }, { b: -1 })).toEqual([
    "a is required",
    "b: Must be greater than or equal to 1",
    "b: Must be a multiple of 2",
  ]);
});

test("a property that every object has is none of a schema", () => {
  expect(schemaViolations({ properties: {}, required: [] }, { toString: "x" })).toEqual([]);
});

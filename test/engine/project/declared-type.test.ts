import { declaredType, isOfType, nameOfType } from "../../../engine/project/declared-type";

const STRINGS = { type: "array", items: { type: "string" } };
const INTEGER = { type: "integer" };
const BOOLEAN = { type: "boolean" };

// As the official engine, version 3.260, takes and refuses them.
describe("a configuration value", () => {
  test.each([
    [INTEGER, "7"],
    [INTEGER, 7],
    [BOOLEAN, "true"],
    [BOOLEAN, false],
    [STRINGS, ["a"]],
    [STRINGS, []],
    [{ type: "object" }, { a: 1 }],
    [{ type: "string" }, ""],
  ])("of type %j may be %j", (type, value) => {
    expect(isOfType(value, declaredType(type))).toBe(true);
  });

  test.each([
    [INTEGER, "0.5"],
    [INTEGER, "abc"],
    [INTEGER, "true"],
    [INTEGER, [1]],
    [BOOLEAN, "yes"],
    [BOOLEAN, "1"],
    [BOOLEAN, ""],
    [STRINGS, ["a", 1]],
    [STRINGS, "abc"],
    [STRINGS, { a: 1 }],
    [STRINGS, "[1]"],
    [{ type: "object" }, []],
    [{ type: "string" }, { a: 1 }],
  ])("of type %j is not %j", (type, value) => {
    expect(isOfType(value, declaredType(type))).toBe(false);
  });

  test("is told its type in words", () => {
    expect(nameOfType(declaredType(STRINGS))).toBe("array<string>");
  });
});

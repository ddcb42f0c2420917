import fc from "fast-check";
import { covers, formatPath, parsePath, resetPaths } from "../../../engine/deploy/paths";

fc.configureGlobal({ seed: 2026 });

describe("a property path", () => {
  test.each([
    ["tags.a", ["tags", "a"]],
    ["list[0].x", ["list", 0, "x"]],
    ["list[*].x", ["list", "*", "x"]],
    ["*", ["*"]],
    ['["odd.key"].b', ["odd.key", "b"]],
    ['a["with \\"quotes\\""]', ["a", 'with "quotes"']],
  ])("%s is read as its parts", (text, segments) => {
    expect(parsePath(text)).toEqual(segments);
  });

  test("survives being written and read, whatever its keys are", () => {
    const segment = fc.oneof(fc.string({ minLength: 1 }), fc.nat(1000));
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
        expect(parsePath(formatPath(segments))).toEqual(segments);
      }),
    );
  });

  test.each(["a[", "a[x]", '["open'])("that is wrong (%s) is an error that says where", (text) => {
    expect(() => parsePath(text)).toThrow(/wrong at character \d/);
  });

  test("covers what it names and what is within, not what is around", () => {
    expect(covers(["tags"], ["tags", "a"])).toBe(true);
    expect(covers(["tags", "*"], ["tags", "a"])).toBe(true);
    expect(covers(["tags", "a"], ["tags"])).toBe(false);
  });
});

describe("ignored changes", () => {
  test("put back what was, take out what is new, and leave the rest", () => {
    const olds = { size: 1, tags: { a: "old", b: "old" } };
    const news = { size: 2, tags: { a: "new", b: "new" }, extra: true };
    expect(resetPaths(news, olds, ["size", "tags.a", "extra"])).toEqual({
      size: 1,
      tags: { a: "old", b: "new" },
    });
  });

  test("reach into lists as far as there were elements", () => {
    const olds = { list: [{ x: 1, y: 1 }] };
    const news = { list: [{ x: 2, y: 2 }, { x: 3 }] };
    expect(resetPaths(news, olds, ["list[*].x"])).toEqual({ list: [{ x: 1, y: 2 }, { x: 3 }] });
  });

  test("alter neither the old nor the new values, and everything ignored is everything old", () => {
    // No message between program and engine can carry a key of this name.
    const key = fc.string({ minLength: 1 }).filter((text) => text !== "__proto__");
    const values = fc.dictionary(key, fc.jsonValue());
    fc.assert(
      fc.property(values, values, (olds, news) => {
        const before = JSON.stringify([olds, news]);
        const reset = resetPaths(news as never, olds as never, ["*"]);
        expect(JSON.stringify([olds, news])).toBe(before);
        expect(Object.keys(reset).sort()).toEqual(Object.keys(olds).sort());
      }),
    );
  });
});

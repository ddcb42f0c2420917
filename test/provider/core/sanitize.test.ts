/**
 * @module
 */
import fc from "fast-check";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { sanitize } from "../../../provider/core/sanitize";
import { containsUnknown, UNKNOWN } from "../../../provider/core/unknown";

describe("sanitize", () => {
  it("leaves out what is undefined or a function, at any depth", () => {
    expect(sanitize({ a: undefined, b: { c: undefined, d: () => 1 }, e: [undefined, 1] })).toEqual({
      b: {},
      e: [null, 1],
    });
  });

  it("writes dates, big numbers, bytes, sets and maps as plain data", () => {
    expect(
      sanitize({
        date: new Date(0),
        big: 12345678901234567890n,
        bytes: Buffer.from("abc"),
        set: new Set(["a"]),
        map: new Map([["a", new Date(0)]]),
        nothing: Number.NaN,
        never: new Date(Number.NaN),
      }),
    ).toEqual({
      date: "1970-01-01T00:00:00.000Z",
      big: "12345678901234567890",
      bytes: "YWJj",
      set: ["a"],
      map: { a: "1970-01-01T00:00:00.000Z" },
      nothing: null,
      never: null,
    });
  });

  it("makes names of a Map's keys, whatever they are", () => {
    const map = new Map<unknown, number>([
      [{ toString: 0 }, 1],
      [2, 3],
      [null, 4],
      [{ a: 1n }, 5],
    ] as const);
    expect(sanitize({ map })).toEqual({
      map: { '{"toString":0}': 1, "2": 3, null: 4, '{"a":"1"}': 5 },
    });
  });

  it("makes of anything what the engine's conversion carries unchanged", () => {
    const key = fc.string().filter((name) => name !== "__proto__");
    const options = { key, withDate: true, withBigInt: true, withMap: true, withSet: true };
    const anything = fc.dictionary(key, fc.anything(options));
    fc.assert(
      fc.property(anything, (values) => {
        const clean = sanitize(values) as Record<string, JavaScriptValue>;
        expect(JSON.parse(JSON.stringify(Struct.fromJavaScript(clean).toJavaScript()))).toEqual(
          JSON.parse(JSON.stringify(clean)),
        );
      }),
    );
  });
});

describe("a value that is not known yet", () => {
  it("is seen at any depth", () => {
    expect(containsUnknown({ rules: [{ projectIds: ["a", UNKNOWN] }] })).toBe(true);
    expect(containsUnknown({ rules: [{ projectIds: ["a", null, undefined, 1] }] })).toBe(false);
  });
});

/**
 * Values for fast-check, derived from the same table of rules that checks use.
 * @module
 */
import fc from "fast-check";
import type { Rule, TextLimits } from "../../provider/core/fields";

/** Any character that UTF-8 can write: the library's own unit for these takes more than a second to make. */
const character = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((point) => String.fromCodePoint(point));

/** Texts of any characters. */
export function anyText(limits: { minLength?: number; maxLength?: number } = {}) {
  return fc.string({ unit: character, ...limits });
}

/** Values that a rule allows. */
export function allowedBy(rule: Rule): fc.Arbitrary<unknown> {
  const { shape } = rule;
  switch (shape.type) {
    case "text":
      return textOf(shape.limits);
    case "uuid":
      return fc.uuid();
    case "instant":
      return fc
        .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
        .map((date) => date.toISOString());
    case "boolean":
      return fc.boolean();
    case "number":
      return fc.integer({ min: shape.minimum, max: shape.maximum });
    case "oneOf":
      return fc.constantFrom(...shape.values);
    case "either":
      return fc.oneof(...shape.of.map(allowedBy));
    case "set":
      return fc.array(allowedBy(shape.of), { maxLength: Math.min(shape.maximum, 6) });
    case "list":
      return fc.array(allowedBy(shape.of), {
        minLength: shape.minimum,
        maxLength: Math.min(shape.maximum, shape.minimum + 6),
      });
    case "map":
      return fc.dictionary(allowedBy(shape.names) as fc.Arbitrary<string>, allowedBy(shape.values));
    case "record":
      // Members that are allowed each may not be allowed together.
      return fc
        .record(
          Object.fromEntries(
            Object.entries(shape.members).map(([name, { rule }]) => [name, allowedBy(rule)]),
          ),
          {
            requiredKeys: Object.entries(shape.members)
              .filter(([, { required }]) => required)
              .map(([name]) => name),
          },
        )
        .filter((value) => isAllowed(rule, value));
  }
}

function isAllowed(rule: Rule, value: unknown): boolean {
  let isRefused = false;
  rule.check(value, "", () => (isRefused = true));
  return !isRefused;
}

function textOf({ minimum, maximum, pattern, refuse }: TextLimits): fc.Arbitrary<string> {
  const longest = Math.min(maximum, 64);
  const any = pattern
    ? fc.stringMatching(pattern)
    : fc.string({ minLength: minimum, maxLength: longest, unit: "grapheme" });
  return any.filter((value) => {
    const count = Array.from(value).length;
    return count >= minimum && count <= maximum && refuse?.(value) === undefined;
  });
}

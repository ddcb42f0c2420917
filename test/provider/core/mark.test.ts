/**
 * @module
 */
import fc from "fast-check";
import {
  carrierOf,
  generatedName,
  markDigest,
  markInput,
  MAXIMUM_MARKED_DESCRIPTION_LENGTH,
  resourceName,
} from "../../../provider/core/mark";
import handlersFor from "../../../provider/handlers";

const hexadecimal = (length: number) =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${String(length)}}$`));
const marks = fc.record({ digest: hexadecimal(20), incarnation: hexadecimal(8) });

const models: readonly (readonly [string, fc.Arbitrary<Record<string, unknown>>])[] = [
  ["scaleway:Application", fc.record({ name: fc.string(), tags: fc.array(fc.string()) })],
  ["scaleway:Group", fc.record({ tags: fc.array(fc.string()) })],
  ["scaleway:Policy", fc.record({ tags: fc.array(fc.string()) })],
  ["scaleway:ApiKey", fc.record({ description: fc.string() })],
  ["scaleway:Project", fc.record({ name: fc.string(), description: fc.string() })],
  [
    "scaleway:Bucket",
    fc.record({
      tags: fc.dictionary(
        fc.string().filter((name) => name !== "__proto__"),
        fc.string(),
      ),
    }),
  ],
];

describe.each(models)("the mark of %s", (token, model) => {
  const carrier = carrierOf({ token });

  it("is read as it was put, and hidden without a trace", () => {
    fc.assert(
      fc.property(model, marks, (plain, mark) => {
        const carrying = carrier.put(plain, mark);
        expect(carrier.read(carrying)).toEqual(mark);
        expect(carrier.hide(carrying)).toEqual(plain);
      }),
    );
  });

  it("is not found in what carries none", () => {
    fc.assert(
      fc.property(model, (plain) => {
        expect(carrier.read(plain)).toBeUndefined();
        expect(carrier.hide(plain)).toEqual(plain);
      }),
    );
  });
});

describe("the place that a mark takes", () => {
  it("leaves the longest allowed description within the service's 200 characters", () => {
    const longest = "x".repeat(MAXIMUM_MARKED_DESCRIPTION_LENGTH);
    const mark = { digest: "0".repeat(20), incarnation: "0".repeat(8) };
    const { description } = carrierOf({ token: "scaleway:ApiKey" }).put(
      { description: longest },
      mark,
    );
    expect(String(description)).toHaveLength(200);
  });

  it("is known for every kind", () => {
    expect(() => carrierOf({ token: "scaleway:Unheard" })).toThrow("no row in the table of marks");
  });
});

describe("the digest", () => {
  const where = { organization: "acme", urn: "urn:pulumi:dev::site::t::key", owner: undefined };
  const key = handlersFor.definitionOf("scaleway:ApiKey");
  const digest = (inputs: Record<string, unknown>, place: Partial<typeof where> = {}): string =>
    markDigest(key, { mark: markInput("key", { ...where, ...place }), ...inputs });

  it("differs with organization, URN and owner", () => {
    const others = [
      digest({}, { organization: "other" }),
      digest({}, { urn: "urn:pulumi:prod::site::t::key" }),
      digest({}, { owner: "ann" as never }),
    ];
    expect(new Set([digest({}), ...others]).size).toBe(4);
  });

  it("differs with the inputs that force a replacement, and with no others", () => {
    const first = digest({ applicationId: "0a0a0a0a-0000-4000-8000-000000000001" });
    expect(digest({ applicationId: "0b0b0b0b-0000-4000-8000-000000000001" })).not.toBe(first);
    expect(
      digest({ applicationId: "0A0A0A0A-0000-4000-8000-000000000001", description: "other" }),
    ).toBe(first);
  });

  it("goes with the resource's name, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(resourceName({ mark: markInput(name, where) })).toBe(name);
      }),
    );
  });
});

describe("a generated name", () => {
  const limits = { maximum: 20, forbidden: /[^a-z0-9-]/g, lowercase: true };

  it("is the resource's name and seven digits of the digest", () => {
    expect(generatedName("My App", "0123456789abcdef0123", limits)).toBe("my-app-0123456");
  });

  it("fits its limits for every name, and is the same for the same digest", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), hexadecimal(20), (name, digest) => {
        const generated = generatedName(name, digest, limits);
        expect(generated).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
        expect(generated.length).toBeLessThanOrEqual(20);
        expect(generatedName(name, digest, limits)).toBe(generated);
      }),
    );
  });
});

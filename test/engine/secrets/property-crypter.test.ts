import fc from "fast-check";
import {
  createCrypter,
  hideSecrets,
  PropertyCrypter,
  revealSecrets,
  secretOf,
  secretTexts,
  type Crypter,
} from "../../../engine/secrets";
import type { PropertyValue } from "../../../engine/state/types";

const CANARY = "canary-77aa";

/** Trees of every shape, with secrets at any place. */
const trees: fc.Arbitrary<PropertyValue> = fc.letrec<{ tree: PropertyValue }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<PropertyValue>(null, true, 0, -1.5, "", "text"),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(fc.string({ maxLength: 5 }), tie("tree"), { maxKeys: 3 }),
    fc.constant(secretOf(CANARY)),
    fc.array(fc.constant(CANARY), { maxLength: 2 }).map((list) => secretOf({ list })),
  ),
})).tree;

describe("property trees", () => {
  let crypter: Crypter;
  beforeAll(async () => {
    crypter = await createCrypter("any");
  });

  it("come back as they were, whatever their shape, and show nothing while sealed", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const sealed = new PropertyCrypter(crypter).encrypt(tree, "here");
        expect(JSON.stringify(sealed)).not.toContain(CANARY);
        expect(new PropertyCrypter(crypter).decrypt(sealed, "here")).toEqual(tree);
      }),
    );
  });

  it("keep the ciphertext of a secret that did not change, and only of that", () => {
    const sealed = new PropertyCrypter(crypter).encrypt(
      { a: secretOf("x"), b: secretOf("y") },
      "r",
    );
    const second = new PropertyCrypter(crypter);
    const { a } = second.decrypt(sealed, "r") as Record<string, PropertyValue>;
    const again = second.encrypt({ a: a ?? null, b: secretOf("changed") }, "r");
    expect(again).toHaveProperty("a", (sealed as Record<string, unknown>)["a"]);
    expect(again).not.toHaveProperty("b", (sealed as Record<string, unknown>)["b"]);
  });

  it("do not show that two secrets are equal", () => {
    const sealed = new PropertyCrypter(crypter).encrypt([secretOf("x"), secretOf("x")], "r");
    const [first, second] = sealed as PropertyValue[];
    expect(first).not.toEqual(second);
  });

  it("seal objects with sorted keys, as Pulumi does", () => {
    const properties = new PropertyCrypter(crypter);
    const sealed = properties.encrypt(secretOf({ b: 1, a: { d: 2, c: 3 } }), "r");
    const { ciphertext } = sealed as { ciphertext: string };
    expect(crypter.decrypt(ciphertext)).toBe('{"a":{"c":3,"d":2},"b":1}');
  });

  it("name the place of a secret that does not open, and nothing of it", async () => {
    const other = new PropertyCrypter(await createCrypter("other"));
    const sealed = other.encrypt({ tags: [secretOf(CANARY)] }, "urn:x inputs");
    const attempt = (): unknown => new PropertyCrypter(crypter).decrypt(sealed, "urn:x inputs");
    expect(attempt).toThrow(/urn:x inputs\/tags\/0/);
    expect(attempt).not.toThrow(CANARY);
  });

  it("read the exported form, with plaintext", () => {
    const exported = { ...secretOf(null), plaintext: '"shown"' } as Record<string, PropertyValue>;
    Reflect.deleteProperty(exported, "value");
    expect(new PropertyCrypter(crypter).decrypt(exported, "r")).toEqual(secretOf("shown"));
  });
});

describe("views of property trees", () => {
  const tree = { open: 1, list: ["x", secretOf({ pin: 1234, texts: [CANARY] })] };

  it("hide every secret for people", () => {
    expect(hideSecrets(tree)).toEqual({ open: 1, list: ["x", "[secret]"] });
  });

  it("reveal every secret for who asks for it", () => {
    expect(revealSecrets(tree)).toEqual({ open: 1, list: ["x", { pin: 1234, texts: [CANARY] }] });
  });

  it("list every text in a secret for the filter of what is printed", () => {
    expect(secretTexts(tree)).toEqual(["1234", CANARY]);
  });
});

import fc from "fast-check";
import {
  completeReferences,
  containsSecret,
  dropUnknowns,
  markSecrets,
  revealMap,
  secret,
  UNKNOWN,
} from "../../../engine/deploy/values";

fc.configureGlobal({ seed: 2026 });

describe("what a provider answers", () => {
  test("is secret where its source was, property by property", () => {
    const source = { plain: 1, password: secret("p"), deep: { token: secret("t"), open: "o" } };
    expect(markSecrets(revealMap(source), source)).toEqual(source);
  });

  test("is secret as a whole list when anything in the source's list was", () => {
    const marked = markSecrets({ list: ["a", "b"] }, { list: ["a", secret("b")] });
    expect(marked).toEqual({ list: secret(["a", "b"]) });
  });

  test("never shows in clear what was secret under the same name", () => {
    const leaf = fc.oneof(fc.string(), fc.integer());
    const value = fc.oneof(leaf, leaf.map(secret), fc.array(leaf.map(secret), { minLength: 1 }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), (source) => {
        const marked = markSecrets(revealMap(source), source);
        for (const [key, one] of Object.entries(source)) {
          expect(containsSecret(marked[key])).toBe(containsSecret(one));
        }
      }),
    );
  });
});

test("outside a preview what is not known is left out, at any depth", () => {
  expect(
    dropUnknowns({ a: UNKNOWN, b: { c: UNKNOWN, d: 1 }, e: [UNKNOWN, { f: UNKNOWN }] }),
  ).toEqual({ b: { d: 1 }, e: [{}] });
});

test("a reference to a resource gets the version that the official engine writes", () => {
  const signature = {
    "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
    urn: "urn:pulumi:dev::test::a:b:C::d",
  };
  expect(completeReferences({ list: [signature] })).toEqual({
    list: [{ ...signature, packageVersion: "" }],
  });
});

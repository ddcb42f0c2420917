import fc from "fast-check";
import { createUrn, nameOf, typeOf, urnOfProvider } from "../../../engine/deploy/urn";

fc.configureGlobal({ seed: 2026 });

const STACK = { stack: "dev", project: "p" };

test("a URN carries the types of its parents, but not the stack's", () => {
  const stack = createUrn({ ...STACK, type: "pulumi:pulumi:Stack", name: "p-dev" });
  const parent = createUrn({ ...STACK, parent: stack, type: "a:b:C", name: "parent" });
  const child = createUrn({ ...STACK, parent, type: "d:e:F", name: "child" });
  expect(parent).toBe("urn:pulumi:dev::p::a:b:C::parent");
  expect(child).toBe("urn:pulumi:dev::p::a:b:C$d:e:F::child");
});

test("name and type are found again, whatever the name is", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (name) => {
      const urn = createUrn({ ...STACK, type: "a:b:C", name });
      expect([nameOf(urn), typeOf(urn)]).toEqual([name, "a:b:C"]);
    }),
  );
});

test("a reference to a provider begins with its URN", () => {
  expect(urnOfProvider("urn:pulumi:dev::p::pulumi:providers:x::default::an-id")).toBe(
    "urn:pulumi:dev::p::pulumi:providers:x::default",
  );
});

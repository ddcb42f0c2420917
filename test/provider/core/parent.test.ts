import { createParentCheck, requireParent } from "../../../provider/core/parent";

describe("the parent check", () => {
  it("notices that this process was adopted by another one", () => {
    let parent = 4711;
    const isAlive = createParentCheck(() => parent);
    expect(isAlive()).toBe(true);
    parent = 1;
    expect(isAlive()).toBe(false);
  });

  it("stops with an error that says that nothing more is written", () => {
    expect(() => requireParent(() => false, { operation: "create bucket", resource: "b" })).toThrow(
      /create bucket "b": the deployment engine .* is gone, so nothing more is written/,
    );
    expect(() => requireParent(() => true, { operation: "x", resource: "y" })).not.toThrow();
  });
});

import { changedText } from "../../cli/display/changed-names";
import type { StepEvent } from "../../engine";
import type { PropertyMap } from "../../engine/state";

/** The step by which a resource goes from one set of inputs to another. */
function step(type: string, before: PropertyMap, after: PropertyMap, more = {}): StepEvent {
  const urn = `urn:pulumi:dev::test::${type}::a`;
  const [old, now] = [before, after].map((inputs) => ({ urn, type, custom: true, inputs }));
  return { kind: "step", phase: "begin", op: "update", urn, type, old, new: now, ...more };
}

const OURS = "pulumi-nodejs:dynamic/scaleway:Application";
const FOREIGN = "pulumi-nodejs:dynamic/shop:Order";

describe("the names of what changes", () => {
  it("stand as the Pulumi CLI has them, sorted, with what becomes of each", () => {
    const event = step(FOREIGN, { c: 1, a: 1, same: [1] }, { b: 2, a: 2, same: [1] });
    expect(changedText(event)).toBe(" [diff: ~a,+b,-c]");
  });

  it("are followed by those that make it a replacement", () => {
    const event = step(FOREIGN, { a: 1 }, { a: 2 }, { keys: ["a", "__provider"] });
    expect(changedText(event)).toBe(" [diff: ~a; replaces: a]");
  });

  it("have nothing that a resource has for itself alone", () => {
    const before = { mark: "a", references: { x: "y" }, secretInputs: [], __provider: "a" };
    const after = { mark: "b", references: {}, secretInputs: ["name"], __provider: "b" };
    expect(changedText(step(OURS, before, after))).toBe("");
    expect(changedText(step(FOREIGN, before, after))).toBe(
      " [diff: ~mark,~references,~secretInputs]",
    );
  });

  it("are those of the outputs when the cloud is read", () => {
    const outputs = [{ name: "a" }, { name: "b" }];
    const event = step(OURS, { name: "a" }, { name: "a" });
    const [old, now] = outputs.map((one, index) => ({
      ...(index === 0 ? event.old! : event.new!),
      outputs: one,
    }));
    expect(changedText({ ...event, op: "refresh", old, new: now })).toBe(" [diff: ~name]");
  });
});

import { printedByEngine } from "../../../provider/core/printed-once";

describe("an error that the engine prints", () => {
  it("is not printed by the process around the handlers; what else is printed there stays", () => {
    const lines: unknown[] = [];
    const before = console.error;
    console.error = (...texts: unknown[]) => void lines.push(...texts);
    try {
      const error = new Error("the service refused it");
      printedByEngine(error);
      // As the dynamic provider's process of Pulumi's SDK writes it.
      console.error(`${String(error)}: ${String(error.stack)}`);
      console.error("something else");
      expect(lines).toEqual(["something else"]);
    } finally {
      console.error = before;
    }
  });
});

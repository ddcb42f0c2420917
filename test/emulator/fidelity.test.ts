import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SWITCH_VALUES } from "../../emulator/index";
import { behaviorsIn } from "../support/fidelity";
import { fidelityPage } from "../support/fidelity-page";

describe("FIDELITY.md [own]", () => {
  it("is what the tests and switches say: else run npm run docs:fidelity", () => {
    const page = fidelityPage();
    expect(readFileSync(join(__dirname, "../../emulator/FIDELITY.md"), "utf8")).toBe(page);
    for (const name of Object.keys(SWITCH_VALUES)) {
      expect(page).toMatch(new RegExp(`\\| \`${name}\` \\| \`.+\` \\| \`.+\` \\| \\S`));
    }
  });

  const inFolder = <Result>(text: string, read: (folder: string) => Result): Result => {
    const folder = mkdtempSync(join(tmpdir(), "fidelity-"));
    try {
      writeFileSync(join(folder, "some.test.ts"), text);
      return read(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it("takes a test's own tag before that of its block, and none for assumed", () => {
    const text = `
      describe.each(rows)("a key [recorded]", () => {
        it("is one", () => undefined);
        it.each(rows)("is %s [SDK]", () => undefined);
      });
      it("has no block", () => undefined);`;
    expect(inFolder(text, behaviorsIn)).toEqual([
      { file: "some.test.ts", subject: "a key", behavior: "is one", label: "recorded" },
      { file: "some.test.ts", subject: "a key", behavior: "is %s", label: "SDK" },
      { file: "some.test.ts", subject: "", behavior: "has no block", label: "assumed" },
    ]);
  });

  it("refuses a tag that is no label", () => {
    expect(() => inFolder('it("is one [guessed]", f);', behaviorsIn)).toThrow(
      "is none of recorded",
    );
  });
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const rows = readFileSync(join(ROOT, "docs/invariants.md"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const [, file, name] = /`(test\/[^`]+)`: "([^"]+)"/.exec(line) ?? [];
    return file === undefined || name === undefined ? [] : [{ file, name }];
  });

describe("docs/invariants.md", () => {
  it("has rows", () => {
    expect(rows.length).toBeGreaterThan(25);
  });

  it.each(rows)("names a test that is there: $name", ({ file, name }) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
    expect(readFileSync(join(ROOT, file), "utf8")).toContain(name);
  });
});

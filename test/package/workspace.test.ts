import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const trackedFiles = (): string[] =>
  execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" }).trim().split("\n");

interface Lockfile {
  packages: Record<string, { resolved?: string; link?: boolean; integrity?: string }>;
}

describe("the workspace", () => {
  it("keeps registry hosts out of the lockfile", () => {
    expect(read(".npmrc")).toContain("omit-lockfile-registry-resolved=true");
    const { packages } = JSON.parse(read("package-lock.json")) as Lockfile;
    const located = Object.entries(packages).filter(([, entry]) => entry.resolved && !entry.link);
    expect(located).toEqual([]);
  });

  it("locks every package by its digest", () => {
    const { packages } = JSON.parse(read("package-lock.json")) as Lockfile;
    const unverified = Object.entries(packages).filter(
      ([path, entry]) => path.startsWith("node_modules/") && !entry.link && !entry.integrity,
    );
    expect(unverified).toEqual([]);
  });

  it("shows both commands in the README", () => {
    expect(read("README.md")).toContain("npm ci && npm start");
    expect(read("README.md")).toContain("npm cit");
  });

  it("lets CI run exactly the README's test command", () => {
    expect(read(".ci/run").trim().split("\n").at(-1)).toBe("npm cit");
  });

  it("has no skipped or focused test", () => {
    const marks = new RegExp(String.raw`\b(it|test|describe)\.(skip|only|todo)\b`);
    const offenders = trackedFiles()
      .filter((file) => file.startsWith("test/") && file.endsWith(".test.ts"))
      .filter((file) => marks.test(read(file)));
    expect(offenders).toEqual([]);
  });
});

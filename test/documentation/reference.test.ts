/**
 * The reference: everything that a program can name has its sentence, and every link leads somewhere.
 * @module
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { WORKSPACE } from "./sources";

/** What the generator of the reference says about the sources, without writing anything. */
function generate(): Promise<{ code: number; lines: string[] }> {
  const program = join(WORKSPACE, "node_modules/typedoc/bin/typedoc");
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, "--emit", "none"],
      { cwd: WORKSPACE, env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 10_000_000 },
      (error, stdout, stderr) => {
        const lines = `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
        resolve({ code: error === null ? 0 : Number(error.code), lines });
      },
    );
  });
}

test("every exported name of the reference is documented, and every type it speaks of is in it", async () => {
  const { code, lines } = await generate();
  expect(lines.filter((line) => /warning|error/i.test(line))).toEqual([]);
  expect(code).toBe(0);
});

/**
 * Tests of programs that are not from npm: run where they are installed, left out aloud elsewhere.
 * @module
 */
import { spawnSync } from "node:child_process";

/** True when the program is on PATH and starts. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

/**
 * Describes what needs a program. Where it is not installed, one line says so and one test states the absence.
 * @param program - its executable, such as `aws`
 */
export function describeWith(program: string, title: string, tests: () => void): void {
  if (isInstalled(program)) {
    describe(title, tests);
    return;
  }
  process.stdout.write(`No \`${program}\` on PATH: the tests of "${title}" are left out.\n`);
  describe(title, () => {
    it(`is left out, as there is no \`${program}\` here`, () =>
      expect(isInstalled(program)).toBe(false));
  });
}

/**
 * `npm run acceptance`, tried on the local cloud: everything passes, and nothing is left behind.
 * @module
 */
import { join } from "node:path";
import { environmentOf, startCloud } from "../../emulator";
import { start } from "../support/command-line";
import { everything } from "../support/owner";

const JEST = join(__dirname, "../../node_modules/jest/bin/jest.js");
const ACCEPTANCE = [process.execPath, JEST, "--selectProjects", "acceptance", "--runInBand"];
const { PATH } = process.env;

describe("npm run acceptance", () => {
  it("passes, and leaves the Organization as it was", async () => {
    const cloud = await startCloud({ seed: "acceptance" });
    try {
      const before = await everything(cloud);
      const env = { PATH, ...environmentOf(cloud.description) };
      const { code, stdout, stderr } = await start(ACCEPTANCE, env).finished;
      expect(`${stdout}\n${stderr}`).toMatch(/ passed, 0 failed/);
      expect(code).toBe(0);
      expect(await everything(cloud)).toEqual(before);
    } finally {
      await cloud.stop();
    }
  });

  it("without credentials touches nothing and names what is missing", async () => {
    const { code, stdout, stderr } = await start(ACCEPTANCE, { PATH, HOME: "/nonexistent" })
      .finished;
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain("SCW_ACCESS_KEY");
  });
});

/**
 * Every example of the documentation compiles, and deploys on the local cloud.
 * @module
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TestDeployment } from "../support/deployment";
import { complaintsAbout } from "./compile";
import { examples, programs } from "./examples";

const all = programs(examples());

/** The files that examples upload. */
function writeFiles(folder: string): void {
  mkdirSync(join(folder, "site"));
  writeFileSync(join(folder, "site/index.html"), "<!doctype html><title>Welcome</title>");
}

test("there are examples", () => {
  expect(examples().length).toBeGreaterThan(15);
});

describe.each(all.map((program, index) => ({ ...program, number: index + 1 })))(
  "the examples, program $number",
  ({ text }) => {
    it("compile", () => {
      expect(complaintsAbout(text)).toEqual([]);
    });

    it("deploy, have nothing to change then, and are destroyed", async () => {
      const deployment = await TestDeployment.open({ program: text });
      try {
        writeFiles(deployment.folder);
        await deployment.succeed(["up"]);
        await deployment.succeed(["preview", "--expect-no-changes"]);
        await deployment.succeed(["destroy"]);
      } finally {
        await deployment.close();
      }
    });
  },
);

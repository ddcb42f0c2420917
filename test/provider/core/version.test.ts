import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../../provider/core/version";

it("the version that the services are told is the package's own", () => {
  const manifest = readFileSync(join(__dirname, "../../../provider/package.json"), "utf8");
  expect(version).toBe((JSON.parse(manifest) as { version: string }).version);
});

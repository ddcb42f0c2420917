/**
 * What every row of the table has to do: be installed, deploy, have nothing to do then, and go away.
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCloud, type Cloud } from "../../../emulator";
import { InstalledProject } from "./project";
import { startRegistry, type Registry } from "./registry";
import { titleOf, type Row } from "./rows";

/** Describes the rows, with one registry and one cloud for all of them. */
export function describeInstalled(rows: readonly Row[]): void {
  let registry: Registry;
  let cloud: Cloud;
  const toolsFolder = mkdtempSync(join(tmpdir(), "storage-access-tools-"));
  beforeAll(async () => {
    registry = await startRegistry();
    cloud = await startCloud();
  });
  afterAll(async () => {
    await cloud.stop();
    await registry.close();
    rmSync(toolsFolder, { recursive: true, force: true });
  });

  it.each(rows.map((row) => [titleOf(row), row] as const))(
    "a project installs the package, deploys, has nothing to do then, and goes away: %s",
    async (_title, row) => {
      const project = new InstalledProject(row, { registry: registry.url, cloud, toolsFolder });
      try {
        await project.install();
        await project.storageAccess("up", "--yes", "--create", "--stack", "dev");
        const outputs = await project.storageAccess("stack", "output", "--json", "--stack", "dev");
        expect(JSON.parse(outputs)).toMatchObject({
          accessKey: expect.stringMatching(/^SCW[0-9A-Z]{17}$/) as string,
          stack: "dev",
          isThere: true,
        });
        await project.storageAccess("up", "--yes", "--stack", "dev", "--expect-no-changes");
        await project.storageAccess("destroy", "--yes", "--stack", "dev");
      } finally {
        project.close();
      }
    },
    300_000,
  );
}

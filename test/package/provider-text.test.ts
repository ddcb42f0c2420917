import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TestDeployment } from "../support/deployment";

const WORKSPACE = join(__dirname, "../..");
const LIMIT_BYTES = 300;

const PROGRAM = `
import * as scaleway from "pulumi-storage-access/scaleway";
const app = new scaleway.Application("app");
const project = new scaleway.Project("project");
new scaleway.Group("group", { applicationIds: [app.id] });
new scaleway.Policy("policy", {
  applicationId: app.id,
  rules: [{ projectIds: [project.id], permissionSetNames: ["ObjectStorageFullAccess"] }],
});
new scaleway.ApiKey("key", { applicationId: app.id, defaultProjectId: project.id });
new scaleway.Bucket("bucket", { projectId: project.id });
`;

interface Exported {
  deployment: {
    resources: {
      type: string;
      inputs?: { __provider?: string };
      outputs?: { __provider?: string };
    }[];
  };
}

/** Deploys the program and gives the provider text of every resource, as input and as output. */
async function providerTexts(deployment: TestDeployment): Promise<Record<string, string[]>> {
  await deployment.succeed(["up"]);
  const exported = JSON.parse(await deployment.succeed(["stack", "export"])) as Exported;
  return Object.fromEntries(
    exported.deployment.resources
      .filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"))
      .map(({ type, inputs, outputs }) => [
        type,
        [inputs?.__provider ?? "", outputs?.__provider ?? ""],
      ]),
  );
}

const KINDS = ["ApiKey", "Application", "Bucket", "Group", "Policy", "Project"];

function expectSmall(texts: Record<string, string[]>): void {
  expect(Object.keys(texts).sort()).toEqual(
    [...KINDS.map((kind) => `scaleway:${kind}`), "storage-access:Lineage"].map(
      (token) => `pulumi-nodejs:dynamic/${token}`,
    ),
  );
  for (const [type, pair] of Object.entries(texts))
    for (const text of pair) {
      expect(text).toContain(`("${type.replace("pulumi-nodejs:dynamic/", "")}")`);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT_BYTES);
    }
}

describe("the provider text that every resource carries in the state", () => {
  it("is at most 300 bytes where the package is a workspace link", async () => {
    const deployment = await TestDeployment.open({ program: PROGRAM });
    try {
      expectSmall(await providerTexts(deployment));
    } finally {
      await deployment.close();
    }
  });

  it("is at most 300 bytes where the package is an installed tarball, and its handlers run", async () => {
    const folder = mkdtempSync(join(tmpdir(), "storage-access-tarball-"));
    const deployment = await TestDeployment.open({ program: PROGRAM });
    try {
      installTarballs(folder, deployment.folder);
      const installed = join(deployment.folder, "node_modules/pulumi-storage-access");
      expect(realpathSync(installed)).not.toContain(realpathSync(WORKSPACE));
      expectSmall(await providerTexts(deployment));
    } finally {
      await deployment.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);
});

/** Packs provider and catalog, and installs them in the program's folder in place of the workspace's links. */
function installTarballs(folder: string, programFolder: string): void {
  const npm = (args: string[], cwd: string): string =>
    execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const tarballs = ["catalog", "provider"].map((room) => {
    const [packed] = JSON.parse(
      npm(["pack", "--json", "--pack-destination", folder], join(WORKSPACE, room)),
    ) as { filename: string }[];
    return join(folder, packed?.filename ?? "");
  });
  rmSync(join(programFolder, "node_modules"));
  writeFileSync(join(programFolder, "package.json"), '{ "name": "test", "version": "1.0.0" }');
  // Peers come from the workspace: the SDK is large, and it is not what is tested here.
  npm(
    ["install", "--legacy-peer-deps", "--prefer-offline", "--no-audit", ...tarballs],
    programFolder,
  );
  const modules = join(programFolder, "node_modules");
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  for (const name of ["@pulumi/pulumi", "typescript", "ts-node"])
    symlinkSync(join(WORKSPACE, "node_modules", name), join(modules, name));
}

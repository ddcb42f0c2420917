/**
 * The policy pack as a package: installed from a tarball into a project that is not this repository, it runs by itself and
 * inside of a user's own pack.
 * @module
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PackProcess } from "../support/pack-process";

jest.setTimeout(240_000);

const WORKSPACE = join(__dirname, "../..");
const BUCKET = "pulumi-nodejs:dynamic/scaleway:Bucket";
const OWN_PACK = `
const { PolicyPack } = require("@pulumi/policy");
const { accessPolicies } = require("pulumi-storage-access-policy");
new PolicyPack("our-rules", { policies: accessPolicies({ preset: "production" }) });
`;

let project: string;
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "storage-access-pack-"));
  install(project);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function install(folder: string): void {
  const npm = (args: string[], cwd: string): string =>
    execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const tarballs = ["catalog", "provider", "policy"].map((room) => {
    const [packed] = JSON.parse(
      npm(["pack", "--json", "--pack-destination", folder], join(WORKSPACE, room)),
    ) as { filename: string }[];
    return join(folder, packed?.filename ?? "");
  });
  writeFileSync(join(folder, "package.json"), '{ "name": "own", "version": "2.0.0" }');
  // Peers come from the workspace: the SDK is large, and it is not what is tested here.
  npm(["install", "--legacy-peer-deps", "--prefer-offline", "--no-audit", ...tarballs], folder);
  const modules = join(folder, "node_modules");
  rmSync(join(modules, "@pulumi"), { recursive: true, force: true });
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  for (const name of ["@pulumi/pulumi", "@pulumi/policy"])
    symlinkSync(join(WORKSPACE, "node_modules", name), join(modules, name));
}

/** What it says of a bucket without versions, and by which name. */
async function said(folder: string): Promise<[string, string, string[]]> {
  const pack = await PackProcess.start({ STORAGE_ACCESS_PRESET: "production" }, folder);
  try {
    const { name, version } = await pack.info();
    const urn = `urn:pulumi:dev::own::${BUCKET}::photos`;
    const found = await pack.analyze({ type: BUCKET, name: "photos", urn, properties: {} });
    return [name, version, found.map(({ policy }) => policy)];
  } finally {
    await pack.stop();
  }
}

describe("The packed policy pack, in a project of its own", () => {
  it("runs by itself", async () => {
    const installed = join(project, "node_modules/pulumi-storage-access-policy");
    expect(realpathSync(installed)).not.toContain(realpathSync(WORKSPACE));
    const [name, version, found] = await said(installed);
    expect([name, version]).toEqual(["pulumi-storage-access", "0.1.0"]);
    expect(found).toContain("obj-versioning-off");
  });

  it("lends its rules to a user's own pack", async () => {
    const folder = join(project, "pack");
    mkdirSync(folder);
    writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(
      join(folder, "package.json"),
      '{ "name": "our-rules", "version": "3.0.0", "main": "index.js" }',
    );
    writeFileSync(join(folder, "index.js"), OWN_PACK);
    const [name, version, found] = await said(folder);
    expect([name, version]).toEqual(["our-rules", "3.0.0"]);
    expect(found).toContain("obj-versioning-off");
  });
});

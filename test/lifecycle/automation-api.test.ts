/**
 * Two stacks in one process: inline programs of the Automation API, which needs the official engine.
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startCloud } from "../../emulator";
import { start } from "../support/command-line";
import { describeWith } from "../support/requires";

/** Deploys the stacks `one` and `two` at once, then `one` again; each has the profile of its name. */
const SCRIPT = `
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const scaleway = require("pulumi-storage-access/scaleway");
async function program() {
  const { organizationId } = await scaleway.getDefaultProject();
  const app = new scaleway.Application("app", { name: "inline" });
  return { asked: organizationId, made: app.organizationId, listed: scaleway.getDefaultProjectOutput().organizationId };
}
async function up(name) {
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: name, projectName: "inline", program },
    { workDir: process.cwd() + "/" + name },
  );
  await stack.setConfig("storage-access:profile", { value: name });
  const { outputs } = await stack.up();
  return Object.values(outputs).map(({ value }) => value);
}
async function main() {
  const [one, two] = await Promise.all([up("one"), up("two")]);
  process.stdout.write(JSON.stringify({ one, two, again: await up("one") }));
}
main();
`;

describeWith({ name: "pulumi", probe: ["pulumi", "version"] }, "inline programs", () => {
  it("of two stacks in one process look things up and make things as their own profiles", async () => {
    const folder = mkdtempSync(join(tmpdir(), "automation-"));
    const clouds = await Promise.all(["one", "two"].map((seed) => startCloud({ seed })));
    const profiles = ["one", "two"].map((name, index) => {
      const { accessKey, secretKey, apiUrl } = clouds[index]!.description.scaleway;
      mkdirSync(join(folder, name));
      return [name, { access_key: accessKey, secret_key: secretKey, api_url: apiUrl }] as const;
    });
    symlinkSync(join(__dirname, "../../node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "main.cjs"), SCRIPT);
    writeFileSync(
      join(folder, "config.yaml"),
      JSON.stringify({ profiles: Object.fromEntries(profiles) }),
    );
    const { code, stdout, stderr } = await start(
      [process.execPath, "main.cjs"],
      {
        PATH: process.env["PATH"],
        HOME: folder,
        SCW_CONFIG_PATH: join(folder, "config.yaml"),
        PULUMI_BACKEND_URL: pathToFileURL(folder).href,
        PULUMI_CONFIG_PASSPHRASE: "correct horse",
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
      folder,
    ).finished;
    const [one, two] = clouds.map(({ description }) => description.scaleway.organizationId);
    await Promise.all(clouds.map((cloud) => cloud.stop()));
    rmSync(folder, { recursive: true });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(JSON.parse(stdout)).toEqual({
      one: [one, one, one],
      two: [two, two, two],
      again: [one, one, one],
    });
  });
});

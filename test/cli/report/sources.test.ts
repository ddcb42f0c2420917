/**
 * Where a report's world comes from: the stack without its passphrase, the live API with the settings of the environment.
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { environmentOf, startCloud } from "pulumi-storage-access-emulator";
import { whoCan } from "../../../cli/who-can";
import { EXECUTABLE, start } from "../../support/command-line";
import { temporaryFolder } from "./world";

const files = temporaryFolder();
const environment = { ...process.env };
afterAll(() => files.remove());
afterEach(() => {
  process.env = { ...environment };
});

const ask = async (flags: { stack?: string; live?: boolean; state?: string }): Promise<string> => {
  const asked = { action: "delete", resource: undefined };
  return [...(await whoCan(asked, { cwd: files.folder, format: "table", ...flags }))].join("");
};

/** A project whose stack is the tutorial's. */
function writeStack(): void {
  const { deployment } = JSON.parse(readFileSync(join(__dirname, "tutorial.json"), "utf8")) as {
    deployment: object;
  };
  const stacks = join(files.folder, "backend/.pulumi/stacks/preferred-project");
  mkdirSync(stacks, { recursive: true });
  writeFileSync(join(files.folder, "Pulumi.yaml"), "name: preferred-project\nruntime: nodejs\n");
  const stack = "organization/preferred-project/s";
  const checkpoint = { version: 3, checkpoint: { stack, latest: deployment } };
  writeFileSync(join(stacks, "s.json"), JSON.stringify(checkpoint));
  process.env["PULUMI_BACKEND_URL"] = pathToFileURL(join(files.folder, "backend")).href;
  delete process.env["PULUMI_CONFIG_PASSPHRASE"];
}

it("is the stack, for which no passphrase is needed", async () => {
  writeStack();
  const text = await ask({ stack: "s" });
  expect(text).toMatch(/^stack s of project preferred-project\n/);
  expect(text).toMatch(/application my-test-app +project my-second-project +yes/);
});

it("is the live API, as its owner sees it", async () => {
  const cloud = await startCloud({ seed: "sources" });
  try {
    const command = [process.execPath, EXECUTABLE, "who-can", "delete", "--live"];
    const settings = { PATH: process.env["PATH"], HOME: files.folder };
    const { stdout: text, stderr } = await start(command, {
      ...settings,
      ...environmentOf(cloud.description),
    }).finished;
    expect(stderr).not.toContain("error");
    expect(text).toMatch(/^Organization [0-9a-f-]{36}\n/);
    expect(text).toMatch(/user .*\(owner\) +project default +yes/);
    expect(text).not.toContain(cloud.description.scaleway.secretKey);
  } finally {
    await cloud.stop();
  }
});

it("is one of them: two are refused", async () => {
  await expect(ask({ stack: "s", live: true })).rejects.toThrow("give one");
});

/**
 * A secret that goes to a file: under a real engine it is in no state, not even encrypted, and in nothing that is printed.
 * @module
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { TestDeployment } from "../support/deployment";
import { Scanner } from "../support/scanner";

const PROGRAM = `
import * as scaleway from "pulumi-storage-access/scaleway";
const app = new scaleway.Application("app");
const key = new scaleway.ApiKey("key", { applicationId: app.id, secretTo: { file: "key.json" } });
export const accessKey = key.accessKey;
export const whole = key;
export const wrong = process.env.READS ? key.secretKey : undefined;
`;

describe("a key whose secret goes to a file, under the engine", () => {
  let stack: TestDeployment;
  let file: string;
  let printed = "";
  const run = async (args: string[], environment: NodeJS.ProcessEnv = {}) => {
    const finished = await stack.run(args, environment);
    printed += finished.stdout + finished.stderr;
    return finished;
  };
  beforeAll(async () => {
    stack = await TestDeployment.open({ program: PROGRAM });
    file = join(stack.folder, "key.json");
  }, 60_000);
  afterAll(() => stack.close());

  it("fails at preview where the program reads the secret, naming the file", async () => {
    const { code, stdout, stderr } = await run(["preview"], { READS: "1" });
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain("secretTo hands it to the file key.json");
  });

  it("is made with the file beside the program, for its owner alone", async () => {
    expect((await run(["up"])).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await run(["up", "--expect-no-changes"])).code).toBe(0);
    expect((await run(["refresh"])).code).toBe(0);
  });

  it("has its secret in no state, not even encrypted, and in nothing printed", async () => {
    const { secretKey } = JSON.parse(readFileSync(file, "utf8")) as { secretKey: string };
    const scanner = new Scanner({ "the handed secret": secretKey });
    await run(["stack", "export"]);
    expect(scanner.folder(stack.backend)).toEqual([]);
    expect(scanner.text("the output", printed)).toEqual([]);
    const states = readdirSync(stack.backend, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.includes("dev"))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
      .filter((text) => text.includes("scaleway:ApiKey"));
    expect(states.length).toBeGreaterThan(0);
    // The name stands there only as that of an output to be kept secret.
    for (const text of states) expect(text).not.toMatch(/"secretKey"\s*:/);
  });

  it("takes the file with it when it is destroyed", async () => {
    expect((await run(["destroy"])).code).toBe(0);
    expect(existsSync(file)).toBe(false);
  });
});

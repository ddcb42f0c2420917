/**
 * Derived secrets as inputs, right and wrong, and errors of the provider, under a real engine.
 * @module
 */
import { TestDeployment } from "../support/deployment";
import { installedEngines } from "../support/engines";
import { Scanner } from "../support/scanner";

const CANARY = "canary-derived-4b7d20c9e1";

/** Secret by derivation, right where WRONG is not set, and otherwise nothing that the argument may be. */
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import * as scaleway from "pulumi-storage-access/scaleway";
const derived = pulumi.secret("${CANARY}").apply((text) => (process.env.WRONG ? "\\u0000" : "") + text);
const app = new scaleway.Application("app", { description: derived, tags: ["open", derived] });
if (process.env.WRONG) {
  new scaleway.ApiKey("key", { applicationId: app.id, expiresAt: derived });
  new scaleway.User("user", { email: derived, username: derived });
}
const bucket = new scaleway.Bucket("bucket", { tags: { owner: derived } });
for (const name of ["one", "two"]) {
  new scaleway.Bucket(name, {}, { deletedWith: bucket });
}
`;

describe.each(installedEngines())("under $name", (engine) => {
  let stack: TestDeployment;
  let printed = "";
  const run = async (args: string[], environment: NodeJS.ProcessEnv = {}): Promise<string> => {
    const { stdout, stderr } = await stack.run(args, environment);
    printed += stdout + stderr;
    return stdout + stderr;
  };
  beforeAll(async () => {
    stack = await TestDeployment.open({ program: PROGRAM, engine });
  }, 60_000);
  afterAll(() => stack.close());

  it("a value of a secret input is in nothing that is printed", async () => {
    expect(await run(["preview"], { WRONG: "1" })).toContain("[secret]");
    await run(["up"]);
    await run(["preview", "--diff", "--json"]);
    await run(["up"], { WRONG: "1" });
    await run(["refresh"]);
    expect(new Scanner({ derived: CANARY }).text("the output", printed)).toEqual([]);
  });
  it("an error of the provider is printed once in the lines of each resource", async () => {
    const environment = { SCW_ACCESS_KEY: "SCWHALF0000000000000", SCW_SECRET_KEY: "" };
    const said = await run(["refresh"], environment);
    // The lines on the way of the official engine's display have one operation each; what counts is what comes at the end.
    const end = said.slice(Math.max(0, said.indexOf("Diagnostics:")));
    expect(end.split("half a pair of credentials")).toHaveLength(
      1 + ["app", "bucket", "one", "two"].length,
    );
    expect(said).not.toContain("CloudError");
    expect(said).not.toContain("(scaleway:");
  });
});

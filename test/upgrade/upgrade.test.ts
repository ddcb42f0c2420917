import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TestDeployment } from "../support/deployment";
import { everything } from "../support/owner";
import { readRecording, replay } from "./recording";

const issues = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(issues)("a stack as issue %s left it", (issue) => {
  const recording = readRecording(join(__dirname, issue));
  let stack: TestDeployment;

  beforeEach(async () => {
    stack = await TestDeployment.open({ program: recording.program });
    const folder = join(stack.backend, ".pulumi/stacks/test");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "dev.json"), await replay(recording, stack.cloud));
  });
  afterEach(() => stack.close());

  it("gets a lineage where it has none, and has nothing else to change", async () => {
    const hasLineage = recording.state.includes("storage-access:Lineage");
    stack.cloud.resetCounts();
    const { changes } = JSON.parse(await stack.succeed(["up", "--json"])) as {
      changes: Record<string, number>;
    };
    const others = Object.fromEntries(
      Object.entries(changes).filter(([operation]) => operation !== "same"),
    );
    expect(others).toEqual(hasLineage ? {} : { create: 1 });
    const writes = Object.keys(stack.cloud.counts()).filter((call) =>
      /^(?!GET|Get|List|Head)/.test(call),
    );
    expect(writes).toEqual([]);
    await stack.succeed(["up", "--expect-no-changes"]);
    expect(await stack.outputs()).toHaveProperty("secretKey");
  });

  it("is refreshed without finding drift", async () => {
    await stack.succeed(["refresh", "--expect-no-changes"]);
  });

  it("is destroyed without a trace", async () => {
    await stack.succeed(["destroy"]);
    const left = await everything(stack.cloud);
    expect(left).toMatchObject({ applications: [], groups: [], policies: [], buckets: [] });
    expect(left.projects).toHaveLength(1);
  });
});

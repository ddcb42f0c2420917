/**
 * A refresh on a cloud that has lost everything: the Organization is the same, and nothing of the stack is in it.
 * @module
 */
import { TestDeployment } from "../support/deployment";
import { installedEngines } from "../support/engines";

/** Several of one kind, and one each of others. */
const PROGRAM = `
import * as scaleway from "pulumi-storage-access/scaleway";
new scaleway.Project("project");
const apps = ["a", "b", "c"].map((name) => new scaleway.Application(name));
new scaleway.ApiKey("key", { applicationId: apps[0]!.id });
const group = new scaleway.Group("group");
new scaleway.GroupMembership("members", { groupId: group.id, applicationIds: [apps[1]!.id] });
const bucket = new scaleway.Bucket("bucket");
new scaleway.BucketCors("cors", { bucket, rules: [{ allowedMethods: ["GET"], allowedOrigins: ["*"] }] });
`;

interface Exported {
  readonly deployment: { readonly resources: readonly { readonly urn: string }[] };
}

async function urnsOf(stack: TestDeployment): Promise<string[]> {
  const { deployment } = JSON.parse(await stack.succeed(["stack", "export"])) as Exported;
  return deployment.resources.map(({ urn }) => urn).sort();
}

test.each(installedEngines())(
  "a refresh one by one under $name keeps everything in the state, and says how to confirm the loss",
  async (engine) => {
    const stack = await TestDeployment.open({ program: PROGRAM, engine, cloud: { seed: "lost" } });
    await stack.succeed(["up"]);
    const before = await urnsOf(stack);
    const lost = await stack.copy({ seed: "lost" });
    try {
      const { code, stdout, stderr } = await lost.run(["refresh", "--parallel", "1"]);
      expect(code).not.toBe(0);
      expect(stdout + stderr).toContain("The state is kept");
      expect(await urnsOf(lost)).toEqual(before);
      await lost.succeed(["refresh"], { STORAGE_ACCESS_ALLOW_EMPTY: "1" });
      // The stack itself, the provider, and the lineage, which is in no cloud.
      expect(await urnsOf(lost)).toHaveLength(3);
    } finally {
      await Promise.all([stack.close(), lost.close()]);
    }
  },
);

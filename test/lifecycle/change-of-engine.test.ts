/**
 * One stack, now under this engine and now under the official one: each opens what the other has written.
 * @module
 */
import { TestDeployment } from "../support/deployment";
import { EMBEDDED, installedEngines } from "../support/engines";

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import * as scaleway from "pulumi-storage-access/scaleway";
class Team extends pulumi.ComponentResource {
  constructor(name: string) {
    super("example:Team", name);
    const app = new scaleway.Application(name, { description: process.env.EDIT ?? "first" }, { parent: this });
    this.key = new scaleway.ApiKey(name, { applicationId: app.id }, { parent: this });
    this.registerOutputs({});
  }
  readonly key: scaleway.ApiKey;
}
const { key } = new Team("team");
export const accessKey = key.accessKey;
export const secretKey = key.secretKey;
`;

const official = installedEngines().find((engine) => engine !== EMBEDDED);

if (!official) {
  test("is left out, as there is no official engine here", () => {
    expect(installedEngines()).toEqual([EMBEDDED]);
  });
} else {
  test("a stack goes from the embedded engine to the official one and back, unchanged", async () => {
    const embedded = await TestDeployment.open({ program: PROGRAM });
    const other = embedded.under(official);
    try {
      await embedded.succeed(["up"]);
      const made = await embedded.outputs();
      await other.succeed(["preview", "--expect-no-changes"]);
      await other.succeed(["up"], { EDIT: "second" });
      expect(await other.outputs()).toEqual(made);
      await embedded.succeed(["preview", "--expect-no-changes"], { EDIT: "second" });
      await embedded.succeed(["up"], { EDIT: "third" });
      await other.succeed(["refresh"]);
      await other.succeed(["up", "--expect-no-changes"], { EDIT: "third" });
      expect(await embedded.outputs()).toEqual(made);
      await other.succeed(["destroy"]);
    } finally {
      await embedded.close();
    }
  });
}

/**
 * The same program and the same stack name, deployed by somebody who has not got the state: a second laptop, a fresh clone.
 * @module
 */
import { TestDeployment } from "../support/deployment";
import { installedEngines } from "../support/engines";
import { asOwner } from "../support/owner";

const PROGRAM = `
import * as scaleway from "pulumi-storage-access/scaleway";
const app = new scaleway.Application("app");
const key = new scaleway.ApiKey("key", { applicationId: app.id });
export const accessKey = key.accessKey;
`;

test.each(installedEngines())(
  "a copy of a stack without its state leaves the first one's key as it is, under $name",
  async (engine) => {
    const first = await TestDeployment.open({ program: PROGRAM, engine, stack: "prod" });
    const beside = { program: PROGRAM, engine, stack: "prod", beside: first };
    const copy = await TestDeployment.open(beside);
    try {
      await first.succeed(["up"]);
      const { accessKey } = await first.outputs();
      const path = `/iam/v1alpha1/api-keys/${String(accessKey)}`;
      const before = await asOwner(first.cloud, "GET", path);
      await copy.succeed(["up"]);
      expect((await copy.outputs())["accessKey"]).not.toBe(accessKey);
      await copy.succeed(["up", "--expect-no-changes"]);
      await copy.succeed(["destroy"]);
      expect(await asOwner(first.cloud, "GET", path)).toEqual(before);
      await first.succeed(["up", "--expect-no-changes"]);
    } finally {
      await copy.close();
      await first.close();
    }
  },
);

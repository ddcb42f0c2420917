/**
 * One stack, now under this engine and now under the official one: each opens what the other has written.
 * @module
 */
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { Running } from "../support/command-line";
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
if (process.env.WAIT) key.id.apply(() => new Promise((resolve) => setTimeout(resolve, 60_000)));
export const accessKey = key.accessKey;
export const secretKey = key.secretKey;
`;

/** A bucket of the deployment's own cloud for its state, as the URL and the credentials that every engine reads. */
async function stateBucket({ cloud }: TestDeployment): Promise<NodeJS.ProcessEnv> {
  const { accessKey, secretKey, s3Endpoint, region } = cloud.description.scaleway;
  const client = new S3Client({
    endpoint: s3Endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
  });
  await client.send(new CreateBucketCommand({ Bucket: "team-state" }));
  return {
    PULUMI_BACKEND_URL: `s3://team-state/shop?endpoint=${s3Endpoint}&region=${region}&s3ForcePathStyle=true&awssdk=v2`,
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: secretKey,
  };
}

/** Waits until a command has said something. */
function said({ child }: Running, words: string): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.on("data", (text: string) => {
      if (text.includes(words)) resolve();
    });
  });
}

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

  test("a stack in a bucket does so too, and what a killed engine did is there for the other one", async () => {
    const embedded = await TestDeployment.open({ program: PROGRAM });
    const other = embedded.under(official);
    try {
      const state = await stateBucket(embedded);
      await embedded.succeed(["up"], state);
      await other.succeed(["preview", "--expect-no-changes"], state);
      await other.succeed(["up"], { ...state, EDIT: "second" });
      await embedded.succeed(["preview", "--expect-no-changes"], { ...state, EDIT: "second" });
      const third = { ...state, EDIT: "third" };
      const running = embedded.start(["up"], { ...third, WAIT: "1" });
      await said(running, "team updated");
      const { code, stdout, stderr } = await other.run(["up"], third);
      expect([code === 0, stdout + stderr]).toEqual([false, expect.stringMatching(/locked/)]);
      running.child.kill("SIGKILL");
      await running.finished;
      await other.succeed(["cancel", "--yes"], state);
      await other.succeed(["preview", "--expect-no-changes"], third);
      await other.succeed(["destroy"], state);
    } finally {
      await embedded.close();
    }
  });
}

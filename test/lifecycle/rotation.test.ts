/**
 * A rotation under a real engine: seen at preview, by what depends on the key as well; an update, never a replacement.
 * @module
 */
import { TestDeployment } from "../support/deployment";

const PROGRAM = `
import * as scaleway from "pulumi-storage-access/scaleway";
const app = new scaleway.Application("app");
const key = new scaleway.ApiKey("key", {
  applicationId: app.id,
  rotation: { everyDays: 90, overlapDays: 7 },
});
new scaleway.Application("dependent", { description: key.accessKey });
export const id = key.id;
export const accessKey = key.accessKey;
export const secretKey = key.secretKey;
export const previousKeys = key.previousKeys;
`;

const DAY = 24 * 3600 * 1000;

interface Outputs {
  readonly id: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly previousKeys: readonly { readonly accessKey: string }[];
}

describe("a key that is old enough, under the engine", () => {
  let stack: TestDeployment;
  let before: Outputs;
  const outputs = async () => (await stack.outputs()) as unknown as Outputs;
  beforeAll(async () => {
    // The key is made ninety-one days ago.
    const clock = { now: () => new Date(Date.now() - 91 * DAY) };
    stack = await TestDeployment.open({ program: PROGRAM, cloud: { clock } });
    await stack.succeed(["up"]);
    before = await outputs();
    stack.cloud.setTime(new Date());
  }, 60_000);
  afterAll(() => stack.close());

  it("is shown at preview as an update, and so is what depends on its access key", async () => {
    const { stdout } = await stack.run(["preview", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ changes: { update: 2 } });
  });

  it("is rotated by up, which keeps the id", async () => {
    await stack.succeed(["up"]);
    const after = await outputs();
    expect(after.id).toBe(before.id);
    expect(after.accessKey).not.toBe(before.accessKey);
    expect(after.secretKey).not.toBe(before.secretKey);
    expect(after.previousKeys).toMatchObject([{ accessKey: before.accessKey }]);
    await stack.succeed(["up", "--expect-no-changes"]);
  });
});

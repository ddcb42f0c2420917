/**
 * @module
 */
import { environmentOf } from "../../../emulator/environment";
import * as scaleway from "../../../provider/scaleway";
import { readBucketByName } from "../../../provider/scaleway/lookups/get-bucket";
import { readBuckets } from "../../../provider/scaleway/lookups/get-buckets";
import { testContext, testSettings } from "../../support/context";
import { unknownOutput, valueOf } from "../../support/outputs";
import { SimulatedStack } from "../../support/stack";
import { startWorld, type World } from "../../support/world";

jest.setTimeout(30_000);

describe("lookups of buckets", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ seed: "lookups of buckets" });
    await new SimulatedStack({ cloud: world.cloud }).up(async (declare) => {
      const tags = { team: "media" };
      await declare("scaleway:Bucket", "a", { name: "example-a-0a1b2c3d", tags, objectLock: true });
      await declare("scaleway:Bucket", "b", { name: "other-b-0a1b2c3d" });
      await declare("scaleway:Bucket", "c", { name: "example-c-0a1b2c3d", region: "nl-ams" });
    });
  });
  beforeEach(() => world.cloud.resetCounts());
  afterAll(() => world.stop());

  const context = () => {
    const { accessKey, secretKey, apiUrl, s3Endpoint, organizationId, defaultProjectId, region } =
      world.cloud.description.scaleway;
    return testContext({
      settings: testSettings({
        accessKey,
        secretKey,
        apiUrl,
        s3Endpoint,
        organizationId,
        defaultProjectId,
        region,
      }),
    });
  };

  it("list those of one Project and region by one call, narrowed by name", async () => {
    const { defaultProjectId: projectId } = world.cloud.description.scaleway;
    const all = await readBuckets(context(), {});
    expect(all).toMatchObject({ projectId, region: "fr-par" });
    expect(all.buckets.map(({ name }) => name)).toEqual(["example-a-0a1b2c3d", "other-b-0a1b2c3d"]);
    expect(world.cloud.counts()).toEqual({ ListBuckets: 1 });
    const narrowed = await readBuckets(context(), { namePrefix: "example-", region: "nl-ams" });
    expect(narrowed.buckets.map(({ name }) => name)).toEqual(["example-c-0a1b2c3d"]);
  });

  it("show one bucket without the mark of its stack", async () => {
    expect(await readBucketByName(context(), { name: "example-a-0a1b2c3d" })).toEqual({
      name: "example-a-0a1b2c3d",
      projectId: world.cloud.description.scaleway.defaultProjectId,
      region: "fr-par",
      tags: { team: "media" },
      versioning: true,
      objectLock: true,
    });
  });

  it("are Outputs for resources, and unknown, without a call, where an argument is", async () => {
    const before = { ...process.env };
    Object.assign(process.env, environmentOf(world.cloud.description));
    try {
      const one = await valueOf(scaleway.getBucketOutput({ name: "other-b-0a1b2c3d" }));
      expect(one).toMatchObject({ isKnown: true, value: { region: "fr-par", versioning: false } });
      const many = await valueOf(scaleway.getBucketsOutput({ namePrefix: "other-" }).buckets);
      expect(many.value.map(({ name }) => name)).toEqual(["other-b-0a1b2c3d"]);
      world.cloud.resetCounts();
      const name = unknownOutput<string>();
      expect((await valueOf(scaleway.getBucketOutput({ name }))).isKnown).toBe(false);
      const unknown = scaleway.getBucketsOutput({ namePrefix: name });
      expect((await valueOf(unknown)).isKnown).toBe(false);
      expect(world.cloud.counts()).toEqual({});
    } finally {
      process.env = before;
    }
  });

  it("fail where there is no such bucket in that region, and say where they looked", async () => {
    const looking = readBucketByName(context(), { name: "example-c-0a1b2c3d" });
    await expect(looking).rejects.toThrow(/no bucket of that name in Project .* in fr-par/);
  });
});

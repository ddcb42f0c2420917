/**
 * @module
 */
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  ListObjectsV2Command,
  PutBucketTaggingCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { bucketName } from "../../../provider/scaleway/bucket-rules";
import { freshStack } from "../../support/fresh-stack";
import { CheckFailed, SimulatedStack, type Program, type Values } from "../../support/stack";
import { killEverywhere } from "../../support/disturbances";
import { idsInState, ownersStorage, type World } from "../../support/world";

jest.setTimeout(60_000);

const withBucket =
  (args: Values = {}, name = "photos"): Program =>
  async (declare) => {
    await declare("scaleway:Bucket", name, args);
  };

describe("a bucket", () => {
  let world: World;
  let stack: SimulatedStack;
  beforeEach(async () => ({ world, stack } = await freshStack("bucket")));
  afterEach(() => world.stop());

  const storage = (region = "fr-par") =>
    ownersStorage(world.cloud, world.cloud.description.scaleway.defaultProjectId, region);
  const put = (Bucket: string, region?: string) =>
    storage(region).send(new PutObjectCommand({ Bucket, Key: "photo.jpg", Body: "bytes" }));
  const keysIn = async (Bucket: string, region?: string) =>
    ((await storage(region).send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(
      ({ Key }) => Key,
    );

  it("is made in its own Project, whatever the deploying key prefers", async () => {
    await stack.up(async (declare) => {
      const { id: projectId } = await declare("scaleway:Project", "second");
      await declare("scaleway:Bucket", "photos", { projectId, region: "pl-waw" });
    });
    const projectId = stack.entry("second").id;
    expect(stack.outputsOf("photos")).toMatchObject({ projectId, region: "pl-waw" });
    expect(await world.ids()).toEqual(idsInState(stack));
    await stack.destroy();
    expect(await world.ids()).toEqual(idsInState(stack));
  });

  it("keeps the Project and region that were chosen for it when the settings change", async () => {
    await stack.up(withBucket());
    const { projectId, region } = stack.outputsOf("photos");
    const later = new SimulatedStack({
      cloud: world.cloud,
      env: { SCW_DEFAULT_REGION: "nl-ams", SCW_DEFAULT_PROJECT_ID: String(projectId) },
    });
    for (const [urn, entry] of stack.kept) later.kept.set(urn, entry);
    expect(await later.up(withBucket())).toMatchObject({ same: 1 });
    await later.refresh();
    expect(later.outputsOf("photos")).toMatchObject({ region });
  });

  it("has tags without the mark, and versioning that is only suspended once it was on", async () => {
    await stack.up(withBucket({ tags: { team: "media" }, versioning: true }));
    expect(stack.outputsOf("photos")).toMatchObject({ tags: { team: "media" }, versioning: true });
    await stack.up(withBucket({ versioning: false }));
    const { Status } = await storage().send(
      new GetBucketVersioningCommand({ Bucket: stack.entry("photos").id }),
    );
    expect(Status).toBe("Suspended");
    await stack.refresh();
    expect(stack.outputsOf("photos")).toMatchObject({ tags: {}, versioning: false });
    expect(await stack.up(withBucket({ versioning: false }))).toMatchObject({ same: 1 });
  });

  it("names its addresses", async () => {
    await stack.up(withBucket({ name: "example-photos" }));
    const { s3Endpoint } = world.cloud.description.scaleway;
    expect(stack.outputsOf("photos")).toMatchObject({
      endpoint: `${s3Endpoint}/example-photos`,
      apiEndpoint: s3Endpoint,
    });
  });

  describe("that holds something", () => {
    it("is not destroyed, and the error says what to do", async () => {
      await stack.up(withBucket());
      const { id } = stack.entry("photos");
      await put(id);
      await expect(stack.destroy()).rejects.toThrow(/not empty.*forceDestroy: true/s);
      expect(await keysIn(id)).toEqual(["photo.jpg"]);
    });

    it("is emptied and destroyed with forceDestroy, old versions included", async () => {
      await stack.up(withBucket({ forceDestroy: true, versioning: true }));
      const { id } = stack.entry("photos");
      await put(id);
      await put(id);
      await storage().send(new DeleteObjectCommand({ Bucket: id, Key: "photo.jpg" }));
      await stack.destroy();
      expect((await world.ids())["scaleway:Bucket"]).toEqual([]);
    });

    it("is never emptied by a replacement, not even with forceDestroy", async () => {
      await stack.up(withBucket({ forceDestroy: true, region: "fr-par" }));
      const { id: old } = stack.entry("photos");
      await put(old);
      const moved = withBucket({ forceDestroy: true, region: "nl-ams" });
      await expect(stack.up(moved)).rejects.toThrow(/old bucket of a replacement/);
      await expect(stack.up(moved)).rejects.toThrow(/forceDestroyOnReplace: true/);
      expect(await keysIn(old)).toEqual(["photo.jpg"]);
      await storage().send(new DeleteObjectCommand({ Bucket: old, Key: "photo.jpg" }));
      await stack.up(moved);
      expect(await world.ids()).toEqual(idsInState(stack));
    });

    it("is emptied by a replacement with forceDestroyOnReplace, also when that was set afterwards", async () => {
      await stack.up(withBucket({ region: "fr-par" }));
      await put(stack.entry("photos").id);
      await expect(stack.up(withBucket({ region: "nl-ams" }))).rejects.toThrow(/replacement/);
      await stack.up(withBucket({ region: "nl-ams", forceDestroyOnReplace: true }));
      expect(await world.ids()).toEqual(idsInState(stack));
    });

    it("survives a forced replacement with all it holds", async () => {
      const program = withBucket({ forceDestroy: true });
      await stack.up(program);
      const { id } = stack.entry("photos");
      await put(id);
      await stack.up(async (declare) => {
        await declare("scaleway:Bucket", "photos", { forceDestroy: true }, { forceReplace: true });
      });
      expect(stack.entry("photos").id).toBe(id);
      expect(await keysIn(id)).toEqual(["photo.jpg"]);
    });
  });

  describe("with a given name", () => {
    const name = "example-photos";

    it("is deleted before it is replaced, since the name is taken until then", async () => {
      await stack.up(withBucket({ name, region: "fr-par" }));
      expect(
        await stack.preview("scaleway:Bucket", "photos", { name, region: "nl-ams" }),
      ).toMatchObject({ replaces: ["region"], deleteBeforeReplace: true });
      await stack.up(withBucket({ name, region: "nl-ams" }));
      expect(await world.ids()).toEqual(idsInState(stack));
    });

    it("takes over nothing in its first run, not even a bare bucket: none can be of its making", async () => {
      await storage().send(new CreateBucketCommand({ Bucket: name }));
      await expect(stack.up(withBucket({ name }))).rejects.toThrow(
        /example-photos is there already, and this stack's state did not make it.*adopt/s,
      );
      expect(stack.kept.size).toBe(0);
    });

    it("takes over a bare bucket of that name in the declared Project and region, which an earlier run may have left", async () => {
      await stack.up(() => Promise.resolve());
      await storage().send(new CreateBucketCommand({ Bucket: name }));
      await stack.up(withBucket({ name, versioning: true }));
      expect(await world.ids()).toEqual(idsInState(stack));
    });

    it.each([
      ["content", () => put(name)],
      [
        "tags of its own",
        () =>
          storage().send(
            new PutBucketTaggingCommand({
              Bucket: name,
              Tagging: { TagSet: [{ Key: "team", Value: "other" }] },
            }),
          ),
      ],
    ])("never takes over one that has %s", async (what, use) => {
      await storage().send(new CreateBucketCommand({ Bucket: name }));
      await use();
      await expect(stack.up(withBucket({ name }))).rejects.toThrow(`it has ${what}`);
      expect(stack.kept.size).toBe(0);
    });

    it("never takes over another stack's, not even an empty one without tags", async () => {
      const other = new SimulatedStack({ cloud: world.cloud, stack: "production" });
      await other.up(withBucket({ name }));
      await expect(stack.up(withBucket({ name }))).rejects.toThrow("the mark of another resource");
      expect(await world.ids()).toEqual(idsInState(other));
    });

    it("never takes over one of another region, another Project or another resource", async () => {
      await storage("nl-ams").send(new CreateBucketCommand({ Bucket: name }));
      await expect(stack.up(withBucket({ name }))).rejects.toThrow(
        /yours already, but not in Project .* in fr-par/,
      );
      const twice: Program = async (declare) => {
        await declare("scaleway:Bucket", "one", { name: "same-name" });
        await declare("scaleway:Bucket", "two", { name: "same-name" });
      };
      await expect(stack.up(twice)).rejects.toThrow(
        "another resource of this program has same-name already",
      );
    });

    it("is made again by a run that has just deleted it", async () => {
      await stack.up(async (declare) => {
        await declare("scaleway:Bucket", "other", { name: "other-photos" });
        await declare("scaleway:Bucket", "photos", { name });
      });
      // The list of buckets is known from the first one when the second one is deleted and made anew.
      stack.kept.delete(stack.entry("other").urn);
      await storage().send(new DeleteBucketCommand({ Bucket: "other-photos" }));
      await stack.up(async (declare) => {
        await declare("scaleway:Bucket", "other", { name: "other-photos" });
        await storage().send(new DeleteBucketCommand({ Bucket: name }));
        const options = { forceReplace: true };
        await declare("scaleway:Bucket", "photos", { name }, options);
      });
      expect(await world.ids()).toEqual(idsInState(stack));
    });

    it("exists once after a kill at any request of its creation or its replacement", async () => {
      const wish = { name, tags: { team: "media" }, versioning: true, region: "fr-par" };
      for (const first of [undefined, { ...wish, region: "nl-ams" }]) {
        const kills = await killEverywhere(async ({ cloud, ids }) => {
          const killed = new SimulatedStack({ cloud });
          if (first) await killed.up(withBucket(first));
          return {
            stack: killed,
            run: () => killed.up(withBucket(wish)),
            verify: async () => {
              expect(await ids()).toEqual(idsInState(killed));
              expect(killed.outputsOf("photos")).toMatchObject(wish);
            },
          };
        });
        expect(kills).toBeGreaterThan(4);
      }
    });
  });

  it.each([
    ["A", "of lowercase letters"],
    ["Photos", "lowercase"],
    ["my_photos", "lowercase"],
    ["-photos", "letter or digit at both ends"],
    ["192.168.1.1", "IP address"],
    ["a..b", "a dot must stand between"],
    ["x".repeat(64), "3 to 63"],
  ])("refuses the name %s before any call", async (name, reason) => {
    const failure = stack.up(withBucket({ name }));
    await expect(failure).rejects.toThrow(CheckFailed);
    await expect(failure).rejects.toThrow(reason);
    expect(world.cloud.counts()).toEqual({});
  });

  it("gets a generated name that S3 allows, whatever the resource is called", async () => {
    const names = fc.string({ minLength: 1, maxLength: 100, unit: "grapheme" });
    await fc.assert(
      fc.asyncProperty(names, async (resource) => {
        await stack.up(withBucket({}, resource.replaceAll("::", "")));
        const [entry] = [...stack.kept.values()];
        const problems: string[] = [];
        bucketName.check(entry?.id, "name", (_property, reason) => problems.push(reason));
        expect(problems).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});

/**
 * Objects of others, and what others do with ours: nothing of theirs is written over or taken away unasked.
 * @module
 */
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { freshStack } from "../../../support/fresh-stack";
import { SimulatedStack, type Program } from "../../../support/stack";
import { ownersStorage, type World } from "../../../support/world";
import { NAME, address, bytesIn, site } from "./site";

jest.setTimeout(60_000);

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await freshStack("bucket object")));
afterEach(() => world.stop());

const storage = () => ownersStorage(world.cloud);

describe("an object", () => {
  it("of another resource is not taken over, not even an equal one", async () => {
    await stack.up(site({ content: "one" }));
    const other = new SimulatedStack({ cloud: world.cloud, project: "other" });
    const equal: Program = async (declare) => {
      await declare("scaleway:BucketObject", "page", { bucket: NAME, key: "page", content: "one" });
    };
    await expect(other.up(equal)).rejects.toThrow("it has the mark of another");
  });

  it("that somebody wrote over is seen by its entity tag, and written again", async () => {
    await stack.up(site({ content: "ours" }));
    await storage().send(new PutObjectCommand({ ...address, Body: "theirs" }));
    await expect(stack.up(site({ content: "new" }))).rejects.toThrow(/contentHash is .* and was/);
    await stack.refresh();
    expect(await stack.up(site({ content: "ours" }))).toMatchObject({ update: 1 });
    expect((await bytesIn(world.cloud)).toString()).toBe("ours");
  });

  it("that somebody else put there is not written over, and can be adopted", async () => {
    await stack.up(site());
    await storage().send(new PutObjectCommand({ ...address, Body: "theirs" }));
    await expect(stack.up(site({ content: "ours" }))).rejects.toThrow(/did not make.*adopt/s);
    expect((await bytesIn(world.cloud)).toString()).toBe("theirs");
    await stack.up(site({ content: "ours", adopt: "existing" }));
    expect((await bytesIn(world.cloud)).toString()).toBe("ours");
  });

  it.each([
    [false, 2, 1],
    [true, 0, 0],
  ])(
    "of a bucket with versions, destroyed with forceDestroy %s, leaves %d versions and %d markers",
    async (forceDestroy, versions, markers) => {
      const bucket = { versioning: true };
      await stack.up(site({ content: "one", forceDestroy }, bucket));
      await stack.up(site({ content: "two", forceDestroy }, bucket));
      await storage().send(
        new PutObjectCommand({ Bucket: NAME, Key: "page of another", Body: "x" }),
      );
      await stack.up(site(undefined, bucket));
      const left = await storage().send(
        new ListObjectVersionsCommand({ Bucket: NAME, Prefix: "page" }),
      );
      const own = (entries: { Key?: string | undefined }[] = []) =>
        entries.filter(({ Key }) => Key === "page");
      expect([own(left.Versions).length, own(left.DeleteMarkers).length]).toEqual([
        versions,
        markers,
      ]);
      expect(left.Versions).toHaveLength(versions + 1);
    },
  );

  it("whose bucket is gone is gone", async () => {
    await stack.up(site({ content: "one" }, { forceDestroy: true }));
    const copy = stack.copy();
    await copy.destroy();
    await expect(stack.refresh()).rejects.toThrow("The state is kept");
    await storage().send(new CreateBucketCommand({ Bucket: "example-of-somebody-else" }));
    expect((await stack.refresh()).sort()).toEqual(["bucket", "page"]);
  });
});

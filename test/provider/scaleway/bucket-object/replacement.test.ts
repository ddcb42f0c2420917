/**
 * An object of which the engine makes another one: its mark says which is whose, at whatever moment that ends.
 * @module
 */
import { HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { killEverywhere } from "../../../support/disturbances";
import { freshStack } from "../../../support/fresh-stack";
import {
  SimulatedStack,
  type DeclareOptions,
  type Program,
  type Values,
} from "../../../support/stack";
import { ownersStorage, type World } from "../../../support/world";
import { NAME, address, bytesIn, site } from "./site";

jest.setTimeout(60_000);

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await freshStack("bucket object")));
afterEach(() => world.stop());

const storage = () => ownersStorage(world.cloud);

describe("an object of which the engine is forced to make another one", () => {
  const forced =
    (object: Values, options: DeclareOptions = {}): Program =>
    async (declare) => {
      await declare("scaleway:Bucket", "bucket", { name: NAME });
      const page = { bucket: NAME, key: "page", ...object };
      await declare("scaleway:BucketObject", "page", page, { forceReplace: true, ...options });
    };
  const two = { content: "two", metadata: { revision: "2" } };

  it.each([false, true])(
    "is recognized by its mark and has the new content, the old half going first: %s",
    async (deleteBeforeReplace) => {
      await stack.up(site({ content: "one" }));
      await stack.up(forced(two, { deleteBeforeReplace }));
      expect((await bytesIn(world.cloud)).toString()).toBe("two");
      expect(stack.outputsOf("page")).toMatchObject(two);
      expect(await stack.refresh()).toEqual([]);
      expect(await stack.up(site(two))).toMatchObject({ same: 2 });
    },
  );

  it("is not overwritten where somebody else has put another one there meanwhile", async () => {
    await stack.up(site({ content: "one" }));
    await storage().send(new PutObjectCommand({ ...address, Body: "theirs" }));
    await expect(stack.up(forced(two))).rejects.toThrow("which this resource did not make");
    expect((await bytesIn(world.cloud)).toString()).toBe("theirs");
  });

  it("is as the program says after the next run, wherever that was interrupted", async () => {
    const kills = await killEverywhere(async (fresh) => {
      const killed = new SimulatedStack({ cloud: fresh.cloud });
      await killed.up(site({ content: "one" }));
      return {
        stack: killed,
        run: () => killed.up(forced(two)),
        again: () => killed.up(site(two)),
        verify: async () => {
          const client = ownersStorage(fresh.cloud);
          const { ETag } = await client.send(new HeadObjectCommand(address));
          expect(ETag).toBe(`"${createHash("md5").update("two").digest("hex")}"`);
          expect(await killed.refresh()).toEqual([]);
          expect(await killed.up(site(two))).toMatchObject({ same: 2 });
        },
      };
    });
    expect(kills).toBeGreaterThan(4);
  });

  it("that an earlier version made is taken over unmarked, as long as it is just as described", async () => {
    await stack.up(site({ content: "one" }));
    await storage().send(
      new PutObjectCommand({ ...address, Body: "one", ContentType: "binary/octet-stream" }),
    );
    await stack.up(forced({ content: "one" }));
    expect(await stack.refresh()).toEqual([]);
    await stack.up(forced(two));
    expect((await bytesIn(world.cloud)).toString()).toBe("two");
  });
});

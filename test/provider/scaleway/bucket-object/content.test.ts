/**
 * What an object is made of: a text or a file, of any size; what is refused.
 * @module
 */
import { HeadObjectCommand, ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { asset } from "@pulumi/pulumi";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { carried } from "../../../../provider/scaleway/object-source";
import { killEverywhere } from "../../../support/disturbances";
import { freshStack } from "../../../support/fresh-stack";
import { CheckFailed, SimulatedStack, type Values } from "../../../support/stack";
import { idsInState, ownersStorage, type World } from "../../../support/world";
import { MEBIBYTE, NAME, address, bytesIn, filesInEachTest, site } from "./site";

jest.setTimeout(60_000);

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await freshStack("bucket object")));
afterEach(() => world.stop());

const storage = () => ownersStorage(world.cloud);
const file = filesInEachTest();

describe("an object", () => {
  it("is a text with a type, metadata, tags and a storage class", async () => {
    await stack.up(
      site({
        content: "Grüße",
        contentType: "text/plain; charset=utf-8",
        metadata: { revision: "1" },
        tags: { team: "web & press" },
        storageClass: "ONEZONE_IA",
      }),
    );
    expect((await bytesIn(world.cloud)).toString("utf8")).toBe("Grüße");
    expect(await storage().send(new HeadObjectCommand(address))).toMatchObject({
      ContentType: "text/plain; charset=utf-8",
      Metadata: { revision: "1" },
      StorageClass: "ONEZONE_IA",
      TagCount: 1,
    });
    expect(stack.outputsOf("page")).toMatchObject({ size: 7, tags: { team: "web & press" } });
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(site())).toMatchObject({ delete: 1 });
  });

  it("is a file, of whose content the state has a hash alone; a change of the file is seen", async () => {
    const source = file("index.html", "<h1>one</h1>");
    await stack.up(site({ source }));
    expect(JSON.stringify(stack.entry("page"))).not.toContain("<h1>");
    expect(await stack.up(site({ source }))).toMatchObject({ same: 2 });
    file("index.html", "<h1>two</h1>");
    expect(await stack.up(site({ source }))).toMatchObject({ update: 1, replace: 0 });
    expect((await bytesIn(world.cloud)).toString()).toBe("<h1>two</h1>");
    rmSync(source);
    expect(await stack.refresh()).toEqual([]);
    await stack.destroy();
    expect(await world.ids()).toEqual(idsInState(stack));
  });

  it("is uploaded in parts where it is large, and known by its entity tag all the same", async () => {
    const content = Buffer.alloc(17 * MEBIBYTE, "0123456789");
    const source = file("large.bin", content);
    await stack.up(site({ source }));
    expect(world.cloud.counts()).toMatchObject({ UploadPart: 3, CompleteMultipartUpload: 1 });
    expect((await bytesIn(world.cloud)).equals(readFileSync(source))).toBe(true);
    const { etag, contentHash } = stack.outputsOf("page");
    expect(etag).toMatch(/-3$/);
    expect(contentHash).toBe(etag);
    world.cloud.resetCounts();
    await stack.up(site({ source, metadata: { revision: "2" } }));
    expect(world.cloud.counts()).toMatchObject({ CopyObject: 1 });
    expect(world.cloud.counts()).not.toHaveProperty("UploadPart");
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(site({ source, metadata: { revision: "2" } }))).toMatchObject({
      same: 2,
    });
  });

  it("is whole after the next run, wherever its upload in parts is interrupted, and no upload is left", async () => {
    const source = file("large.bin", Buffer.alloc(9 * MEBIBYTE, "0123456789"));
    const kills = await killEverywhere(async (fresh) => {
      const killed = new SimulatedStack({ cloud: fresh.cloud });
      await killed.up(site());
      return {
        stack: killed,
        run: () => killed.up(site({ source })),
        verify: async () => {
          const client = ownersStorage(fresh.cloud);
          const { ContentLength } = await client.send(new HeadObjectCommand(address));
          expect(ContentLength).toBe(9 * MEBIBYTE);
          const { Uploads = [] } = await client.send(
            new ListMultipartUploadsCommand({ Bucket: NAME }),
          );
          expect(Uploads).toEqual([]);
        },
      };
    });
    expect(kills).toBeGreaterThan(8);
  });

  it.each<[string, RegExp, Values]>([
    ["no content", /source: none of source, content is given/, {}],
    ["two contents", /exactly one is allowed/, { content: "a", source: __filename }],
    [
      "a file that is not there",
      /source: "nowhere.txt" is not allowed: it cannot be read/,
      { source: "nowhere.txt" },
    ],
    ["a folder", /source: .* it is not a file/, { source: tmpdir() }],
    [
      "metadata with capitals",
      /metadata.Revision: "Revision" is not allowed/,
      { content: "a", metadata: { Revision: "1" } },
    ],
    [
      "too much metadata",
      /metadata: 2051 bytes are too many: names and values may have 1998/,
      { content: "a", metadata: { a: "x".repeat(2048), b: "y" } },
    ],
    [
      "too many tags",
      /11 tags are too many/,
      {
        content: "a",
        tags: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`t${n}`, ""])),
      },
    ],
  ])("is refused with %s, before any call", async (_what, reason, object) => {
    await stack.up(site());
    world.cloud.resetCounts();
    const failure = stack.up(site(object));
    await expect(failure).rejects.toThrow(CheckFailed);
    await expect(failure).rejects.toThrow(reason);
    expect(world.cloud.counts()).toEqual({});
  });
});

describe("an asset", () => {
  it("of a file travels as its path, and of a text as content", async () => {
    const settled = async (source: asset.FileAsset | asset.StringAsset): Promise<unknown> => {
      const { source: path, content } = carried({ source }) as Record<string, unknown>;
      return [await path, await content];
    };
    expect(await settled(new asset.FileAsset("site/a.html"))).toEqual(["site/a.html", undefined]);
    expect(await settled(new asset.StringAsset("text"))).toEqual([undefined, "text"]);
    expect(carried({ source: "site/a.html" })).toEqual({ source: "site/a.html" });
  });

  it("of anything else is refused, and the error says what to do", () => {
    const remote = new asset.RemoteAsset("https://example.com/a") as unknown as asset.FileAsset;
    expect(() => carried({ source: remote })).toThrow(/RemoteAsset.*FileAsset or a path/);
  });
});

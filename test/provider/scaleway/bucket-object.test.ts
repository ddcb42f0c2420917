/**
 * @module
 */
import {
  CopyObjectCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { asset } from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { carried } from "../../../provider/scaleway/object-source";
import { killEverywhere } from "../../support/disturbances";
import {
  CheckFailed,
  SimulatedStack,
  type DeclareOptions,
  type Program,
  type Values,
} from "../../support/stack";
import { idsInState, ownersStorage, startWorld, type World } from "../../support/world";

jest.setTimeout(60_000);

const NAME = "example-site-0a1b2c3d";
const MEBIBYTE = 1024 * 1024;

/** A bucket and one object in it. */
const site =
  (object?: Values, bucket: Values = {}): Program =>
  async (declare) => {
    const { id } = await declare("scaleway:Bucket", "bucket", { name: NAME, ...bucket });
    if (object)
      await declare("scaleway:BucketObject", "page", { bucket: id, key: "page", ...object });
  };

let folder: string;
let world: World;
let stack: SimulatedStack;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "objects-"));
  world = await startWorld({ seed: "bucket object" });
  stack = new SimulatedStack({ cloud: world.cloud });
});
afterEach(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

const storage = () => ownersStorage(world.cloud, world.cloud.description.scaleway.defaultProjectId);
const address = { Bucket: NAME, Key: "page" };
const bytes = async (): Promise<Buffer> => {
  const { Body } = await storage().send(new GetObjectCommand(address));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};
const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

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
    expect((await bytes()).toString("utf8")).toBe("Grüße");
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

  describe("about which others have said something", () => {
    const said = {
      CacheControl: "max-age=60",
      ContentDisposition: "inline",
      ContentLanguage: "fr",
      Expires: new Date("2030-01-01T00:00:00Z"),
    };
    const everyone = "http://acs.amazonaws.com/groups/global/AllUsers";
    const grants = async () => {
      const { Grants = [] } = await storage().send(new GetObjectAclCommand(address));
      return Grants.map(({ Grantee, Permission }) => [Grantee?.URI ?? "the owner", Permission]);
    };
    const OPEN = [
      ["the owner", "FULL_CONTROL"],
      [everyone, "READ"],
    ];
    const head = async (): Promise<Values> => {
      const { ExpiresString, ...others } = await storage().send(new HeadObjectCommand(address));
      return { ...others, Expires: new Date(ExpiresString ?? "") };
    };

    it("keeps it when it is adopted and described anew", async () => {
      await stack.up(site());
      await storage().send(
        new PutObjectCommand({
          ...{ ...address, ...said, Metadata: { revision: "1" } },
          ...{ Body: "one", ACL: "public-read", StorageClass: "ONEZONE_IA" },
        }),
      );
      const adopted = { content: "one", adopt: "existing", contentType: "text/plain" };
      await stack.up(site(adopted));
      expect(await head()).toMatchObject({
        ...{ ...said, Metadata: { revision: "1" } },
        ...{ ContentType: "text/plain", StorageClass: "ONEZONE_IA" },
      });
      expect((await grants()).sort()).toEqual(OPEN.toSorted());
      expect(await stack.up(site(adopted))).toMatchObject({ same: 2 });
    });

    it.each([
      ["a change of what is said about it", { content: "one", contentType: "text/plain" }, 1, 0],
      ["a change of its content", { content: "two" }, 0, 1],
      [
        "a change of the content in parts",
        { source: () => file("large.bin", Buffer.alloc(9 * MEBIBYTE, "0123456789")) },
        0,
        0,
      ],
    ])("keeps it over %s", async (_what, { source, ...change }: Values, copies, puts) => {
      await stack.up(site({ content: "one" }));
      const copied = { ...said, MetadataDirective: "REPLACE" } as const;
      const { Metadata } = await storage().send(new HeadObjectCommand(address));
      const CopySource = `${NAME}/page`;
      await storage().send(
        new CopyObjectCommand({ ...address, ...copied, Metadata, CopySource, ACL: "public-read" }),
      );
      await stack.refresh();
      world.cloud.resetCounts();
      const asked = typeof source === "function" ? { source: (source as () => string)() } : change;
      await stack.up(site(asked));
      const { CopyObject = 0, PutObject = 0, GetObjectAcl } = world.cloud.counts();
      expect([CopyObject, PutObject, GetObjectAcl]).toEqual([copies, puts, 1]);
      expect(await head()).toMatchObject(said);
      expect((await grants()).sort()).toEqual(OPEN.toSorted());
    });

    it("says so where it cannot see who else may read it", async () => {
      let isHidden = false;
      await world.stop();
      world = await startWorld({
        seed: "hidden",
        faults: ({ operation }) =>
          isHidden && operation === "GetObjectAcl" ? { status: 403 } : undefined,
      });
      stack = new SimulatedStack({ cloud: world.cloud });
      await stack.up(site({ content: "one" }));
      isHidden = true;
      await stack.up(site({ content: "two" }));
      expect(stack.lines.join("\n")).toMatch(
        /warning: .*page is private from now on, if it was not/,
      );
    });
  });

  describe("of which the engine is forced to make another one", () => {
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
        expect((await bytes()).toString()).toBe("two");
        expect(stack.outputsOf("page")).toMatchObject(two);
        expect(await stack.refresh()).toEqual([]);
        expect(await stack.up(site(two))).toMatchObject({ same: 2 });
      },
    );

    it("is not overwritten where somebody else has put another one there meanwhile", async () => {
      await stack.up(site({ content: "one" }));
      await storage().send(new PutObjectCommand({ ...address, Body: "theirs" }));
      await expect(stack.up(forced(two))).rejects.toThrow("which this resource did not make");
      expect((await bytes()).toString()).toBe("theirs");
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
            const client = ownersStorage(
              fresh.cloud,
              fresh.cloud.description.scaleway.defaultProjectId,
            );
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
      expect((await bytes()).toString()).toBe("two");
    });
  });

  it("of another resource is not taken over, not even an equal one", async () => {
    await stack.up(site({ content: "one" }));
    const other = new SimulatedStack({ cloud: world.cloud, project: "other" });
    const equal: Program = async (declare) => {
      await declare("scaleway:BucketObject", "page", { bucket: NAME, key: "page", content: "one" });
    };
    await expect(other.up(equal)).rejects.toThrow("it has the mark of another");
  });

  it("is a file, of whose content the state has a hash alone; a change of the file is seen", async () => {
    const source = file("index.html", "<h1>one</h1>");
    await stack.up(site({ source }));
    expect(JSON.stringify(stack.entry("page"))).not.toContain("<h1>");
    expect(await stack.up(site({ source }))).toMatchObject({ same: 2 });
    file("index.html", "<h1>two</h1>");
    expect(await stack.up(site({ source }))).toMatchObject({ update: 1, replace: 0 });
    expect((await bytes()).toString()).toBe("<h1>two</h1>");
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
    expect((await bytes()).equals(readFileSync(source))).toBe(true);
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
          const client = ownersStorage(
            fresh.cloud,
            fresh.cloud.description.scaleway.defaultProjectId,
          );
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

  it("that somebody wrote over is seen by its entity tag, and written again", async () => {
    await stack.up(site({ content: "ours" }));
    await storage().send(new PutObjectCommand({ ...address, Body: "theirs" }));
    await expect(stack.up(site({ content: "new" }))).rejects.toThrow(/contentHash is .* and was/);
    await stack.refresh();
    expect(await stack.up(site({ content: "ours" }))).toMatchObject({ update: 1 });
    expect((await bytes()).toString()).toBe("ours");
  });

  it("that somebody else put there is not written over, and can be adopted", async () => {
    await stack.up(site());
    await storage().send(new PutObjectCommand({ ...address, Body: "theirs" }));
    await expect(stack.up(site({ content: "ours" }))).rejects.toThrow(/did not make.*adopt/s);
    expect((await bytes()).toString()).toBe("theirs");
    await stack.up(site({ content: "ours", adopt: "existing" }));
    expect((await bytes()).toString()).toBe("ours");
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
    expect((await stack.refresh()).sort()).toEqual(["bucket", "page"]);
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

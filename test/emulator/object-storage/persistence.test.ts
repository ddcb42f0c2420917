import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  UploadPartCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiskStore } from "../../../emulator/disk-store";
import { MemoryStore } from "../../../emulator/memory-store";
import { bucketCount } from "../../../emulator/object-storage";
import type { Store } from "../../../emulator/store";
import { FIRST_PROJECT, SECOND_PROJECT, startStorage, type Storage } from "./support";

const Bucket = "kept";
const Key = "k";

describe("Object Storage in a folder [own]", () => {
  let folder: string;
  let store: Store;
  let storage: Storage;
  let client: S3Client;

  const open = async (): Promise<void> => {
    store = new DiskStore(folder);
    storage = await startStorage(store);
    client = storage.client();
  };
  const close = async (): Promise<void> => {
    await storage.stop();
    await store.close();
  };
  const restart = async (): Promise<void> => {
    await close();
    await open();
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "object-storage-"));
    await open();
    await client.send(new CreateBucketCommand({ Bucket }));
  });
  afterEach(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });

  it("has after a restart every version it had before, in the same order", async () => {
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const Tagging = { TagSet: [{ Key: "a", Value: "b" }] };
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging }));
    for (const Body of ["one", "two", "three"]) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body, Metadata: { said: Body } }));
    }
    const versions = async (): Promise<unknown> =>
      (await client.send(new ListObjectVersionsCommand({ Bucket }))).Versions;
    const before = await versions();
    await restart();
    expect(await versions()).toEqual(before);
    const { Body, Metadata } = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect([await Body!.transformToString(), Metadata]).toEqual(["three", { said: "three" }]);
    const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key, Body: "four" }));
    expect(VersionId).not.toBe((before as { VersionId: string }[])[0]!.VersionId);
    expect(await versions()).toHaveLength(4);
  });

  it("goes on after a restart with an upload that was begun before", async () => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const part = { Bucket, Key, UploadId, PartNumber: 1 };
    const { ETag } = await client.send(new UploadPartCommand({ ...part, Body: "the part" }));
    await restart();
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
    );
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body!.transformToString()).toBe("the part");
  });

  it("knows after a restart the parts of an object and what was restored from GLACIER", async () => {
    const StorageClass = "GLACIER" as const;
    const begun = await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, StorageClass }),
    );
    const upload = { Bucket, Key, UploadId: begun.UploadId };
    const part = { ...upload, PartNumber: 3, Body: "the part" };
    const { ETag } = await client.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ PartNumber: 3, ETag }] };
    await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload }));
    storage.world.switches.glacierRestoreTakes = "noTime";
    const RestoreRequest = { Days: 1 };
    await client.send(new RestoreObjectCommand({ Bucket, Key, RestoreRequest }));
    await restart();
    const { Body, ...answer } = await client.send(
      new GetObjectCommand({ Bucket, Key, PartNumber: 3 }),
    );
    expect(await Body!.transformToString()).toBe("the part");
    expect(answer).toMatchObject({
      PartsCount: 1,
      Restore: 'ongoing-request="false", expiry-date="Wed, 03 Jun 2026 00:00:00 GMT"',
    });
  });

  it("lists after a restart what was written in any order [own]", async () => {
    for (const key of ["b", "a", "d/1", "c"]) {
      await client.send(new PutObjectCommand({ Bucket, Key: key, Body: "x" }));
    }
    await restart();
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map((object) => object.Key)).toEqual(["a", "b", "c", "d/1"]);
  });
});

describe("The buckets of a Project [own]", () => {
  it("are counted over all regions, and only its own", async () => {
    const store = new MemoryStore();
    const storage = await startStorage(store);
    const create = (region: string, name: string): Promise<unknown> =>
      storage.client({ region }).send(new CreateBucketCommand({ Bucket: name }));
    await create("fr-par", "here");
    await create("nl-ams", "there");
    expect(bucketCount(store, FIRST_PROJECT)).toBe(2);
    expect(bucketCount(store, SECOND_PROJECT)).toBe(0);
    await storage.stop();
  });
});

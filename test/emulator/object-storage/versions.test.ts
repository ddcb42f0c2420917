import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { refusalOf, eachTestHas } from "./support";

const Bucket = "versioned";
const Key = "k";
let client: S3Client;

eachTestHas(Bucket, (started) => ({ client } = started));

const setVersioning = (Status: "Enabled" | "Suspended"): Promise<unknown> =>
  client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
const put = async (Body: string, key = Key): Promise<string | undefined> =>
  (await client.send(new PutObjectCommand({ Bucket, Key: key, Body }))).VersionId;
const remove = (VersionId?: string) =>
  client.send(new DeleteObjectCommand({ Bucket, Key, ...(VersionId && { VersionId }) }));
const read = async (VersionId?: string): Promise<string> => {
  const command = new GetObjectCommand({ Bucket, Key, ...(VersionId && { VersionId }) });
  return (await client.send(command)).Body!.transformToString();
};
const list = (more: object = {}): Promise<ListObjectVersionsCommandOutput> =>
  client.send(new ListObjectVersionsCommand({ Bucket, ...more }));

describe("Without versioning [SDK]", () => {
  it("a write takes the place of what was there", async () => {
    expect(await put("one")).toBeUndefined();
    await put("two");
    const { Versions } = await list();
    expect(Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      ["null", true],
    ]);
  });
});

describe("With versioning [SDK]", () => {
  beforeEach(() => setVersioning("Enabled"));

  it("the bucket says so [recorded]", async () => {
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
  });

  it("every write is kept and can be read by its id", async () => {
    const [one, two] = [await put("one"), await put("two")];
    expect(await read()).toBe("two");
    expect([await read(one), await read(two)]).toEqual(["one", "two"]);
  });

  it("a version id is a number, greater than those before it [recorded]", async () => {
    const ids = [await put("one"), await put("two"), await put("three")].map(Number);
    expect([...ids].sort((a, b) => a - b)).toEqual(ids);
    expect(new Set(ids).size).toBe(3);
  });

  it("a deletion sets a marker, and removing the marker brings the object back", async () => {
    await put("one");
    const marker = await remove();
    expect(marker.DeleteMarker).toBe(true);
    expect(await refusalOf(read())).toMatchObject({ code: "NoSuchKey" });
    expect(await refusalOf(read(marker.VersionId))).toMatchObject({ code: "MethodNotAllowed" });
    const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(KeyCount).toBe(0);
    await remove(marker.VersionId);
    expect(await read()).toBe("one");
  });

  it("a version is gone for good when it is deleted by its id", async () => {
    const [one, two] = [await put("one"), await put("two")];
    await remove(two);
    expect(await read()).toBe("one");
    expect(await refusalOf(read(two))).toMatchObject({ code: "NoSuchVersion", status: 404 });
    await remove(one);
    expect(await refusalOf(read())).toMatchObject({ code: "NoSuchKey" });
  });

  it("a bucket of markers only is not empty [reported]", async () => {
    const marker = await remove();
    const removal = (): Promise<unknown> => client.send(new DeleteBucketCommand({ Bucket }));
    expect(await refusalOf(removal())).toMatchObject({ code: "BucketNotEmpty" });
    await remove(marker.VersionId);
    await removal();
  });

  it("an object from before is the version called null", async () => {
    await setVersioning("Suspended");
    await put("before");
    await setVersioning("Enabled");
    await put("after");
    expect(await read("null")).toBe("before");
  });

  it("versions of a key are listed newest first [recorded]", async () => {
    const [one, two] = [await put("one"), await put("two")];
    const { Versions } = await list();
    expect(Versions?.map(({ VersionId }) => VersionId)).toEqual([two, one]);
  });

  it("all versions and markers are listed, page after page", async () => {
    for (const key of ["a", "b/1", "b/2", "c"]) {
      await put("one", key);
      await put("two", key);
    }
    await client.send(new DeleteObjectCommand({ Bucket, Key: "c" }));
    const seen: string[] = [];
    let markers = {};
    for (let isTruncated = true; isTruncated;) {
      const page = await list({ MaxKeys: 2, ...markers });
      for (const { Key: key, IsLatest } of page.Versions ?? []) {
        seen.push(`${key!} ${IsLatest ? "latest" : "older"}`);
      }
      for (const { Key: key } of page.DeleteMarkers ?? []) seen.push(`${key!} marker`);
      isTruncated = page.IsTruncated === true;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    expect(seen).toEqual([
      ...["a latest", "a older", "b/1 latest", "b/1 older", "b/2 latest", "b/2 older"],
      // The SDK keeps versions and markers apart: of one page, the versions come first here.
      ...["c older", "c marker", "c older"],
    ]);
    const folded = await list({ Delimiter: "/", Prefix: "b" });
    expect(folded.CommonPrefixes).toEqual([{ Prefix: "b/" }]);
  });
});

describe("With versioning suspended [SDK]", () => {
  beforeEach(async () => {
    await setVersioning("Enabled");
    await put("kept");
    await setVersioning("Suspended");
  });

  it("a write replaces the version called null and no other", async () => {
    await put("one");
    await put("two");
    const { Versions } = await list();
    expect(Versions).toHaveLength(2);
    expect(await read("null")).toBe("two");
  });

  it("a deletion replaces the version called null by a marker", async () => {
    await put("one");
    expect(await remove()).toMatchObject({ DeleteMarker: true, VersionId: "null" });
    const { Versions, DeleteMarkers } = await list();
    expect([Versions?.length, DeleteMarkers?.length]).toEqual([1, 1]);
  });
});

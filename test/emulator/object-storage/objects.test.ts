import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { createHash } from "node:crypto";
import {
  ACCESS_KEY,
  FIRST_PROJECT,
  refusalOf,
  SECOND_PROJECT,
  eachTestHas,
  type Storage,
} from "./support";

const Bucket = "a-bucket";
let storage: Storage;
let client: S3Client;

eachTestHas(Bucket, (started) => ({ storage, client } = started));

const put = (Key: string, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: "hello", ...more }));
const read = async (Key: string): Promise<string> => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Body!.transformToString();
};
const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

describe("An object [SDK]", () => {
  it("is read as it was written, with what was said about it", async () => {
    const written = await put("folder/greeting.txt", {
      ContentType: "text/plain",
      CacheControl: "no-store",
      Metadata: { author: "nobody" },
    });
    expect(written).toMatchObject({
      ETag: `"${md5("hello")}"`,
      ChecksumCRC32: "NhCmhg==",
      ChecksumType: "FULL_OBJECT",
    });
    const object = await client.send(new GetObjectCommand({ Bucket, Key: "folder/greeting.txt" }));
    expect(object).toMatchObject({
      ContentType: "text/plain",
      CacheControl: "no-store",
      ContentLength: 5,
      ETag: `"${md5("hello")}"`,
      Metadata: { author: "nobody" },
    });
    expect(await object.Body!.transformToString()).toBe("hello");
  });

  it("keeps metadata that is an empty text, and the blanks between its encodings", async () => {
    await put("k", { Metadata: { a: "" }, ContentEncoding: "deflate, gzip" });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "k" }));
    expect(head).toMatchObject({ Metadata: { a: "" }, ContentEncoding: "deflate, gzip" });
  });

  it("is looked at without its body", async () => {
    await put("k");
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "k" }));
    expect(head).toMatchObject({ ContentLength: 5, ContentType: "application/octet-stream" });
  });

  it("that is not there is NoSuchKey, and nothing to HEAD [reported]", async () => {
    expect(await refusalOf(read("missing"))).toEqual({
      code: "NoSuchKey",
      status: 404,
      message: "The specified key does not exist.",
    });
    const head = client.send(new HeadObjectCommand({ Bucket, Key: "missing" }));
    expect(await refusalOf(head)).toMatchObject({ status: 404 });
  });

  it("is gone when it is deleted, twice as well", async () => {
    await put("k");
    for (let time = 0; time < 2; time += 1) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
    }
    expect(await refusalOf(read("k"))).toMatchObject({ code: "NoSuchKey" });
  });

  it("may be empty", async () => {
    await put("empty", { Body: Buffer.alloc(0) });
    expect(await read("empty")).toBe("");
  });

  it("may have any key that UTF-8 can write", async () => {
    const key = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
      // An SDK for browsers and servers takes these for steps in a path.
      .filter((text) => !text.split("/").some((part) => part === "." || part === ".."));
    await fc.assert(
      fc.asyncProperty(key, async (Key) => {
        await put(Key, { Body: Key });
        expect(await read(Key)).toBe(Key);
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  it("is deleted together with others, each answered for by itself", async () => {
    for (const key of ["a", "b & <c>", "d"]) await put(key);
    const Objects = [{ Key: "a" }, { Key: "b & <c>" }, { Key: "d", VersionId: "no-version" }];
    const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(["a", "b & <c>"]);
    expect(answer.Errors).toEqual([
      {
        Key: "d",
        VersionId: "no-version",
        Code: "InvalidArgument",
        Message: "Invalid version id specified",
      },
    ]);
    const quiet = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "d" }], Quiet: true } }),
    );
    expect(quiet.Deleted).toBeUndefined();
  });

  it("has tags of its own, counted when it is read", async () => {
    await put("tagged", { Tagging: "a=1&b=two%20words" });
    const tags = (): Promise<unknown> =>
      client
        .send(new GetObjectTaggingCommand({ Bucket, Key: "tagged" }))
        .then(({ TagSet }) => TagSet);
    expect(await tags()).toEqual([
      { Key: "a", Value: "1" },
      { Key: "b", Value: "two words" },
    ]);
    expect((await client.send(new GetObjectCommand({ Bucket, Key: "tagged" }))).TagCount).toBe(2);
    const Tagging = { TagSet: [{ Key: "c", Value: "3" }] };
    await client.send(new PutObjectTaggingCommand({ Bucket, Key: "tagged", Tagging }));
    expect(await tags()).toEqual(Tagging.TagSet);
  });

  it("is refused with a redirect rather than kept without it [assumed]", async () => {
    const redirect = put("k", { WebsiteRedirectLocation: "/elsewhere" });
    expect(await refusalOf(redirect)).toMatchObject({ code: "NotImplemented", status: 405 });
    expect(await refusalOf(read("k"))).toMatchObject({ code: "NoSuchKey" });
  });

  it("is in a storage class that the service has [documented]", async () => {
    await put("cold", { StorageClass: "GLACIER" });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "cold" }));
    expect(head.StorageClass).toBe("GLACIER");
    const refusal = await refusalOf(put("k", { StorageClass: "DEEP_ARCHIVE" }));
    expect(refusal).toMatchObject({ code: "InvalidStorageClass" });
  });
});

describe("A part of an object [SDK]", () => {
  beforeEach(() => put("k", { Body: "0123456789" }));
  const part = async (Range: string): Promise<[number | undefined, string | undefined, string]> => {
    const answer = await client.send(new GetObjectCommand({ Bucket, Key: "k", Range }));
    return [
      answer.$metadata.httpStatusCode,
      answer.ContentRange,
      await answer.Body!.transformToString(),
    ];
  };

  it.each([
    ["bytes=2-4", "bytes 2-4/10", "234"],
    ["bytes=7-", "bytes 7-9/10", "789"],
    ["bytes=8-99", "bytes 8-9/10", "89"],
    ["bytes=-3", "bytes 7-9/10", "789"],
    ["bytes=-30", "bytes 0-9/10", "0123456789"],
  ])("asked for by %s is %s", async (header, range, text) => {
    expect(await part(header)).toEqual([206, range, text]);
  });

  it.each(["bytes=5-2", "bytes=1-2,4-5", "lines=1-2"])(
    "asked for by %s is the whole [assumed]",
    async (header) => expect(await part(header)).toEqual([200, undefined, "0123456789"]),
  );

  it.each(["bytes=10-", "bytes=-0"])("asked for by %s is not there", async (header) => {
    expect(await refusalOf(part(header))).toMatchObject({ code: "InvalidRange", status: 416 });
  });
});

describe("A conditional request [SDK]", () => {
  const ETag = `"${md5("hello")}"`;
  beforeEach(() => put("k"));
  const get = (conditions: object): Promise<unknown> =>
    client.send(new GetObjectCommand({ Bucket, Key: "k", ...conditions }));

  it("reads what is as expected", async () => {
    await get({ IfMatch: ETag, IfNoneMatch: '"other"' });
    await get({ IfModifiedSince: new Date(storage.world.now.getTime() - 60_000) });
  });

  it.each([
    [412, { IfMatch: '"other"' }],
    [412, { IfUnmodifiedSince: new Date("2020-01-01") }],
    [304, { IfNoneMatch: ETag }],
    [304, { IfModifiedSince: new Date("2026-06-01T10:00:00Z") }],
  ])("is answered %p to %p", async (status, conditions) => {
    expect(await refusalOf(get(conditions))).toMatchObject({ status });
  });

  it("writes only where there is nothing, or what was expected [documented]", async () => {
    expect(await refusalOf(put("k", { IfNoneMatch: "*" }))).toMatchObject({ status: 412 });
    expect(await refusalOf(put("k", { IfMatch: '"other"' }))).toMatchObject({ status: 412 });
    expect(await refusalOf(put("new", { IfMatch: ETag }))).toMatchObject({ status: 404 });
    await put("new", { IfNoneMatch: "*" });
    await put("k", { IfMatch: ETag, Body: "changed" });
    expect(await read("k")).toBe("changed");
  });
});

describe("A conditional deletion [assumed]", () => {
  it("of many takes only what is as expected", async () => {
    const { ETag } = await put("same");
    await put("other");
    const Objects = [
      { Key: "same", ETag },
      { Key: "other", ETag: '"another"' },
    ];
    const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(["same"]);
    expect(answer.Errors).toMatchObject([{ Key: "other", Code: "PreconditionFailed" }]);
    expect(await read("other")).toBe("hello");
  });

  it("removes only what was expected", async () => {
    const { ETag } = await put("k");
    const remove = (IfMatch: string, Key = "k"): Promise<unknown> =>
      client.send(new DeleteObjectCommand({ Bucket, Key, IfMatch }));
    expect(await refusalOf(remove('"other"'))).toMatchObject({ status: 412 });
    expect(await refusalOf(remove("*", "nothing"))).toMatchObject({ status: 412 });
    await remove(ETag ?? "");
    expect(await refusalOf(read("k"))).toMatchObject({ code: "NoSuchKey" });
  });
});

describe("A copy [SDK]", () => {
  const copy = (CopySource: string, Key: string, more: object = {}): Promise<unknown> =>
    client.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));
  beforeEach(() => put("from here", { Metadata: { kept: "yes" } }));

  it("has the body and the metadata of its source", async () => {
    await copy(`${Bucket}/from%20here`, "to");
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "to" }));
    expect(head).toMatchObject({ Metadata: { kept: "yes" }, ContentLength: 5 });
  });

  it("has metadata of its own when it asks for them", async () => {
    await copy(`/${Bucket}/from%20here`, "to", {
      MetadataDirective: "REPLACE",
      Metadata: { fresh: "yes" },
    });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "to" }));
    expect(head.Metadata).toEqual({ fresh: "yes" });
  });

  it("tells the checksum without its type [recorded]", async () => {
    const told = await copy(`${Bucket}/from%20here`, "to");
    expect(told).toMatchObject({ CopyObjectResult: { ChecksumCRC32: "NhCmhg==" } });
    expect(told).not.toHaveProperty("CopyObjectResult.ChecksumType");
  });

  it("onto itself may change nothing, other than at AWS [recorded]", async () => {
    await copy(`${Bucket}/from%20here`, "from here", { ACL: "private" });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "from here" }));
    expect(head).toMatchObject({ Metadata: { kept: "yes" }, ContentLength: 5 });
  });

  it("needs both buckets in the Project that the request acts in, and loses nothing when refused [documented]", async () => {
    const second = storage.client({ accessKey: `${ACCESS_KEY}@${SECOND_PROJECT}` });
    await second.send(new CreateBucketCommand({ Bucket: "elsewhere" }));
    const request = (by: S3Client): Promise<unknown> =>
      by.send(
        new CopyObjectCommand({
          Bucket: "elsewhere",
          Key: "k",
          CopySource: `${Bucket}/from%20here`,
        }),
      );
    expect(await refusalOf(request(client))).toMatchObject({ code: "AccessDenied" });
    expect(await refusalOf(request(second))).toMatchObject({ code: "AccessDenied" });
    expect(await read("from here")).toBe("hello");
  });

  it("needs the right to read the source as well [assumed]", async () => {
    storage.world.rights.set(FIRST_PROJECT, new Set(["CopyObject"]));
    const request = copy(`${Bucket}/from%20here`, "to");
    expect(await refusalOf(request)).toMatchObject({ code: "AccessDenied" });
  });

  it("names a source that is there", async () => {
    expect(await refusalOf(copy(`${Bucket}/missing`, "to"))).toMatchObject({ code: "NoSuchKey" });
    expect(await refusalOf(copy("no-bucket/k", "to"))).toMatchObject({ code: "NoSuchBucket" });
    expect(await refusalOf(copy("nonsense", "to"))).toMatchObject({ code: "InvalidArgument" });
  });

  it("may depend on what the source is", async () => {
    const request = copy(`${Bucket}/from%20here`, "to", { CopySourceIfMatch: '"other"' });
    expect(await refusalOf(request)).toMatchObject({ code: "PreconditionFailed" });
  });
});

/**
 * @module
 */
import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  DeleteObjectsCommand,
  type ListObjectVersionsCommandInput,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { request as httpRequest } from "node:http";
import { presigned, send, sendSigned, signed } from "./raw";
import { refusalOf, startStorageWith, type Storage } from "./support";

const Bucket = "a.bucket";
let storage: Storage;
let client: S3Client;
beforeAll(async () => ({ storage, client } = await startStorageWith(Bucket)));
afterAll(() => storage.stop());

const put = (Key: string, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: "hello", ...more }));

describe("Limits of an object [assumed]", () => {
  it("are 1,024 bytes of key, however many characters those are, in every operation", async () => {
    const longest = "é".repeat(512);
    await put(longest);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: longest }));
    expect(head.ContentLength).toBe(5);
    const longer = { Bucket, Key: `${longest}x` };
    const too = { code: "KeyTooLongError", status: 400 };
    expect(await refusalOf(put(longer.Key))).toMatchObject(too);
    expect(await refusalOf(client.send(new GetObjectCommand(longer)))).toMatchObject(too);
    const copy = new CopyObjectCommand({ ...longer, CopySource: `${Bucket}/k` });
    expect(await refusalOf(client.send(copy))).toMatchObject(too);
  });

  it("are 2 KB of metadata, names and values together", async () => {
    await put("described", { Metadata: { ab: "x".repeat(2046) } });
    const refusal = await refusalOf(put("described", { Metadata: { abc: "x".repeat(2046) } }));
    expect(refusal).toMatchObject({ code: "MetadataTooLarge", status: 400 });
  });

  it("are ten tags, keys of 128 and values of 256 characters", async () => {
    await put("tagged");
    const tag = (TagSet: { Key: string; Value: string }[]): Promise<unknown> =>
      client.send(new PutObjectTaggingCommand({ Bucket, Key: "tagged", Tagging: { TagSet } }));
    const tags = (count: number) =>
      Array.from({ length: count }, (_, position) => ({ Key: `k${position}`, Value: "" }));
    await tag(tags(10));
    await tag([{ Key: "k".repeat(128), Value: "v".repeat(256) }]);
    for (const wrong of [
      tags(11),
      [{ Key: "k".repeat(129), Value: "" }],
      [{ Key: "k", Value: "v".repeat(257) }],
      [...tags(1), ...tags(1)],
    ]) {
      expect(await refusalOf(tag(wrong))).toMatchObject({ code: "InvalidTag", status: 400 });
    }
  });

  it("are a thousand objects for one deletion [documented]", async () => {
    const remove = (count: number) => {
      const Objects = Array.from({ length: count }, (_, position) => ({ Key: `n${position}` }));
      return client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    };
    expect((await remove(1000)).Deleted).toHaveLength(1000);
    for (const count of [0, 1001]) {
      expect(await refusalOf(remove(count))).toMatchObject({ code: "MalformedXML", status: 400 });
    }
    const body = "<Delete><Object><Key>k</Key></Object>";
    const broken = await sendSigned(storage, { method: "POST", path: `/${Bucket}?delete`, body });
    expect(broken).toMatchObject({ status: 400, code: "MalformedXML" });
  });
});

describe("An object of no bytes [SDK]", () => {
  it("is read and copied, and has no range", async () => {
    await put("empty", { Body: Buffer.alloc(0) });
    await client.send(
      new CopyObjectCommand({ Bucket, Key: "also", CopySource: `${Bucket}/empty` }),
    );
    const get = (more: object) =>
      client.send(new GetObjectCommand({ Bucket, Key: "also", ...more }));
    expect(await (await get({})).Body!.transformToString()).toBe("");
    expect((await get({ PartNumber: 1 })).ContentLength).toBe(0);
    for (const Range of ["bytes=0-", "bytes=-5"]) {
      expect(await refusalOf(get({ Range }))).toMatchObject({ code: "InvalidRange", status: 416 });
    }
  });
});

describe("Metadata beyond ASCII [assumed]", () => {
  it("comes back byte by byte", async () => {
    const value = Buffer.from("grüße").toString("latin1");
    const path = `/${Bucket}/said`;
    const body = Buffer.from("x");
    const unhashed = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const { headers } = await signed(storage, { method: "PUT", path, headers: unhashed });
    // Beside what is signed: signers do not agree on how such a text is signed.
    const said = { ...headers, "x-amz-meta-said": value };
    const written = await send(storage, { method: "PUT", path, body, headers: said });
    expect(written.status).toBe(200);
    const read = await sendSigned(storage, { path });
    expect(read.headers["x-amz-meta-said"]).toBe(value);
  });
});

describe("Several conditions [assumed]", () => {
  const past = new Date("2020-01-01");
  const future = new Date("2026-06-01T11:00:00Z");
  const outcome = async (conditions: object): Promise<number | undefined> =>
    client
      .send(new GetObjectCommand({ Bucket, Key: "conditional", ...conditions }))
      .then(({ $metadata }) => $metadata)
      .catch((error: unknown) => (error as { $metadata: { httpStatusCode: number } }).$metadata)
      .then(({ httpStatusCode }) => httpStatusCode);

  it("are decided by entity tags before dates, and by what must hold before what must not", async () => {
    const { ETag } = await put("conditional");
    expect(await outcome({ IfMatch: ETag, IfUnmodifiedSince: past })).toBe(200);
    expect(await outcome({ IfNoneMatch: ETag, IfModifiedSince: past })).toBe(304);
    expect(await outcome({ IfNoneMatch: '"other"', IfModifiedSince: future })).toBe(200);
    expect(await outcome({ IfMatch: '"other"', IfNoneMatch: ETag })).toBe(412);
    expect(await outcome({ IfMatch: ETag, IfNoneMatch: ETag })).toBe(304);
    expect(await outcome({ IfMatch: '"other"', Range: "bytes=90-" })).toBe(412);
  });
});

describe("A list of versions by delimiter and markers [SDK]", () => {
  it("is the same in pages of any size", async () => {
    const Versioned = "versioned";
    await client.send(new CreateBucketCommand({ Bucket: Versioned }));
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await client.send(
      new PutBucketVersioningCommand({ Bucket: Versioned, VersioningConfiguration }),
    );
    for (const Key of ["a b", "a b", "d é/1", "d é/2", "d é/2", "e&<>"]) {
      await put(Key, { Bucket: Versioned });
    }
    for (const MaxKeys of [1, 2, 3, 9]) {
      const seen: (string | undefined)[] = [];
      let markers: Partial<ListObjectVersionsCommandInput> = {};
      for (let more = true; more;) {
        const page = await client.send(
          new ListObjectVersionsCommand({
            ...{ Bucket: Versioned, Delimiter: "/", MaxKeys, EncodingType: "url" },
            ...markers,
          }),
        );
        seen.push(...(page.Versions ?? []).map((version) => version.Key));
        seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
        more = page.IsTruncated === true;
        markers = {
          KeyMarker: decodeURIComponent(page.NextKeyMarker ?? ""),
          VersionIdMarker: page.NextVersionIdMarker,
        };
      }
      expect([...seen].sort()).toEqual(["a%20b", "a%20b", "d%20%C3%A9/", "e%26%3C%3E"]);
    }
  });
});

describe("A bucket whose name has dots [documented]", () => {
  const expectAt = async (host: string, path: string): Promise<void> => {
    await put("dotted");
    const headers = { host: `${host}:${storage.port}` };
    expect(await sendSigned(storage, { path, headers })).toMatchObject({ body: "hello" });
  };

  it("is read by its path", () => expectAt("s3.fr-par.scw.cloud", "/a.bucket/dotted"));

  it.each(["a.bucket.s3.fr-par.scw.cloud", "a.bucket.localhost"])(
    "is read from %s as well, for which the service has no certificate [own]",
    (host) => expectAt(host, "/dotted"),
  );
});

describe("A checksum that came along [assumed]", () => {
  it.each([
    ["two of them", { "x-amz-checksum-crc32": "NhCmhg==", "x-amz-checksum-sha1": "x" }],
    ["no checksum", { "x-amz-checksum-crc32": "not one" }],
    ["an unknown algorithm", { "x-amz-sdk-checksum-algorithm": "MD4" }],
  ])("is refused where it is %s", async (_what, headers) => {
    const request = { method: "PUT", path: `/${Bucket}/summed`, body: "hello", headers };
    expect(await sendSigned(storage, request)).toMatchObject({
      status: 400,
      code: "InvalidRequest",
    });
  });
});

describe("Expect: 100-continue [SDK]", () => {
  it("is answered before the body is sent", async () => {
    const request = { method: "PUT", path: `/${Bucket}/awaited`, body: "hello" };
    const { headers } = await signed(storage, request);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = httpRequest(
        {
          ...{ host: "127.0.0.1", port: storage.port, method: "PUT", path: request.path },
          headers: { ...headers, expect: "100-continue", "content-length": "5" },
        },
        (response) => resolve(response.resume().statusCode),
      );
      outgoing.once("continue", () => outgoing.end(request.body)).once("error", reject);
      outgoing.flushHeaders();
    });
    expect(status).toBe(200);
    expect(await sendSigned(storage, { path: request.path })).toMatchObject({ body: "hello" });
  });
});

describe("The day on which an object expires [assumed]", () => {
  it("is told when it is written and read, where a rule is about it", async () => {
    const rule = { Status: "Enabled", Expiration: { Days: 3 } } as const;
    const Rules = [
      { ...rule, ID: "old logs", Filter: { Prefix: "logs/" } },
      { ...rule, ID: "off", Status: "Disabled", Filter: { Prefix: "" } } as const,
    ];
    await client.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
    );
    const expected = 'expiry-date="Fri, 05 Jun 2026 00:00:00 GMT", rule-id="old%20logs"';
    expect((await put("logs/1")).Expiration).toBe(expected);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "logs/1" }));
    expect(head.Expiration).toBe(expected);
    expect((await put("other")).Expiration).toBeUndefined();
  });
});

describe("A presigned PUT [assumed]", () => {
  const presign = (headers: Record<string, string>): Promise<string> =>
    presigned(storage, `/${Bucket}/presigned`, 60, { method: "PUT", headers });
  const crc32OfNothing = {
    "x-amz-checksum-crc32": "AAAAAA==",
    "x-amz-sdk-checksum-algorithm": "CRC32",
  };

  it("says in its query what its object is described with [SDK]", async () => {
    const path = await presign({ "x-amz-meta-from": "a link", "x-amz-tagging": "a=1" });
    const headers = { "x-amz-tagging": "b=2&c=3" };
    expect((await send(storage, { method: "PUT", path, body: "x", headers })).status).toBe(200);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "presigned" }));
    expect(head.Metadata).toEqual({ from: "a link" });
    const { TagCount } = await client.send(new GetObjectCommand({ Bucket, Key: "presigned" }));
    expect(TagCount).toBe(1);
  });

  it("is not held to the checksum of a body that its signer did not have, unless the switch says so", async () => {
    const path = await presign(crc32OfNothing);
    const upload = () => send(storage, { method: "PUT", path, body: "x" });
    expect((await upload()).status).toBe(200);
    storage.world.switches.presignedChecksums = "verified";
    expect(await upload()).toMatchObject({ status: 400, code: "BadDigest" });
    storage.world.switches.presignedChecksums = "ignored";
  });
});

describe("A list of special keys [SDK]", () => {
  it("is read by the SDK as written when percent-encoded", async () => {
    const keys = ["special/\u0001", "special/%41", "special/a+b", "special/ü 😀"];
    for (const key of keys) await put(key);
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: "special/", EncodingType: "url" }),
    );
    expect(Contents.map(({ Key }) => decodeURIComponent(Key!)).sort()).toEqual(keys.sort());
  });
});

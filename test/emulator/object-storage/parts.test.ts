/**
 * @module
 */
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type ChecksumAlgorithm,
  type CompletedPart,
  type CreateMultipartUploadCommandInput,
  type ListMultipartUploadsCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { refusalOf, eachTestHas } from "./support";

const Bucket = "in-parts";
const Key = "large";
const FIRST = Buffer.alloc(5 * 1024 * 1024, "a");
let client: S3Client;

eachTestHas(Bucket, (started) => ({ client } = started));

const begin = async (more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> =>
  (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId!;
const send = (
  UploadId: string,
  PartNumber: number,
  Body: Buffer | string,
  ChecksumAlgorithm: ChecksumAlgorithm = "SHA256",
) =>
  client.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm }),
  );
const complete = (UploadId: string, Parts: CompletedPart[]) =>
  client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
const sha256 = (data: Buffer | string): string =>
  createHash("sha256").update(data).digest("base64");

/** An object of the parts 2 and 5, the last being three bytes long. */
async function uploadTwoParts(): Promise<void> {
  const UploadId = await begin({ ChecksumAlgorithm: "SHA256" });
  const first = await send(UploadId, 2, FIRST);
  const last = await send(UploadId, 5, "end");
  await complete(UploadId, [
    { PartNumber: 2, ETag: first.ETag },
    { PartNumber: 5, ETag: last.ETag, ChecksumSHA256: sha256("end") },
  ]);
}

describe("A part of an object that was uploaded in parts [assumed]", () => {
  beforeEach(uploadTwoParts);

  it("is read by its number, with its own checksum and the count of parts", async () => {
    const part = { Bucket, Key, PartNumber: 5, ChecksumMode: "ENABLED" } as const;
    const { Body, ...answer } = await client.send(new GetObjectCommand(part));
    expect(await Body!.transformToString()).toBe("end");
    const expected = {
      ContentRange: `bytes ${FIRST.length}-${FIRST.length + 2}/${FIRST.length + 3}`,
      ContentLength: 3,
      PartsCount: 2,
      ChecksumSHA256: sha256("end"),
      ChecksumType: "COMPOSITE",
    };
    expect(answer).toMatchObject(expected);
    expect(answer.$metadata.httpStatusCode).toBe(206);
    expect(await client.send(new HeadObjectCommand(part))).toMatchObject(expected);
  });

  it("that there is not is refused, and so is a range beside it", async () => {
    const get = (more: object): Promise<unknown> =>
      client.send(new GetObjectCommand({ Bucket, Key, ...more }));
    const missing = await refusalOf(get({ PartNumber: 1 }));
    expect(missing).toMatchObject({ code: "InvalidPartNumber", status: 416 });
    expect(await refusalOf(get({ PartNumber: 0 }))).toMatchObject({ code: "InvalidArgument" });
    const both = await refusalOf(get({ PartNumber: 2, Range: "bytes=0-1" }));
    expect(both).toMatchObject({ code: "InvalidRequest", status: 400 });
  });

  it("is the whole where the object was written at once, and nothing is counted", async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: "small", Body: "hello" }));
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "small", PartNumber: 1 }));
    expect(head).toMatchObject({ ContentLength: 5, ContentRange: "bytes 0-4/5" });
    expect(head.PartsCount).toBeUndefined();
  });
});

describe("The attributes of an object [SDK]", () => {
  it("are told as far as they are asked for", async () => {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: "hello" }));
    const { ETag, Checksum, ObjectSize, StorageClass, ObjectParts, LastModified } =
      await client.send(
        new GetObjectAttributesCommand({
          ...{ Bucket, Key },
          ObjectAttributes: ["ETag", "Checksum", "ObjectSize", "ObjectParts"],
        }),
      );
    expect({ ETag, Checksum, ObjectSize, StorageClass, ObjectParts, LastModified }).toEqual({
      ETag: createHash("md5").update("hello").digest("hex"),
      Checksum: { ChecksumCRC32: "NhCmhg==", ChecksumType: "FULL_OBJECT" },
      ObjectSize: 5,
      StorageClass: undefined,
      ObjectParts: undefined,
      LastModified: new Date("2026-06-01T10:00:00Z"),
    });
  });

  it("list the parts, page after page", async () => {
    await uploadTwoParts();
    const page = async (PartNumberMarker?: string) => {
      const { ObjectParts } = await client.send(
        new GetObjectAttributesCommand({
          ...{ Bucket, Key, MaxParts: 1, ObjectAttributes: ["ObjectParts"] },
          ...(PartNumberMarker && { PartNumberMarker }),
        }),
      );
      return ObjectParts!;
    };
    const first = await page();
    expect(first).toMatchObject({ TotalPartsCount: 2, IsTruncated: true, MaxParts: 1 });
    expect(first.Parts).toEqual([
      { PartNumber: 2, Size: FIRST.length, ChecksumSHA256: sha256(FIRST) },
    ]);
    const second = await page(first.NextPartNumberMarker);
    expect(second.Parts).toEqual([{ PartNumber: 5, Size: 3, ChecksumSHA256: sha256("end") }]);
    expect(second.IsTruncated).toBe(false);
  });

  it("are refused by a name that there is not, and for an object that there is not [assumed]", async () => {
    const ask = (ObjectAttributes: string): Promise<unknown> =>
      client.send(
        new GetObjectAttributesCommand({
          ...{ Bucket, Key },
          ObjectAttributes: [ObjectAttributes as "ETag"],
        }),
      );
    expect(await refusalOf(ask("Color"))).toMatchObject({ code: "InvalidArgument" });
    expect(await refusalOf(ask("ETag"))).toMatchObject({ code: "NoSuchKey" });
  });
});

describe("The checksum of a part [assumed]", () => {
  it("is of the algorithm of its upload", async () => {
    const UploadId = await begin({ ChecksumAlgorithm: "SHA256" });
    expect(await refusalOf(send(UploadId, 1, "x", "CRC32"))).toMatchObject({
      code: "InvalidRequest",
      message:
        "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32",
    });
  });

  it("is the one that a completion names, if it names one", async () => {
    const UploadId = await begin({ ChecksumAlgorithm: "SHA256" });
    const { ETag } = await send(UploadId, 1, "x");
    const part = { PartNumber: 1, ETag };
    for (const wrong of [{ ChecksumSHA256: sha256("y") }, { ChecksumCRC32: "AAAAAA==" }]) {
      const refusal = await refusalOf(complete(UploadId, [{ ...part, ...wrong }]));
      expect(refusal).toMatchObject({ code: "InvalidPart" });
    }
    await complete(UploadId, [{ ...part, ChecksumSHA256: sha256("x") }]);
  });

  it.each([
    [{ ChecksumAlgorithm: "MD5" as ChecksumAlgorithm }],
    [{ ChecksumAlgorithm: "SHA256", ChecksumType: "FULL_OBJECT" }],
    [{ ChecksumAlgorithm: "CRC64NVME", ChecksumType: "COMPOSITE" }],
  ] as const)("cannot be %p [documented]", async (wanted) => {
    expect(await refusalOf(begin(wanted))).toMatchObject({ code: "InvalidRequest", status: 400 });
  });
});

describe("The range that a part copies [assumed]", () => {
  it.each([
    ["bytes=0-9", "done"],
    ["bytes=0-10", "InvalidArgument"],
    ["bytes=7-", "InvalidArgument"],
    ["bytes=-3", "InvalidArgument"],
    ["bytes=5-2", "InvalidArgument"],
    ["0-9", "InvalidArgument"],
  ])("is both its ends, inside the source: %s", async (CopySourceRange, outcome) => {
    await client.send(new PutObjectCommand({ Bucket, Key: "source", Body: "0123456789" }));
    const UploadId = await begin();
    const place = { Bucket, Key, UploadId, PartNumber: 1, CopySource: `${Bucket}/source` };
    const copied = client.send(new UploadPartCopyCommand({ ...place, CopySourceRange }));
    expect(
      await copied.then(
        () => "done",
        (error: unknown) => (error as Error).name,
      ),
    ).toBe(outcome);
  });
});

describe("A list of uploads [SDK]", () => {
  const KEYS = ["a", "b c/1", "b c/2", "b c/2", "d", "é/1"];
  const list = (input: Partial<ListMultipartUploadsCommandInput>) =>
    client.send(new ListMultipartUploadsCommand({ Bucket, ...input }));
  beforeEach(async () => {
    for (const key of KEYS) await begin({ Key: key });
  });

  it("folds keys up to the delimiter, and writes them percent-encoded when asked to", async () => {
    const { Uploads, CommonPrefixes, Delimiter } = await list({
      Delimiter: "/",
      EncodingType: "url",
    });
    expect(Uploads?.map((upload) => upload.Key)).toEqual(["a", "d"]);
    expect(CommonPrefixes).toEqual([{ Prefix: "b%20c/" }, { Prefix: "%C3%A9/" }]);
    expect(Delimiter).toBe("/");
    const below = await list({ Delimiter: "/", Prefix: "b c/" });
    expect(below.Uploads?.map((upload) => upload.Key)).toEqual(["b c/1", "b c/2", "b c/2"]);
  });

  it.each([
    ["", KEYS],
    ["/", ["a", "b c/", "d", "é/"]],
  ])("with the delimiter %p is the same in pages of any size", async (Delimiter, expected) => {
    for (const MaxUploads of [1, 2, 3, 6]) {
      const seen: (string | undefined)[] = [];
      let markers: Partial<ListMultipartUploadsCommandInput> = {};
      for (let more = true; more;) {
        const page = await list({ Delimiter, MaxUploads, ...markers });
        seen.push(...(page.Uploads ?? []).map((upload) => upload.Key));
        seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
        more = page.IsTruncated === true;
        markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
        expect(seen.length).toBeLessThanOrEqual(expected.length);
      }
      expect(seen.sort()).toEqual([...expected].sort());
    }
  });
});

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { refusalOf, eachTestHas, type Storage } from "./support";

const Bucket = "a-bucket";
const MEGABYTE = 1024 * 1024;
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

describe("An upload in parts [SDK]", () => {
  const Key = "large";
  const begin = async (more: object = {}): Promise<string> => {
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "text/plain", ...more }),
    );
    return UploadId!;
  };
  const send = (UploadId: string, PartNumber: number, Body: Buffer | string) =>
    client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  const complete = (UploadId: string, Parts: CompletedPart[]) =>
    client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );

  it("becomes an object when it is completed, not before", async () => {
    const UploadId = await begin();
    const first = Buffer.alloc(5 * MEGABYTE, "a");
    const second = await send(UploadId, 2, "the end");
    const { ETag } = await send(UploadId, 1, first);
    expect(await refusalOf(read(Key))).toMatchObject({ code: "NoSuchKey" });
    const completed = await complete(UploadId, [
      { PartNumber: 1, ETag },
      { PartNumber: 2, ETag: second.ETag },
    ]);
    expect(completed.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const object = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(object).toMatchObject({
      ContentType: "text/plain",
      ContentLength: first.length + 7,
      ETag: completed.ETag,
    });
    const body = Buffer.from(await object.Body!.transformToByteArray());
    expect(body.equals(Buffer.concat([first, Buffer.from("the end")]))).toBe(true);
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads).toEqual([]);
  });

  it("is completed with the checksum of the whole object, and refused with another", async () => {
    const ChecksumAlgorithm = "CRC64NVME";
    const UploadId = await begin({ ChecksumAlgorithm });
    const part = {
      Bucket,
      Key,
      UploadId,
      PartNumber: 1,
      Body: "123456789",
      ChecksumAlgorithm,
    } as const;
    const { ETag, ChecksumCRC64NVME } = await client.send(new UploadPartCommand(part));
    const completion = (checksum: string | undefined): Promise<unknown> =>
      client.send(
        new CompleteMultipartUploadCommand({
          ...{ Bucket, Key, UploadId, ChecksumCRC64NVME: checksum, ChecksumType: "FULL_OBJECT" },
          MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] },
        }),
      );
    expect(await refusalOf(completion("AAAAAAAAAAA="))).toMatchObject({ code: "BadDigest" });
    expect(ChecksumCRC64NVME).toBe("rosUhgp5mIg=");
    await completion(ChecksumCRC64NVME);
    expect(await read(Key)).toBe("123456789");
  });

  it("lists its parts, each number once [SDK]", async () => {
    const UploadId = await begin();
    for (const [number, body] of [
      [3, "old"],
      [1, "one"],
      [3, "new"],
    ] as const) {
      await send(UploadId, number, body);
    }
    const { Parts } = await client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(Parts?.map(({ PartNumber, ETag }) => [PartNumber, ETag])).toEqual([
      [1, `"${md5("one")}"`],
      [3, `"${md5("new")}"`],
    ]);
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads).toMatchObject([{ Key, UploadId }]);
  });

  it("takes parts from other objects", async () => {
    await put("source", { Body: "0123456789" });
    const UploadId = await begin();
    const { CopyPartResult } = await client.send(
      new UploadPartCopyCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber: 1,
        CopySource: `${Bucket}/source`,
        CopySourceRange: "bytes=2-5",
      }),
    );
    await complete(UploadId, [{ PartNumber: 1, ETag: CopyPartResult!.ETag! }]);
    expect(await read(Key)).toBe("2345");
  });

  /** An upload of two small parts, and what its completion with others is refused as. */
  const beginTwo = async () => {
    const UploadId = await begin();
    const [one, two] = [await send(UploadId, 1, "small"), await send(UploadId, 2, "small too")];
    const first = { PartNumber: 1, ETag: one.ETag! };
    const second = { PartNumber: 2, ETag: two.ETag! };
    const outcome = async (...parts: CompletedPart[]): Promise<string> =>
      (await refusalOf(complete(UploadId, parts))).code;
    return { UploadId, first, second, outcome };
  };

  it("is refused when parts are missing or out of order [assumed]", async () => {
    const { first, second, outcome } = await beginTwo();
    expect(await outcome({ ...first, PartNumber: 9 })).toBe("InvalidPart");
    expect(await outcome({ ...second, PartNumber: 1 })).toBe("InvalidPart");
    expect(await outcome(second, first)).toBe("InvalidPartOrder");
  });

  it("is refused when a part is too small, or one of more than a thousand [documented]", async () => {
    const { UploadId, first, second, outcome } = await beginTwo();
    expect(await outcome(first, second)).toBe("EntityTooSmall");
    expect((await refusalOf(send(UploadId, 1001, "x"))).code).toBe("InvalidArgument");
  });

  it("that is completed again is not there any more, or answers the same by a switch [assumed]", async () => {
    const UploadId = await begin();
    const Parts = [{ PartNumber: 1, ETag: (await send(UploadId, 1, "all")).ETag }];
    const first = await complete(UploadId, Parts);
    expect(await refusalOf(complete(UploadId, Parts))).toMatchObject({ code: "NoSuchUpload" });
    storage.world.switches.repeatedCompletion = "sameAnswer";
    expect((await complete(UploadId, Parts)).ETag).toBe(first.ETag);
    storage.world.switches.repeatedCompletion = "NoSuchUpload";
  });

  it("is forgotten when it is given up", async () => {
    const UploadId = await begin();
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    expect(await refusalOf(send(UploadId, 1, "late"))).toMatchObject({ code: "NoSuchUpload" });
  });

  it.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)(
    "keeps the %s that its client asks for",
    async (ChecksumAlgorithm) => {
      const UploadId = await begin({ ChecksumAlgorithm });
      const { ETag } = await client.send(
        new UploadPartCommand({
          Bucket,
          Key,
          UploadId,
          PartNumber: 1,
          Body: "x",
          ChecksumAlgorithm,
        }),
      );
      await complete(UploadId, [{ PartNumber: 1, ETag }]);
      const head = await client.send(
        new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }),
      );
      expect(head[`Checksum${ChecksumAlgorithm}`]).toBeDefined();
      expect(head.ChecksumType).toBe(
        ChecksumAlgorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE",
      );
    },
  );

  it.each([
    ["of the whole", "FULL_OBJECT", "4waSgw==", "5waSgw=="],
    ["of the parts", "COMPOSITE", "pzJFoA==", "5waSgw=="],
    ["of the parts and their number", "COMPOSITE", "pzJFoA==-1", "pzJFoA==-2"],
  ] as const)(
    "compares the checksum that its completion is given with the object's: %s",
    async (_of, ChecksumType, right, wrong) => {
      const ChecksumAlgorithm = "CRC32C";
      const UploadId = await begin({ ChecksumAlgorithm, ChecksumType });
      const part = {
        Bucket,
        Key,
        UploadId,
        PartNumber: 1,
        Body: "123456789",
        ChecksumAlgorithm,
      } as const;
      const { ETag } = await client.send(new UploadPartCommand(part));
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      const finish = (ChecksumCRC32C: string) =>
        client.send(
          new CompleteMultipartUploadCommand({
            ...{ Bucket, Key, UploadId, MultipartUpload, ChecksumCRC32C },
          }),
        );
      expect(await refusalOf(finish(wrong))).toMatchObject({ code: "BadDigest", status: 400 });
      expect(await finish(right)).toMatchObject({
        ChecksumCRC32C: ChecksumType === "COMPOSITE" ? "pzJFoA==-1" : right,
        ChecksumType,
      });
    },
  );

  it("is not completed where its size is another than its client counted [assumed]", async () => {
    const UploadId = await begin();
    const { ETag } = await send(UploadId, 1, "hello");
    const finish = (MpuObjectSize: number) =>
      client.send(
        new CompleteMultipartUploadCommand({
          ...{ Bucket, Key, UploadId, MpuObjectSize },
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
        }),
      );
    expect(await refusalOf(finish(4))).toMatchObject({ code: "InvalidRequest" });
    await finish(5);
    expect(await read(Key)).toBe("hello");
  });
});

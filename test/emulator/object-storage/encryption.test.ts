import { createHash } from "node:crypto";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type S3Client,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { sendSigned } from "./raw";
import { refusalOf, eachTestHas, type Storage } from "./support";

const Bucket = "sealed";
const Key = "key";
let storage: Storage;
let client: S3Client;

eachTestHas(Bucket, (started) => ({ storage, client } = started));

const set = (...Rules: ServerSideEncryptionRule[]): Promise<unknown> =>
  client.send(
    new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }),
  );
const bare = (
  SSEAlgorithm: string,
  KMSMasterKeyID?: string,
  BucketKeyEnabled?: boolean,
): ServerSideEncryptionRule => ({
  ApplyServerSideEncryptionByDefault: {
    SSEAlgorithm: SSEAlgorithm as "AES256",
    ...(KMSMasterKeyID === undefined ? {} : { KMSMasterKeyID }),
  },
  ...(BucketKeyEnabled === undefined ? {} : { BucketKeyEnabled }),
});
const put = (more: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: "content", ...more }));
const head = (more: object = {}) => client.send(new HeadObjectCommand({ Bucket, Key, ...more }));

describe("A bucket's encryption [recorded]", () => {
  const read = async () => (await sendSigned(storage, { path: `/${Bucket}?encryption` })).body;

  it("is an empty configuration where there is none, and again where it was removed [reported]", async () => {
    const none = "<ServerSideEncryptionConfiguration></ServerSideEncryptionConfiguration>";
    expect(await read()).toContain(none);
    await set(bare("AES256"));
    await client.send(new DeleteBucketEncryptionCommand({ Bucket }));
    expect(await read()).toContain(none);
  });

  it("is answered as recorded", async () => {
    await set(bare("AES256"));
    expect(await read()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>' +
        "<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled>" +
        "</Rule></ServerSideEncryptionConfiguration>",
    );
  });

  it("may be a key of Key Manager, with a bucket key only", async () => {
    await set(bare("aws:kms", "a-key", true));
    const answer = await client.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(answer.ServerSideEncryptionConfiguration?.Rules).toEqual([
      bare("aws:kms", "a-key", true),
    ]);
    expect(await refusalOf(set(bare("aws:kms", "a-key")))).toEqual({
      code: "InvalidArgument",
      status: 400,
      message: "Bucket key is mandatory when using Server Side Encryption with KMS managed keys.",
    });
    expect(await refusalOf(set(bare("AES256", "a-key")))).toEqual({
      code: "InvalidArgument",
      status: 400,
      message:
        "KMS master key id is only supported when using Server Side Encryption with KMS managed keys.",
    });
  });

  it("is refused without the name of an argument", async () => {
    const body =
      "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>" +
      "<SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>";
    const path = `/${Bucket}?encryption`;
    const answer = await sendSigned(storage, { method: "PUT", path, body });
    expect(answer).toMatchObject({ status: 400, code: "InvalidArgument" });
    expect(answer.body).not.toContain("<ArgumentName>");
  });

  it("is one rule of a known kind [assumed]", async () => {
    for (const wrong of [[], [bare("AES256"), bare("AES256")], [bare("rot13")], [{}]]) {
      expect(await refusalOf(set(...wrong))).toMatchObject({ code: "MalformedXML" });
    }
  });

  it("is told of what is written from then on [assumed]", async () => {
    await put({ Key: "before" });
    await set(bare("aws:kms", "a-key", true));
    const sealed = {
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: "a-key",
      BucketKeyEnabled: true,
    };
    expect(await put()).toMatchObject(sealed);
    expect(await head()).toMatchObject(sealed);
    expect(await client.send(new GetObjectCommand({ Bucket, Key }))).toMatchObject(sealed);
    expect((await head({ Key: "before" })).ServerSideEncryption).toBeUndefined();
    const copy = new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/before` });
    expect(await client.send(copy)).toMatchObject(sealed);
    await client.send(new DeleteBucketEncryptionCommand({ Bucket }));
    expect(await head()).toMatchObject(sealed);
    await put();
    expect((await head()).ServerSideEncryption).toBeUndefined();
  });

  it("is told of objects that are uploaded in parts [assumed]", async () => {
    await set(bare("AES256"));
    const sealed = { ServerSideEncryption: "AES256" };
    const begun = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const { UploadId } = begun;
    const part = await client.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "part" }),
    );
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
    const done = await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
    );
    for (const answer of [begun, part, done, await head()]) expect(answer).toMatchObject(sealed);
  });
});

describe("A writer", () => {
  it("may ask for encryption where the bucket has none", async () => {
    await put({ ServerSideEncryption: "AES256" });
    expect(await head()).toMatchObject({ ServerSideEncryption: "AES256" });
  });

  it("is refused what the service does not have", async () => {
    expect(await refusalOf(put({ ServerSideEncryption: "rot13" }))).toMatchObject({
      code: "InvalidArgument",
    });
    expect(await refusalOf(put({ ServerSideEncryption: "aws:kms" }))).toMatchObject({
      message: expect.stringContaining("Bucket key is mandatory") as string,
    });
  });
});

describe("An object with a key of its own [documented]", () => {
  const customer = (letter: string) => {
    const bytes = Buffer.alloc(32, letter);
    return {
      SSECustomerAlgorithm: "AES256",
      SSECustomerKey: bytes.toString("base64"),
      SSECustomerKeyMD5: createHash("md5").update(bytes).digest("base64"),
    };
  };
  const [mine, yours] = [customer("a"), customer("b")];

  it("is read by who brings that key, and by nobody else", async () => {
    const { SSECustomerKeyMD5 } = await put(mine);
    expect(SSECustomerKeyMD5).toBe(mine.SSECustomerKeyMD5);
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...mine }));
    expect(await Body?.transformToString()).toBe("content");
    const read = (more: object) => client.send(new GetObjectCommand({ Bucket, Key, ...more }));
    expect(await refusalOf(read({}))).toMatchObject({ code: "InvalidRequest", status: 400 });
    expect(await refusalOf(read(yours))).toMatchObject({ code: "AccessDenied", status: 403 });
    expect(await refusalOf(head())).toMatchObject({ status: 400 });
  });

  it("is read with its key though the digest of it is left out, not with a wrong one [recorded]", async () => {
    await put(mine);
    const headers = {
      "x-amz-server-side-encryption-customer-algorithm": "AES256",
      "x-amz-server-side-encryption-customer-key": mine.SSECustomerKey,
    };
    const look = (more: object = {}) =>
      sendSigned(storage, {
        method: "HEAD",
        path: `/${Bucket}/${Key}`,
        headers: { ...headers, ...more },
      });
    const wrong = { "x-amz-server-side-encryption-customer-key-md5": yours.SSECustomerKeyMD5 };
    expect(await look()).toMatchObject({ status: 200 });
    expect(await look(wrong)).toMatchObject({ status: 400 });
  });

  it("must be written with a whole key and its digest", async () => {
    const headers = {
      "x-amz-server-side-encryption-customer-algorithm": "AES256",
      "x-amz-server-side-encryption-customer-key": mine.SSECustomerKey,
      "x-amz-server-side-encryption-customer-key-md5": yours.SSECustomerKeyMD5,
    };
    const write = (changed: object) =>
      sendSigned(storage, {
        method: "PUT",
        path: `/${Bucket}/${Key}`,
        headers: { ...headers, ...changed },
        body: "content",
      });
    expect(await write({})).toMatchObject({ status: 400, code: "InvalidArgument" });
    expect((await write({})).body).toContain("MD5 hash of the key did not match");
    const short = { "x-amz-server-side-encryption-customer-key": "YQ==" };
    expect((await write(short)).body).toContain("The secret key was invalid");
    const other = { "x-amz-server-side-encryption-customer-algorithm": "DES" };
    expect((await write(other)).body).toContain("valid encryption algorithm");
    const both = {
      "x-amz-server-side-encryption-customer-key-md5": mine.SSECustomerKeyMD5,
      "x-amz-server-side-encryption": "AES256",
    };
    expect(await write(both)).toMatchObject({ code: "InvalidRequest" });
  });

  it("is no reason to bring one for an object that has none [assumed]", async () => {
    await put();
    expect(await refusalOf(head(mine))).toMatchObject({ status: 400 });
  });

  it("is copied by who brings the key, into an object with another key or none [assumed]", async () => {
    await put(mine);
    const copy = (more: object) =>
      client.send(
        new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/${Key}`, ...more }),
      );
    expect(await refusalOf(copy({}))).toMatchObject({ code: "InvalidRequest" });
    const from = {
      CopySourceSSECustomerAlgorithm: mine.SSECustomerAlgorithm,
      CopySourceSSECustomerKey: mine.SSECustomerKey,
      CopySourceSSECustomerKeyMD5: mine.SSECustomerKeyMD5,
    };
    await copy({ ...from, ...yours });
    expect(await head({ Key: "copy", ...yours })).toMatchObject({ ContentLength: 7 });
    await copy(from);
    expect(await head({ Key: "copy" })).toMatchObject({ ContentLength: 7 });
  });

  it("is uploaded in parts with the same key each [assumed]", async () => {
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ...mine }),
    );
    const part = (more: object) =>
      client.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "part", ...more }),
      );
    expect(await refusalOf(part({}))).toMatchObject({ code: "InvalidRequest" });
    expect(await refusalOf(part(yours))).toMatchObject({ code: "AccessDenied" });
    await put({ Key: "source" });
    const CopySource = `${Bucket}/source`;
    const copied = await client.send(
      new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber: 2, CopySource, ...mine }),
    );
    expect(copied).toMatchObject({ SSECustomerKeyMD5: mine.SSECustomerKeyMD5 });
    const { ETag } = await part(mine);
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
    );
    expect(await head(mine)).toMatchObject({ ContentLength: 4 });
    expect(await refusalOf(head())).toMatchObject({ status: 400 });
  });
});

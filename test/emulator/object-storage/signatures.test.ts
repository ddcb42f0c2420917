import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { createHash, createHmac } from "node:crypto";
import { presigned, send, sendSigned, signed, type RawAnswer } from "./raw";
import { ACCESS_KEY, refusalOf, SECRET_KEY, startStorage, type Storage } from "./support";

let storage: Storage;
beforeEach(async () => {
  storage = await startStorage();
});
afterEach(() => storage.stop());

const MINUTE = 60_000;
const at = (minutes: number): Date => new Date(storage.world.now.getTime() + minutes * MINUTE);

describe("A signed request [SDK]", () => {
  it("is answered", async () => {
    expect(await sendSigned(storage, {})).toMatchObject({ status: 200 });
  });

  it("is refused when the secret is another [recorded]", async () => {
    const stranger = storage.client({ secretKey: "another-secret" });
    expect(await refusalOf(stranger.send(new ListBucketsCommand()))).toEqual({
      code: "SignatureDoesNotMatch",
      status: 403,
      message:
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    });
  });

  it.each([
    ["method", { method: "DELETE" }],
    ["path", { path: "/other?x=1" }],
    ["query", { path: "/b?x=2" }],
  ])("is refused when its %s was changed on the way", async (_part, change) => {
    const original = await signed(storage, { path: "/b?x=1" });
    expect((await send(storage, { ...original, ...change })).code).toBe("SignatureDoesNotMatch");
  });

  it("is refused when a signed header was changed on the way", async () => {
    const original = await signed(storage, { headers: { "x-amz-meta-a": "1" } });
    const headers = { ...original.headers, "x-amz-meta-a": "2" };
    expect((await send(storage, { ...original, headers })).code).toBe("SignatureDoesNotMatch");
  });

  it("covers headers of any text, as its bytes of UTF-8", async () => {
    const client = storage.client();
    await client.send(new CreateBucketCommand({ Bucket: "any-text" }));
    await client.send(new PutObjectCommand({ Bucket: "any-text", Key: "key é ✓", Body: "text" }));
    const source = "/any-text/key é ✓";
    const original = await signed(storage, {
      ...{ method: "PUT", path: "/any-text/copy" },
      headers: { "x-amz-copy-source": source, "x-amz-meta-who": "Zoë" },
    });
    const bytesOf = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
    const headers = Object.fromEntries(
      Object.entries(original.headers ?? {}).map(([name, value]) => [name, bytesOf(value)]),
    );
    expect(await send(storage, { ...original, headers })).toMatchObject({ status: 200 });
    const { Body } = await client.send(new GetObjectCommand({ Bucket: "any-text", Key: "copy" }));
    expect(await Body?.transformToString()).toBe("text");
  });

  it("is refused when it comes a quarter of an hour too late or too early [documented]", async () => {
    for (const minutes of [-16, 16]) {
      const answer = await sendSigned(storage, {}, { date: at(minutes) });
      expect(answer).toMatchObject({ status: 403, code: "RequestTimeTooSkewed" });
    }
    for (const minutes of [-14, 14]) {
      expect(await sendSigned(storage, {}, { date: at(minutes) })).toMatchObject({ status: 200 });
    }
  });

  it("is refused for a region that is not there, and the client told which to sign for [assumed]", async () => {
    const client = storage.client({ region: "pl-waw" });
    await client.send(new CreateBucketCommand({ Bucket: "warsaw" }));
    const told = async (path: string): Promise<unknown[]> => {
      const answer = await sendSigned(storage, { path }, { region: "us-east-1" });
      return [answer.status, answer.code, /<Region>(.*)<\/Region>/.exec(answer.body)?.[1]];
    };
    expect(await told("/warsaw?location")).toEqual([400, "AuthorizationHeaderMalformed", "pl-waw"]);
    expect(await told("/nowhere")).toEqual([400, "AuthorizationHeaderMalformed", "fr-par"]);
  });

  it("is refused when it was signed for another service", async () => {
    const answer = await sendSigned(storage, {}, { service: "iam" });
    expect(answer.code).toBe("AuthorizationHeaderMalformed");
  });
});

describe("A key that is of no use", () => {
  it("is refused as everything else, or by a code of its own", async () => {
    const unknown = { accessKey: "SCWZZZZZZZZZZZZZZZZZ" };
    expect((await sendSigned(storage, {}, unknown)).code).toBe("AccessDenied");
    storage.world.switches.s3ErrorForDeadKey = "InvalidAccessKeyId";
    expect((await sendSigned(storage, {}, unknown)).code).toBe("InvalidAccessKeyId");
  });

  it("may be one whose time is over", async () => {
    const key = storage.world.keys.get(ACCESS_KEY)!;
    storage.world.keys.set(ACCESS_KEY, { ...key, expired: true });
    expect(await sendSigned(storage, {})).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  it("is none at all", async () => {
    for (const method of ["GET", "PUT", "DELETE", "PATCH"]) {
      const answer = await send(storage, { method, path: "/a-bucket" });
      expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
    }
  });

  it("is one of an older way of signing", async () => {
    const headers = { authorization: `AWS ${ACCESS_KEY}:c2lnbmF0dXJl` };
    expect((await send(storage, { headers })).code).toBe("InvalidRequest");
  });
});

describe("A body [SDK]", () => {
  const put = { method: "PUT", path: "/a-bucket/k" };
  beforeEach(() => sendSigned(storage, { method: "PUT", path: "/a-bucket" }));

  it("is refused when it is not the one that was signed", async () => {
    const original = await signed(storage, { ...put, body: "one" });
    const answer = await send(storage, { ...original, body: "two" });
    expect(answer).toMatchObject({ status: 400, code: "XAmzContentSHA256Mismatch" });
  });

  it("may go unsigned when the signature says so", async () => {
    const headers = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const original = await signed(storage, { ...put, headers, body: "one" });
    expect(await send(storage, { ...original, body: "two" })).toMatchObject({ status: 200 });
  });

  it("is compared with its MD5", async () => {
    const md5 = createHash("md5").update("one").digest("base64");
    const send = (value: string, body: string) =>
      sendSigned(storage, { ...put, headers: { "content-md5": value }, body });
    expect(await send(md5, "one")).toMatchObject({ status: 200 });
    expect(await send(md5, "two")).toMatchObject({ code: "BadDigest" });
    expect(await send("nonsense", "one")).toMatchObject({ code: "InvalidDigest" });
  });

  it.each([
    // The check values that are published with each algorithm.
    ["crc32", "y/Q5Jg=="],
    ["crc32c", "4waSgw=="],
    ["crc64nvme", "rosUhgp5mIg="],
    ["sha1", "98O8HYCOBHMq32eZZczDTKeuNEE="],
    ["sha256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="],
  ])("is compared with its %s", async (name, value) => {
    const send = (body: string) =>
      sendSigned(storage, { ...put, headers: { [`x-amz-checksum-${name}`]: value }, body });
    const written = await send("123456789");
    expect([written.status, written.headers[`x-amz-checksum-${name}`]]).toEqual([200, value]);
    expect(await send("12345678")).toMatchObject({ status: 400, code: "BadDigest" });
  });

  it("of unknown length is not taken [recorded]", async () => {
    const original = await signed(storage, { ...put, body: "one" });
    const headers = { ...original.headers, "transfer-encoding": "chunked" };
    const answer = await send(storage, { ...original, headers });
    expect(answer).toMatchObject({ status: 405, code: "NotImplemented" });
    expect(answer.body).toContain("<Header>Transfer-Encoding</Header>");
  });

  it("in chunks is put together, its trailer compared", async () => {
    const headers = {
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "x-amz-decoded-content-length": "9",
      "x-amz-trailer": "x-amz-checksum-crc32",
      "content-encoding": "aws-chunked",
    };
    const chunked = (checksum: string): string =>
      `4\r\n1234\r\n5\r\n56789\r\n0\r\nx-amz-checksum-crc32:${checksum}\r\n\r\n`;
    const good = await sendSigned(storage, { ...put, headers, body: chunked("y/Q5Jg==") });
    expect(good.status).toBe(200);
    const read = await sendSigned(storage, { path: put.path });
    expect([read.body, read.headers["content-encoding"]]).toEqual(["123456789", undefined]);
    const bad = await sendSigned(storage, { ...put, headers, body: chunked("AAAAAA==") });
    expect(bad.code).toBe("BadDigest");
    for (const body of ["4\r\n1234\r\n", "zz", "5\r\n1234\r\n0\r\n\r\n", "0\r\n\r\n"]) {
      expect((await sendSigned(storage, { ...put, headers, body })).code).toBe("IncompleteBody");
    }
  });
});

describe("A body whose chunks are signed one by one [SDK]", () => {
  const hmac = (key: string | Buffer, text: string): Buffer =>
    createHmac("sha256", key).update(text).digest();
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

  /** A second, plain reading of how chunks are signed; the change is made after that. */
  const sendChunks = async (
    change: (chunk: string) => string,
    trailer?: string,
  ): Promise<RawAnswer> => {
    const kind = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    const headers = {
      "x-amz-content-sha256": trailer === undefined ? kind : `${kind}-TRAILER`,
      "x-amz-decoded-content-length": "12",
    };
    const request = await signed(storage, { method: "PUT", path: "/a-bucket/k", headers });
    const longDate = request.headers!["x-amz-date"]!;
    const scope = `${longDate.slice(0, 8)}/fr-par/s3/aws4_request`;
    let key: string | Buffer = `AWS4${SECRET_KEY}`;
    for (const part of scope.split("/")) key = hmac(key, part);
    let previous = /Signature=(\w+)/.exec(request.headers!["authorization"]!)![1]!;
    let body = "";
    for (const chunk of ["first,", "second", ""]) {
      const head = ["AWS4-HMAC-SHA256-PAYLOAD", longDate, scope, previous];
      const text = [...head, sha256(""), sha256(chunk)].join("\n");
      previous = hmac(key, text).toString("hex");
      body += `${chunk.length.toString(16)};chunk-signature=${previous}\r\n${change(chunk)}`;
      if (chunk !== "" || trailer === undefined) body += "\r\n";
    }
    if (trailer !== undefined) {
      const head = ["AWS4-HMAC-SHA256-TRAILER", longDate, scope, previous];
      const signature = hmac(key, [...head, sha256(`${trailer}\n`)].join("\n")).toString("hex");
      body += `${change(trailer)}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`;
    }
    return send(storage, { ...request, body });
  };
  beforeEach(() => sendSigned(storage, { method: "PUT", path: "/a-bucket" }));

  it("is put together", async () => {
    expect(await sendChunks((chunk) => chunk)).toMatchObject({ status: 200 });
    expect((await sendSigned(storage, { path: "/a-bucket/k" })).body).toBe("first,second");
  });

  it("may have a trailer, signed like them", async () => {
    const trailer = "x-amz-meta-note:written last";
    expect(await sendChunks((text) => text, trailer)).toMatchObject({ status: 200 });
    const answer = await sendChunks((text) => text.replace("last", "first"), trailer);
    expect(answer.code).toBe("SignatureDoesNotMatch");
  });

  it("is refused when one was changed on the way", async () => {
    const answer = await sendChunks((chunk) => chunk.replace("second", "SECOND"));
    expect(answer.code).toBe("SignatureDoesNotMatch");
  });
});

describe("A presigned URL [documented]", () => {
  beforeEach(async () => {
    await sendSigned(storage, { method: "PUT", path: "/a-bucket" });
    await sendSigned(storage, { method: "PUT", path: "/a-bucket/k", body: "hello" });
  });

  it("works until its time is over", async () => {
    const path = await presigned(storage, "/a-bucket/k", 60);
    expect(await send(storage, { path })).toMatchObject({ status: 200, body: "hello" });
    storage.world.now = at(2);
    expect(await send(storage, { path })).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  it("does not work before its time [assumed]", async () => {
    const path = await presigned(storage, "/a-bucket/k", 3600);
    storage.world.now = at(-16);
    expect(await send(storage, { path })).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  it("is refused when it was changed [SDK]", async () => {
    const path = await presigned(storage, "/a-bucket/k", 60);
    const changed = path.replace("/a-bucket/k", "/a-bucket/other");
    expect((await send(storage, { path: changed })).code).toBe("SignatureDoesNotMatch");
  });

  it("lives a week at most [SDK]", async () => {
    const path = (await presigned(storage, "/a-bucket/k", 60)).replace(
      "Expires=60",
      "Expires=604801",
    );
    expect((await send(storage, { path })).code).toBe("AuthorizationQueryParametersError");
  });
});

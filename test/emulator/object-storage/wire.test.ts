import fc from "fast-check";
import { connect } from "node:net";
import { anyText } from "../../support/arbitrary";
import { send, sendSigned, signed, type RawAnswer } from "./raw";
import { FIRST_PROJECT, startStorage, type Storage } from "./support";

/** Garbage is hundreds of requests one after another, each over a connection of its own. */
jest.setTimeout(30_000);

let storage: Storage;
beforeAll(async () => {
  storage = await startStorage();
  await sendSigned(storage, { method: "PUT", path: "/a-bucket" });
  await sendSigned(storage, { method: "PUT", path: "/a-bucket/a%20key", body: "x" });
});
afterAll(() => storage.stop());

describe("An error [recorded]", () => {
  it("is XML as recorded: no declaration, one id in three places, the resource", async () => {
    const answer = await sendSigned(storage, { path: "/no-bucket/a%20key?versionId=1" });
    const id = answer.headers["x-amz-request-id"] as string;
    expect(id).toMatch(/^txg[0-9a-f]{20}-00[0-9a-f]{8}$/);
    expect(parseInt(id.slice(-8), 16)).toBe(storage.world.now.getTime() / 1000);
    expect(answer.headers).toMatchObject({ "content-type": "application/xml", "x-amz-id-2": id });
    expect(answer.body).toBe(
      "<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message>" +
        `<RequestId>${id}</RequestId><HostId>${id}</HostId>` +
        "<Resource>/no-bucket/a%20key</Resource></Error>",
    );
  });

  it("names the bucket where that was recorded", async () => {
    const answer = await sendSigned(storage, { path: "/a-bucket?tagging=" });
    expect(answer.body).toContain("<BucketName>a-bucket</BucketName>");
  });

  it("of rights comes before one of the body [assumed]", async () => {
    const rights = storage.world.rights.get(FIRST_PROJECT)!;
    storage.world.rights.set(FIRST_PROJECT, new Set());
    const answer = await sendSigned(storage, { method: "PUT", path: "/a-bucket?policy" });
    expect(answer.code).toBe("AccessDenied");
    storage.world.rights.set(FIRST_PROJECT, rights);
  });

  it("to HEAD has no body", async () => {
    for (const path of ["/no-bucket", "/a-bucket/no-key"]) {
      const answer = await sendSigned(storage, { method: "HEAD", path });
      expect(answer).toMatchObject({ status: 404, body: "" });
      expect(answer.headers["content-type"]).toBe("application/xml");
      expect(answer.headers["x-amz-bucket-region"]).toBeUndefined();
    }
  });
});

describe("A success [recorded]", () => {
  it("is an XML document as recorded", async () => {
    const { body, headers } = await sendSigned(storage, { path: "/?x-id=ListBuckets" });
    expect(headers["content-type"]).toBe("text/xml; charset=utf-8");
    const owner = `${FIRST_PROJECT}:${FIRST_PROJECT}`;
    expect(body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<ListAllMyBucketsResult><Buckets><Bucket>' +
        "<CreationDate>2026-06-01T10:00:00.000Z</CreationDate><Name>a-bucket</Name></Bucket></Buckets>" +
        `<Owner><DisplayName>${owner}</DisplayName><ID>${owner}</ID></Owner></ListAllMyBucketsResult>`,
    );
  });

  it.each([
    ["/a-bucket", "application/xml"],
    ["/a-bucket?list-type=2", "application/xml"],
    ["/a-bucket?versions", "application/xml"],
    ["/a-bucket?acl", "text/xml; charset=utf-8"],
    ["/a-bucket?versioning", "text/xml; charset=utf-8"],
    ["/a-bucket?uploads", "text/xml; charset=utf-8"],
  ])("to GET %s is %s", async (path, type) => {
    const { status, headers } = await sendSigned(storage, { path });
    expect([status, headers["content-type"]]).toEqual([200, type]);
  });

  it("to GET of a bucket's policy is plain text", async () => {
    const policy = {
      Version: "2023-04-17",
      Id: "all",
      Statement: [
        { Sid: "all", Effect: "Allow", Principal: "*", Action: "*", Resource: ["told", "told/*"] },
      ],
    };
    await sendSigned(storage, { method: "PUT", path: "/told" });
    await sendSigned(storage, {
      method: "PUT",
      path: "/told?policy",
      body: JSON.stringify(policy),
    });
    const { status, headers } = await sendSigned(storage, { path: "/told?policy" });
    expect([status, headers["content-type"]]).toEqual([200, "text/plain; charset=utf-8"]);
  });

  it("to a list of uploads tells both markers, and no prefix where none is asked for", async () => {
    const { body } = await sendSigned(storage, { path: "/a-bucket?uploads" });
    expect(body).toContain(
      "<NextKeyMarker></NextKeyMarker><NextUploadIdMarker></NextUploadIdMarker>",
    );
    expect(body).not.toContain("<Prefix>");
  });

  it("tells the time of the cloud [own]", async () => {
    const { headers } = await sendSigned(storage, {});
    expect(headers.date).toBe(storage.world.now.toUTCString());
  });

  it("shows versioning that was never set as an empty element", async () => {
    const { body } = await sendSigned(storage, { path: "/a-bucket?versioning=" });
    expect(body).toContain("<VersioningConfiguration><Status></Status></VersioningConfiguration>");
  });

  it("tells where a new bucket is", async () => {
    const answer = await sendSigned(storage, { method: "PUT", path: "/another-bucket" });
    expect(answer).toMatchObject({ status: 200, body: "" });
    expect(answer.headers).toMatchObject({ location: "/another-bucket", "content-length": "0" });
  });

  it("with another content type for this one reader is written so [SDK]", async () => {
    const path = "/a-bucket/a%20key?response-content-type=text%2Fhtml";
    expect((await sendSigned(storage, { path })).headers["content-type"]).toBe("text/html");
    const broken = await sendSigned(storage, { path: `${path}%0AX-Other%3A1` });
    expect(broken.code).toBe("InvalidArgument");
  });
});

describe("A bucket in the host's name [recorded]", () => {
  const expectAt = async (host: string, path: string): Promise<void> => {
    const headers = { host: `${host}:${storage.port}` };
    expect(await sendSigned(storage, { path, headers })).toMatchObject({ status: 200, body: "x" });
  };

  it("has its objects at their keys", () => expectAt("a-bucket.s3.fr-par.scw.cloud", "/a%20key"));

  it("may stand in the path instead [documented]", () =>
    expectAt("s3.fr-par.scw.cloud", "/a-bucket/a%20key"));

  it.each([
    ["a-bucket.localhost", "/a%20key"],
    ["localhost", "/a-bucket/a%20key"],
    ["some.other.host", "/a-bucket/a%20key"],
  ])("or in the path is read from this machine's hosts, too: %s%s [own]", expectAt);

  it("is the bucket itself with an empty path", async () => {
    const headers = { host: `a-bucket.s3.fr-par.scw.cloud:${storage.port}` };
    expect((await sendSigned(storage, { headers })).body).toContain("<Name>a-bucket</Name>");
  });
});

describe("What Object Storage does not do [assumed]", () => {
  it("is refused as such where it is the log of a bucket [reported]", async () => {
    const answer = await sendSigned(storage, { path: "/a-bucket?logging" });
    expect(answer.code).toBe("NotImplemented");
  });

  it.each([
    ["GET", "/a-bucket?logging"],
    ["GET", "/a-bucket/k?torrent"],
    ["PATCH", "/a-bucket/k"],
    ["POST", "/"],
    ["PUT", "/a-bucket?tagging&versioning"],
  ])("is refused as such with 405: %s %s", async (method, path) => {
    const answer = await sendSigned(storage, { method, path });
    expect(answer).toMatchObject({ status: 405, code: "NotImplemented" });
  });
});

describe("A bucket that is not the one meant [assumed]", () => {
  it("is denied to callers without a key where it is not there, or told so by a switch", async () => {
    expect(await send(storage, { path: "/no-bucket" })).toMatchObject({ code: "AccessDenied" });
    storage.world.switches.anonymousMissingBucket = "NoSuchBucket";
    expect(await send(storage, { path: "/no-bucket" })).toMatchObject({ code: "NoSuchBucket" });
    storage.world.switches.anonymousMissingBucket = "AccessDenied";
  });

  it("by its owner is given all the same, or refused by a switch", async () => {
    const of = (owner: string) =>
      sendSigned(storage, {
        path: "/a-bucket",
        headers: { "x-amz-expected-bucket-owner": owner },
      });
    expect(await of("another")).toMatchObject({ status: 200 });
    storage.world.switches.expectedBucketOwner = "verified";
    expect(await of("another")).toMatchObject({ status: 403, code: "AccessDenied" });
    expect(await of(FIRST_PROJECT)).toMatchObject({ status: 200 });
    expect(await of(`${FIRST_PROJECT}:${FIRST_PROJECT}`)).toMatchObject({ status: 200 });
    storage.world.switches.expectedBucketOwner = "ignored";
  });
});

describe("The log [own]", () => {
  it("names each operation as the SDK does", async () => {
    storage.log.resetCounts();
    await sendSigned(storage, {});
    await sendSigned(storage, { path: "/a-bucket?list-type=2" });
    await sendSigned(storage, { path: "/a-bucket/k?uploadId=1&partNumber=1", method: "PUT" });
    expect(storage.log.counts()).toEqual({ ListBuckets: 1, ListObjectsV2: 1, UploadPart: 1 });
  });
});

describe("Garbage [own]", () => {
  const isRefusal = (answer: RawAnswer): boolean =>
    answer.status >= 400 &&
    answer.status < 500 &&
    (answer.body === "" || /^<Error><Code>\w+<\/Code><Message>/.test(answer.body));
  const expectXml = (answer: RawAnswer, method?: string): void => {
    if (answer.status < 400) return;
    expect([method, answer.status, answer.body, isRefusal(answer)]).toEqual([
      ...[method, answer.status, answer.body],
      true,
    ]);
  };
  const methods = fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH");
  const texts = anyText({ maxLength: 30 });
  const names = fc.constantFrom(
    ...["acl", "cors", "delete", "encryption", "lifecycle", "location", "object-lock", "policy"],
    ...["tagging", "uploads", "uploadId", "partNumber", "versioning", "versions", "website"],
    ...["versionId", "max-keys", "list-type", "continuation-token", "encoding-type", "delimiter"],
    ...["prefix", "marker", "key-marker", "version-id-marker", "x-id", "__proto__"],
  );
  const queries = fc
    .array(fc.tuple(names, fc.oneof(texts, fc.constantFrom("", "1", "null", "url"))), {
      maxLength: 4,
    })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&"));
  const paths = fc.oneof(
    fc.constantFrom("/", "/a-bucket", "/a-bucket/a%20key", "/no-bucket/k", "//", "/%2e%2e/x"),
    texts.map((text) => `/a-bucket/${encodeURIComponent(text)}`),
  );
  const headers = fc.dictionary(
    fc.constantFrom(
      ...["range", "if-match", "if-none-match", "if-modified-since", "x-amz-copy-source"],
      ...["x-amz-copy-source-range", "x-amz-tagging", "x-amz-storage-class", "content-type"],
      ...["x-amz-meta-a", "x-amz-checksum-crc32", "x-amz-checksum-algorithm", "content-md5"],
      ...["x-amz-metadata-directive", "x-amz-decoded-content-length", "content-encoding"],
    ),
    fc.string({ maxLength: 20 }),
    { maxKeys: 4 },
  );
  const bodies = fc.oneof(
    texts,
    fc.constantFrom(
      ...["<Delete><Object/></Delete>", "<Tagging>", "<Tagging><TagSet><Tag/></TagSet></Tagging>"],
      ...["<CompleteMultipartUpload><Part/></CompleteMultipartUpload>", "<__proto__/>"],
      "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>",
      '<!DOCTYPE a [<!ENTITY b "c">]><Tagging>&b;</Tagging>',
    ),
  );

  it("that is signed is refused in XML, and never breaks the service", async () => {
    const requests = fc.record({
      method: methods,
      path: paths,
      query: queries,
      headers,
      body: bodies,
    });
    await fc.assert(
      fc.asyncProperty(requests, async ({ query, ...request }) => {
        const path = query === "" ? request.path : `${request.path}?${query}`;
        const hasBody = ["PUT", "POST", "DELETE", "PATCH", "OPTIONS"].includes(request.method);
        const raw = { ...request, path, body: hasBody ? request.body : "" };
        expectXml(await sendSigned(storage, raw), request.method);
      }),
      { numRuns: 400, seed: 11 },
    );
  });

  it("in the place of a signature is refused in XML", async () => {
    const authorization = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ maxLength: 60 }).map((text) => `AWS4-HMAC-SHA256 ${text}`),
      fc
        .tuple(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }))
        .map(
          ([a, b]) =>
            `AWS4-HMAC-SHA256 Credential=${a}/20260601/fr-par/s3/aws4_request, SignedHeaders=host;${b}, Signature=x`,
        ),
    );
    await fc.assert(
      fc.asyncProperty(authorization, fc.string({ maxLength: 20 }), async (value, date) => {
        const answer = await send(storage, {
          headers: { authorization: value, "x-amz-date": date },
        });
        expect(isRefusal(answer)).toBe(true);
      }),
      { numRuns: 150, seed: 13 },
    );
  });

  it.each(["/%zz", "/a-bucket/%ff", "/a-bucket?prefix=%zz", "*", "/a-bucket/%"])(
    "in the URL is refused in XML: %s",
    async (path) => {
      const original = await signed(storage, {});
      const answer = await send(storage, { ...original, path });
      expect(isRefusal(answer)).toBe(true);
    },
  );

  it("in the type of a body does not keep it from being written", async () => {
    const headers = { "content-type": ";; no type at all" };
    const request = { method: "PUT", path: "/a-bucket/odd", headers, body: "x" };
    expect(await sendSigned(storage, request)).toMatchObject({ status: 200 });
  });

  it("that is no HTTP is refused in XML", async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(storage.port, "127.0.0.1", () => socket.write("what is this\r\n\r\n"));
      let text = "";
      socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      socket.once("end", () => resolve(text)).once("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 [^]*<Error><Code>InvalidRequest<\/Code>/);
  });
});

import {
  objectStorageClient,
  storageConnection,
  type ObjectStorageClient,
} from "../../../../provider/scaleway/clients/object-storage";
import type { Answer, Received } from "../../../support/json-server";
import { startScriptedCloud, type ScriptedCloud } from "../../../support/scripted-cloud";

const PROJECT = "5a5a5a5a-0000-4000-8000-000000000002";
let running: ScriptedCloud;
afterEach(() => running.server.stop());

async function start(
  handler: (request: Received, number: number) => Answer,
  deadlineSeconds?: number,
): Promise<ObjectStorageClient> {
  const options = deadlineSeconds === undefined ? {} : { deadlineSeconds };
  running = await startScriptedCloud(handler, options);
  return running.cloud.objectStorage(PROJECT, "nl-ams");
}

const OWN = { "X-Amz-Request-Id": "txg0-00" };
const xml = (text: string): Answer => ({
  status: 200,
  text: `<?xml version="1.0" encoding="UTF-8"?>\n${text}`,
  headers: { ...OWN, "Content-Type": "text/xml; charset=utf-8" },
});
const refused = (status: number, code: string, message = "No"): Answer => ({
  status,
  text: `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>txg0-00</RequestId></Error>`,
  headers: { ...OWN, "Content-Type": "application/xml" },
});
const bare = (status: number): Answer => ({
  status,
  headers: { ...OWN, "Content-Type": "application/xml" },
});
const done: Answer = { status: 204, headers: OWN };

describe("a call on Object Storage", () => {
  it("is signed for its Project and region, with a path of the bucket's name", async () => {
    const storage = await start(() => ({
      status: 200,
      headers: { ...OWN, "X-Amz-Bucket-Region": "nl-ams" },
    }));
    await expect(storage.headBucket("photos")).resolves.toEqual({ region: "nl-ams" });
    const [request] = running.server.received;
    expect(request).toMatchObject({ method: "HEAD", path: "/photos/" });
    expect(request?.headers.authorization).toMatch(
      new RegExp(`Credential=SCWTEST0000000000000@${PROJECT}/\\d{8}/nl-ams/s3/aws4_request`),
    );
    expect(request?.headers["user-agent"]).toContain("pulumi-storage-access");
  });

  it("takes nothing from AWS_* variables", async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: "AKIALEAK",
      AWS_SECRET_ACCESS_KEY: "leak",
      AWS_REGION: "eu-west-3",
      AWS_PROFILE: "no-such-profile",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1",
      AWS_MAX_ATTEMPTS: "9",
      AWS_USE_FIPS_ENDPOINT: "true",
      AWS_CONFIG_FILE: "/no/such/file",
    });
    try {
      const storage = await start((_request, number) =>
        number === 1 ? refused(403, "AccessDenied") : bare(500),
      );
      await expect(storage.listBuckets()).rejects.toMatchObject({ kind: "denied" });
      expect(running.server.received).toHaveLength(1);
      const { headers } = running.server.received[0]!;
      expect(JSON.stringify(headers)).not.toMatch(/AKIALEAK|eu-west-3/);
    } finally {
      process.env = before;
    }
  });

  it("lists buckets over all pages", async () => {
    const storage = await start((_request, number) =>
      xml(
        `<ListAllMyBucketsResult><Buckets><Bucket><Name>page-${number}</Name></Bucket></Buckets>` +
          `${number === 1 ? "<ContinuationToken>next</ContinuationToken>" : ""}</ListAllMyBucketsResult>`,
      ),
    );
    expect((await storage.listBuckets()).map(({ name }) => name)).toEqual(["page-1", "page-2"]);
    const queries = running.server.received.map(({ query }) => query.get("continuation-token"));
    expect(queries).toEqual([null, "next"]);
  });

  it.each<[string, Answer]>([
    ["a cut connection", "drop"],
    ["503", refused(503, "ServiceUnavailable")],
    ["500", refused(500, "InternalError")],
    ["429 with an empty body", bare(429)],
  ])("is tried again after %s, by our own rules", async (_name, answer) => {
    const storage = await start((_request, number) =>
      number <= 2
        ? answer
        : xml("<VersioningConfiguration><Status></Status></VersioningConfiguration>"),
    );
    await expect(storage.getVersioning("photos")).resolves.toBe("never");
    expect(running.context.clock.sleeps).toEqual([375, 750]);
  });

  it("waits as long as Retry-After asks", async () => {
    const slow: Answer = { status: 503, headers: { ...OWN, "Retry-After": "30" } };
    const storage = await start((_request, number) => (number === 1 ? slow : done));
    await storage.deleteBucket("photos");
    expect(running.context.clock.sleeps).toEqual([30_000]);
  });

  it("names the address when nothing answers there", async () => {
    const storage = await start(() => done);
    await running.server.stop();
    const outcome = storage.isEmpty("photos");
    await expect(outcome).rejects.toMatchObject({ kind: "network" });
    await expect(outcome).rejects.toThrow(`no answer from ${running.server.url}`);
  });

  it("is not made once the parent process is gone, if it writes", async () => {
    await start(({ method }) => (method === "GET" ? refused(404, "NoSuchTagSet") : done));
    const orphaned = objectStorageClient(
      storageConnection(running.context, PROJECT, "nl-ams", { isParentAlive: () => false }),
    );
    await expect(orphaned.getTags("photos")).resolves.toEqual({});
    for (const write of [
      orphaned.createBucket("photos"),
      orphaned.deleteBucket("photos"),
      orphaned.setTags("photos", { a: "b" }),
      orphaned.setVersioning("photos", "enabled"),
    ]) {
      await expect(write).rejects.toMatchObject({ code: "parent_gone" });
    }
    expect(running.server.received).toHaveLength(1);
  });

  it("is not made after the deadline", async () => {
    const storage = await start(() => done, 0);
    await expect(storage.deleteBucket("photos")).rejects.toMatchObject({ code: "deadline" });
    expect(running.server.received).toHaveLength(0);
  });
});

describe("a bucket", () => {
  it("is undefined when there is none", async () => {
    const storage = await start(() => bare(404));
    await expect(storage.headBucket("photos")).resolves.toBeUndefined();
  });

  it("is not taken for gone because something else answers 404", async () => {
    const storage = await start(() => ({ status: 404, text: "<html></html>" }));
    await expect(storage.headBucket("photos")).rejects.toMatchObject({ kind: "protocol" });
  });

  it("of another Project is denied, with a hint that names the Project and the sets", async () => {
    const storage = await start(() => bare(403));
    const outcome = storage.headBucket("photos");
    await expect(outcome).rejects.toMatchObject({
      kind: "denied",
      status: 403,
      code: "AccessDenied",
    });
    await expect(outcome).rejects.toThrow(
      new RegExp(
        `acted in Project ${PROJECT}: a bucket of another Project is refused.*ObjectStorageBucketsRead`,
      ),
    );
  });

  it.each([
    ["SignatureDoesNotMatch", 403, "denied", /secret key does not belong/],
    ["RequestTimeTooSkewed", 403, "denied", /clock/],
    ["BucketAlreadyExists", 409, "conflict", /global/],
    ["TooManyBuckets", 400, "quota", /TooManyBuckets/],
    ["InvalidBucketName", 400, "invalid", /InvalidBucketName/],
  ] as const)(
    "refused with %s is an error that says what to do",
    async (code, status, kind, words) => {
      const storage = await start(() => refused(status, code));
      const outcome = storage.createBucket("photos");
      await expect(outcome).rejects.toMatchObject({ kind, code, status, requestId: "txg0-00" });
      await expect(outcome).rejects.toThrow(words);
      expect(running.server.received).toHaveLength(1);
    },
  );

  it("that was made although the answer got lost counts as made", async () => {
    const storage = await start((_request, number) =>
      number === 1 ? "drop" : refused(409, "BucketAlreadyOwnedByYou"),
    );
    await expect(storage.createBucket("photos")).resolves.toBeUndefined();
  });

  it("that was there before is a conflict, also after a refusal that did nothing", async () => {
    const storage = await start((_request, number) =>
      number === 1 ? bare(429) : refused(409, "BucketAlreadyOwnedByYou"),
    );
    await expect(storage.createBucket("photos")).rejects.toMatchObject({ kind: "conflict" });
  });

  it("is deleted as well when it is gone already; one that holds something is a conflict", async () => {
    const storage = await start((_request, number) =>
      number === 1 ? refused(404, "NoSuchBucket") : refused(409, "BucketNotEmpty"),
    );
    await expect(storage.deleteBucket("photos")).resolves.toBeUndefined();
    await expect(storage.deleteBucket("photos")).rejects.toThrow(/forceDestroy/);
  });

  it("without tags has none; the last tag is removed by deleting the set", async () => {
    const storage = await start(({ method }) =>
      method === "GET" ? refused(404, "NoSuchTagSet") : done,
    );
    await expect(storage.getTags("photos")).resolves.toEqual({});
    await storage.setTags("photos", {});
    expect(running.server.received[1]).toMatchObject({ method: "DELETE" });
    await storage.setTags("photos", { team: "a&b" });
    expect(running.server.received[2]?.body).toContain("<Key>team</Key><Value>a&amp;b</Value>");
  });

  it("that does not exist has no tags to speak of: an error, not an empty set", async () => {
    const storage = await start(() => refused(404, "NoSuchBucket"));
    await expect(storage.getTags("photos")).rejects.toMatchObject({ kind: "notFound" });
  });
});

describe("a list of Object Storage that leads astray", () => {
  const more = (root: string, inside: string): Answer =>
    xml(`<${root}><IsTruncated>true</IsTruncated>${inside}</${root}>`);
  const nothing = xml(
    "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>",
  );

  it("of buckets is an error where it names the same next page again, and ends at an empty name", async () => {
    const listed = (token: string): Answer =>
      xml(
        `<ListAllMyBucketsResult><Buckets></Buckets><ContinuationToken>${token}</ContinuationToken></ListAllMyBucketsResult>`,
      );
    const storage = await start(() => listed("same"));
    await expect(storage.listBuckets()).rejects.toMatchObject({
      kind: "protocol",
      code: "endless_list",
    });
    expect(running.server.received).toHaveLength(2);
    await running.server.stop();
    await expect((await start(() => listed(""))).listBuckets()).resolves.toEqual([]);
  });

  it.each<[string, (request: Received) => Answer, RegExp]>([
    [
      "uploads that go on without a place",
      () => more("ListMultipartUploadsResult", ""),
      /list the uploads.*there is more, and not where/,
    ],
    [
      "uploads that come round again",
      () => more("ListMultipartUploadsResult", "<NextKeyMarker>k</NextKeyMarker>"),
      /list the uploads.*read already/,
    ],
    [
      "versions that go on without a place",
      ({ query }) => (query.has("uploads") ? nothing : more("ListVersionsResult", "")),
      /list the versions.*there is more, and not where/,
    ],
    [
      "versions that come round again, page by empty page",
      ({ query }) =>
        query.has("uploads")
          ? nothing
          : more("ListVersionsResult", "<NextKeyMarker>k</NextKeyMarker>"),
      /list the versions.*read already/,
    ],
  ])("is an error: %s", async (_name, handler, said) => {
    const storage = await start(handler);
    await expect(storage.emptyBucket("photos")).rejects.toThrow(said);
    expect(running.server.received.length).toBeLessThan(5);
  });
});

describe("emptying a bucket", () => {
  /** A bucket that holds so many versions; every third one is a delete marker. */
  function holding(count: number, refuse: (key: string) => boolean = () => false) {
    const keys = Array.from(
      { length: count },
      (_, index) => `key-${String(index).padStart(6, "0")}`,
    );
    const held = new Set(keys);
    const batches: number[] = [];
    const list = ({ query }: Received): Answer => {
      const after = query.get("key-marker") ?? "";
      const rest = keys.filter((key) => held.has(key) && key > after);
      const page = rest.slice(0, Number(query.get("max-keys") ?? "1000"));
      const entries = page.map((key) => {
        const tag = Number(key.slice(4)) % 3 === 0 ? "DeleteMarker" : "Version";
        return `<${tag}><Key>${key}</Key><VersionId>1</VersionId></${tag}>`;
      });
      const more = rest.length > page.length;
      const next = more
        ? `<NextKeyMarker>${page.at(-1)!}</NextKeyMarker><NextVersionIdMarker>1</NextVersionIdMarker>`
        : "";
      return xml(
        `<ListVersionsResult><IsTruncated>${String(more)}</IsTruncated>${next}${entries.join("")}</ListVersionsResult>`,
      );
    };
    const remove = ({ body }: Received): Answer => {
      const named = [...body.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) => key!);
      batches.push(named.length);
      const errors = named
        .filter(refuse)
        .map(
          (key) =>
            `<Error><Key>${key}</Key><Code>AccessDenied</Code><Message>locked</Message></Error>`,
        );
      for (const key of named) if (!refuse(key)) held.delete(key);
      return xml(`<DeleteResult>${errors.join("")}</DeleteResult>`);
    };
    const uploads = xml(
      "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated><Upload><Key>big</Key><UploadId>u1</UploadId></Upload></ListMultipartUploadsResult>",
    );
    const handler = (request: Received): Answer => {
      if (request.query.has("uploads")) return uploads;
      if (request.query.has("uploadId")) return done;
      return request.query.has("delete") ? remove(request) : list(request);
    };
    return { handler, held, batches };
  }

  it("removes every version, every marker and every unfinished upload, a thousand a call", async () => {
    const bucket = holding(2_500);
    const storage = await start(bucket.handler);
    await expect(storage.isEmpty("photos")).resolves.toBe(false);
    await storage.emptyBucket("photos");
    expect(bucket.held.size).toBe(0);
    expect(bucket.batches.sort()).toEqual([1000, 1000, 500]);
    expect(
      running.server.received.some(
        ({ method, query }) => method === "DELETE" && query.get("uploadId") === "u1",
      ),
    ).toBe(true);
    await expect(storage.isEmpty("photos")).resolves.toBe(true);
  });

  it("fails naming an object that stays, and how many do", async () => {
    const one = await start(holding(10, (key) => key.endsWith("7")).handler);
    const outcome = one.emptyBucket("photos");
    await expect(outcome).rejects.toMatchObject({ kind: "denied", code: "AccessDenied" });
    await expect(outcome).rejects.toThrow(/key-000007 stays: AccessDenied locked.*The right/);
    await running.server.stop();
    const several = await start(holding(30, (key) => key.endsWith("7")).handler);
    await expect(several.emptyBucket("photos")).rejects.toThrow(
      /3 versions stay, the first one of key-000007: AccessDenied locked/,
    );
  });

  it("does not go on for ever while somebody else writes", async () => {
    const page = xml(
      "<ListVersionsResult><IsTruncated>false</IsTruncated><Version><Key>k</Key><VersionId>1</VersionId></Version></ListVersionsResult>",
    );
    const none = xml(
      "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>",
    );
    const storage = await start(({ query }) => {
      if (query.has("uploads")) return none;
      return query.has("delete") ? xml("<DeleteResult></DeleteResult>") : page;
    });
    await expect(storage.emptyBucket("photos")).rejects.toThrow(/new objects kept coming/);
  });
});

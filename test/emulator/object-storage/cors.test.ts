import {
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  type CORSRule,
  type S3Client,
} from "@aws-sdk/client-s3";
import { send, sendSigned } from "./raw";
import { refusalOf, eachTestHas, type Storage } from "./support";

const Bucket = "shared";
let storage: Storage;
let client: S3Client;

eachTestHas(Bucket, (started) => ({ storage, client } = started));

const setRules = (CORSRules: CORSRule[]): Promise<unknown> =>
  client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
const rules = async (): Promise<CORSRule[] | undefined> =>
  (await client.send(new GetBucketCorsCommand({ Bucket }))).CORSRules;
const simple = (more: Partial<CORSRule> = {}): CORSRule => ({
  AllowedMethods: ["GET"],
  AllowedOrigins: ["https://example.com"],
  ...more,
});
const ask = (headers: Record<string, string>, path = `/${Bucket}/key`) =>
  send(storage, { method: "OPTIONS", path, headers });
const page = { origin: "https://example.com", "access-control-request-method": "GET" };

describe("Rules for other origins [recorded]", () => {
  it("are read back by the SDK as they were set, and removed as a whole [SDK]", async () => {
    const all = [
      simple({
        ID: "all",
        AllowedHeaders: ["x-*"],
        AllowedMethods: ["PUT", "GET"],
        AllowedOrigins: ["https://*.example.com", "http://localhost"],
        ExposeHeaders: ["ETag", "x-amz-version-id"],
        MaxAgeSeconds: 3000,
      }),
      simple(),
    ];
    expect(await refusalOf(rules())).toMatchObject({
      code: "NoSuchCORSConfiguration",
      status: 404,
    });
    await setRules(all);
    expect(await rules()).toEqual(all);
    await client.send(new DeleteBucketCorsCommand({ Bucket }));
    expect(await refusalOf(rules())).toMatchObject({ code: "NoSuchCORSConfiguration" });
  });

  it("are answered as recorded", async () => {
    await setRules([
      simple({ AllowedHeaders: ["*"], ExposeHeaders: ["ETag"], MaxAgeSeconds: 3000 }),
    ]);
    const { body } = await sendSigned(storage, { path: `/${Bucket}?cors` });
    expect(body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<CORSConfiguration><CORSRule><AllowedHeader>*</AllowedHeader>' +
        "<AllowedMethod>GET</AllowedMethod><AllowedOrigin>https://example.com</AllowedOrigin>" +
        "<ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>3000</MaxAgeSeconds></CORSRule></CORSConfiguration>",
    );
  });

  const refused: [string, CORSRule[], string, RegExp][] = [
    ["none", [], "MalformedXML", /./],
    ["no origin", [simple({ AllowedOrigins: [] })], "MalformedXML", /./],
    ["no method", [simple({ AllowedMethods: [] })], "MalformedXML", /./],
    [
      "another method",
      [simple({ AllowedMethods: ["PATCH"] })],
      "InvalidRequest",
      /method is PATCH/,
    ],
    [
      "two stars",
      [simple({ AllowedOrigins: ["*.a.*"] })],
      "InvalidRequest",
      /more than one wildcard/,
    ],
    ["two stars in a header", [simple({ AllowedHeaders: ["*a*"] })], "InvalidRequest", /wildcard/],
    ["a star to expose", [simple({ ExposeHeaders: ["*"] })], "InvalidRequest", /ExposeHeader/],
    ["too many", Array.from({ length: 101 }, () => simple()), "MalformedXML", /./],
  ];
  it.each(refused)("are refused where they have %s [assumed]", async (_what, wrong, code, text) => {
    const refusal = await refusalOf(setRules(wrong));
    expect(refusal).toMatchObject({ code, status: 400 });
    expect(refusal.message).toMatch(text);
  });
});

describe("What a browser asks first", () => {
  const rich = simple({
    AllowedMethods: ["GET", "PUT"],
    AllowedHeaders: ["x-amz-*"],
    ExposeHeaders: ["ETag"],
    MaxAgeSeconds: 60,
  });

  it("is answered without any credential, by the rules alone [documented]", async () => {
    await setRules([rich]);
    storage.world.rights.clear();
    const answer = await ask(page);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": "https://example.com",
      "access-control-allow-methods": "GET, PUT",
      "access-control-expose-headers": "ETag",
      "access-control-max-age": "60",
    });
  });

  it("is answered with the headers that it asks for, and that credentials may come along", async () => {
    await setRules([rich]);
    const answer = await ask({
      ...page,
      "access-control-request-headers": "X-Amz-Date, x-amz-acl",
    });
    expect(answer.headers).toMatchObject({
      "access-control-allow-headers": "x-amz-date, x-amz-acl",
      "access-control-allow-credentials": "true",
      vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
    });
  });

  it("is yes for everybody where the origin is a star, and credentials are no matter then", async () => {
    await setRules([simple({ AllowedOrigins: ["*"] })]);
    const { headers } = await ask(page, `/${Bucket}?list-type=2`);
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
  });

  it.each([
    ["https://a.example.com", 200],
    ["https://a.b.example.com", 200],
    ["https://example.com", 403],
    ["http://a.example.com", 403],
    ["https://a.example.com.evil", 403],
  ])("matches a star in the middle with any text: %s is %d", async (origin, status) => {
    await setRules([simple({ AllowedOrigins: ["https://*.example.com"] })]);
    expect((await ask({ ...page, origin })).status).toBe(status);
  });

  it.each([
    ["another origin", { ...page, origin: "https://evil.example" }],
    ["another method", { ...page, "access-control-request-method": "DELETE" }],
  ])("is no for %s [documented]", async (_what, headers) => {
    await setRules([simple()]);
    const answer = await ask(headers);
    expect(answer).toMatchObject({ status: 403, code: "AccessForbidden" });
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("is no for a header that no rule has, in S3's words", async () => {
    await setRules([simple()]);
    const answer = await ask({ ...page, "access-control-request-headers": "x-other" });
    expect(answer).toMatchObject({ status: 403, code: "AccessForbidden" });
    expect(answer.body).toContain("This CORS request is not allowed");
  });

  it("is no where there are no rules [documented]", async () => {
    expect(await ask(page)).toMatchObject({ status: 403, code: "AccessForbidden" });
  });

  it("is no where there is no bucket, in the words for one without rules", async () => {
    for (const path of [`/${Bucket}/key`, "/not-there/key"]) {
      const answer = await ask(page, path);
      expect(answer).toMatchObject({ status: 403, code: "AccessForbidden" });
      expect(answer.body).toContain("CORS is not enabled for this bucket");
    }
  });

  it("must name an origin and a method", async () => {
    expect(await ask({ "access-control-request-method": "GET" })).toMatchObject({
      status: 400,
      code: "BadRequest",
    });
    expect((await ask({ origin: "https://example.com" })).body).toContain(
      "Invalid Access-Control-Request-Method: null",
    );
  });
});

describe("The answer itself", () => {
  beforeEach(async () => {
    await setRules([simple({ ExposeHeaders: ["ETag"] })]);
    await client.send(new PutObjectCommand({ Bucket, Key: "key", Body: "v" }));
  });

  it("tells the browser of a page that may read it [documented]", async () => {
    const { headers } = await sendSigned(storage, {
      path: `/${Bucket}/key`,
      headers: { origin: "https://example.com" },
    });
    expect(headers).toMatchObject({
      "access-control-allow-origin": "https://example.com",
      "access-control-expose-headers": "ETag",
    });
  });

  it("tells it so too when it is a refusal", async () => {
    const { status, headers } = await send(storage, {
      path: `/${Bucket}/key`,
      headers: { origin: "https://example.com" },
    });
    expect(status).toBe(403);
    expect(headers["access-control-allow-origin"]).toBe("https://example.com");
  });

  it("says nothing to other pages, to other methods and to no page", async () => {
    const answers = [
      await sendSigned(storage, {
        path: `/${Bucket}/key`,
        headers: { origin: "https://evil.example" },
      }),
      await sendSigned(storage, {
        method: "DELETE",
        path: `/${Bucket}/other`,
        headers: { origin: "https://example.com" },
      }),
      await sendSigned(storage, { path: `/${Bucket}/key` }),
    ];
    for (const { headers } of answers) {
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    }
  });
});

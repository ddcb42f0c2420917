import {
  DeleteBucketWebsiteCommand,
  GetBucketWebsiteCommand,
  PutBucketPolicyCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  type S3Client,
  type WebsiteConfiguration,
} from "@aws-sdk/client-s3";
import { send, sendSigned } from "./raw";
import { refusalOf, eachTestHas, type Storage } from "./support";

const Bucket = "my-site";
let storage: Storage;
let client: S3Client;

eachTestHas(Bucket, (started) => ({ storage, client } = started));

const set = (WebsiteConfiguration: WebsiteConfiguration): Promise<unknown> =>
  client.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }));
const INDEX = { IndexDocument: { Suffix: "index.html" } };
const WITH_ERROR = { ...INDEX, ErrorDocument: { Key: "error.html" } };
const publish = (Key: string, Body: string): Promise<unknown> =>
  client.send(
    new PutObjectCommand({ Bucket, Key, Body, ContentType: "text/html", ACL: "public-read" }),
  );
const visit = (path: string, method = "GET", host = `${Bucket}.s3-website.fr-par.localhost:8080`) =>
  send(storage, { method, path, headers: { host } });

describe("A website [documented]", () => {
  it("is not there at first [assumed]", async () => {
    const get = client.send(new GetBucketWebsiteCommand({ Bucket }));
    expect(await refusalOf(get)).toMatchObject({ code: "NoSuchWebsiteConfiguration", status: 404 });
    expect(await visit("/")).toMatchObject({ status: 404 });
    expect((await visit("/")).body).toContain("NoSuchWebsiteConfiguration");
  });

  it("is read back as it was set [recorded]", async () => {
    await set(WITH_ERROR);
    expect(await client.send(new GetBucketWebsiteCommand({ Bucket }))).toMatchObject(WITH_ERROR);
    const { body } = await sendSigned(storage, { path: `/${Bucket}?website` });
    expect(body).toContain(
      '<WebsiteConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>error.html</Key></ErrorDocument></WebsiteConfiguration>',
    );
  });

  it("is replaced as a whole, and removed [SDK]", async () => {
    await set(WITH_ERROR);
    await set(INDEX);
    expect(
      (await client.send(new GetBucketWebsiteCommand({ Bucket }))).ErrorDocument,
    ).toBeUndefined();
    await client.send(new DeleteBucketWebsiteCommand({ Bucket }));
    const get = client.send(new GetBucketWebsiteCommand({ Bucket }));
    expect(await refusalOf(get)).toMatchObject({ code: "NoSuchWebsiteConfiguration" });
  });

  it("is refused without an index", async () => {
    const refusal = await refusalOf(set({ ErrorDocument: { Key: "e" } }));
    expect(refusal).toMatchObject({ code: "MalformedXML" });
  });

  it.each<[string, WebsiteConfiguration, string]>([
    ["a slash in the index", { IndexDocument: { Suffix: "a/b" } }, "InvalidArgument"],
    ["an empty index", { IndexDocument: { Suffix: "" } }, "InvalidArgument"],
    ["redirects", { RedirectAllRequestsTo: { HostName: "example.com" } }, "NotImplemented"],
    [
      "routing rules",
      { ...INDEX, RoutingRules: [{ Redirect: { HostName: "example.com" } }] },
      "NotImplemented",
    ],
  ])("is refused with %s [assumed]", async (_what, wrong, code) => {
    expect(await refusalOf(set(wrong))).toMatchObject({ code });
  });
});

describe("A visitor [documented]", () => {
  beforeEach(async () => {
    await set(WITH_ERROR);
    await publish("index.html", "home");
    await publish("blog/index.html", "blog");
    await publish("a page.html", "page");
    await publish("error.html", "sorry");
    await client.send(new PutObjectCommand({ Bucket, Key: "private.html", Body: "secret" }));
  });

  it.each([
    ["/", "home"],
    ["/index.html", "home"],
    ["/a%20page.html?utm=1&versionId=none", "page"],
  ])("of %s sees %s", async (path, text) => {
    expect(await visit(path)).toMatchObject({ status: 200, body: text });
  });

  it("of a folder sees the index in it [assumed]", async () => {
    expect(await visit("/blog/")).toMatchObject({ status: 200, body: "blog" });
  });

  it("sees it under the vendor's host name too, as what it is", async () => {
    const answer = await visit("/", "GET", `${Bucket}.s3-website.fr-par.scw.cloud`);
    expect(answer).toMatchObject({ status: 200, body: "home" });
    expect(answer.headers["content-type"]).toBe("text/html");
  });

  it("of a folder without a slash is led to it [assumed]", async () => {
    const answer = await visit("/blog");
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe("/blog/");
  });

  it("of what is not for everybody, or not there, sees the page for errors", async () => {
    for (const path of ["/private.html", "/nothing.html"]) {
      expect(await visit(path)).toMatchObject({ body: "sorry" });
    }
  });

  it("is refused with the page for errors, not told what is there [assumed]", async () => {
    for (const path of ["/private.html", "/nothing.html"]) {
      expect(await visit(path)).toMatchObject({ status: 403 });
    }
  });

  it("is told that nothing is there where a policy opens the whole bucket [assumed]", async () => {
    const Policy = JSON.stringify({
      Version: "2023-04-17",
      Statement: [
        { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${Bucket}/*` },
        {
          Effect: "Allow",
          Principal: { SCW: "application_id:app" },
          Action: "*",
          Resource: Bucket,
        },
      ],
    }).replace("application_id:app", "application_id:0a1b2c3d-0000-4000-8000-000000000001");
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect(await visit("/nothing.html")).toMatchObject({ status: 404, body: "sorry" });
    expect(await visit("/private.html")).toMatchObject({ status: 200, body: "secret" });
  });

  it("gets a plain page where the page for errors is not for everybody [assumed]", async () => {
    await set({ ...INDEX, ErrorDocument: { Key: "private.html" } });
    const answer = await visit("/nothing.html");
    expect(answer.status).toBe(403);
    expect(answer.body).toContain("<h1>403 AccessDenied</h1>");
    expect(answer.body).not.toContain("secret");
  });

  it("may look, and do nothing else [assumed]", async () => {
    expect(await visit("/", "HEAD")).toMatchObject({ status: 200, body: "" });
    expect((await visit("/", "HEAD")).headers["content-length"]).toBe("4");
    expect(await visit("/index.html", "PUT")).toMatchObject({ status: 405 });
    expect(await visit("/", "GET", "not-there.s3-website.fr-par.localhost")).toMatchObject({
      status: 404,
    });
  });

  it("is answered from the copy that the browser has, where it is good [assumed]", async () => {
    const { headers } = await visit("/");
    const again = await send(storage, {
      path: "/",
      headers: {
        host: `${Bucket}.s3-website.fr-par.localhost`,
        "if-none-match": String(headers.etag),
      },
    });
    expect(again.status).toBe(304);
  });
});

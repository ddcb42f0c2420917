/**
 * Forms as pages of browsers send them: what they put, and what they are answered.
 * @module
 */
import { GetObjectCommand, GetObjectTaggingCommand, type S3Client } from "@aws-sdk/client-s3";
import { FILE, formBody, post, signedForm, upload } from "./forms";
import { sendSigned, type RawAnswer } from "./raw";
import { eachTestHas, type Storage } from "./support";

const Bucket = "bucket";

let storage: Storage;
let client: S3Client;

eachTestHas(Bucket, (started) => ({ storage, client } = started));

const read = async (Key: string) => {
  const { Body, ...rest } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return { ...rest, text: await Body!.transformToString() };
};

describe("A signed form puts its file [SDK]", () => {
  it("under the key that it names, with what its fields say", async () => {
    const answer = await upload(storage, {
      key: "a/b c",
      "Content-Type": "text/plain",
      "Cache-Control": "no-store",
      "x-amz-meta-who": "Zoë",
      "x-amz-storage-class": "ONEZONE_IA",
    });
    expect(answer).toMatchObject({ status: 204, body: "" });
    const object = await read("a/b c");
    expect(object).toMatchObject({
      text: "hello",
      ContentType: "text/plain",
      CacheControl: "no-store",
      StorageClass: "ONEZONE_IA",
    });
    expect(Buffer.from(object.Metadata!["who"]!, "latin1").toString("utf8")).toBe("Zoë");
    expect(answer.headers.etag).toBe(object.ETag);
  });

  it("byte for byte, and as S3's default type: that of the part means nothing [assumed]", async () => {
    const content = Buffer.from(Array.from({ length: 70_000 }, (_, position) => position % 251));
    await upload(storage, { key: "k" }, [], { content, name: "x.png" });
    const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket, Key: "k" }));
    expect(content.equals(Buffer.from(await Body!.transformToByteArray()))).toBe(true);
    expect(ContentType).toBe("binary/octet-stream");
  });

  const uploadNamed = (name: string): Promise<RawAnswer> =>
    upload(storage, { key: "in/${filename}" }, [["starts-with", "$key", "in/"]], {
      content: "x",
      name,
    });

  it("in the place of ${filename} under the name that the browser gives [documented]", async () => {
    await uploadNamed("été.png");
    expect((await read("in/été.png")).text).toBe("x");
  });

  it("in the place of ${filename} without the folders that the browser names [assumed]", async () => {
    await uploadNamed("C:\\pictures\\été.png");
    expect((await read("in/été.png")).text).toBe("x");
  });

  it("with an ACL and tags", async () => {
    const tagging =
      "<Tagging><TagSet><Tag><Key>a b</Key><Value>c&amp;d</Value></Tag></TagSet></Tagging>";
    await upload(storage, { key: "k", acl: "public-read", tagging });
    const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket, Key: "k" }));
    expect(TagSet).toEqual([{ Key: "a b", Value: "c&d" }]);
    const anyone = await fetch(`${storage.url}/${Bucket}/k`);
    expect([anyone.status, await anyone.text()]).toEqual([200, "hello"]);
  });

  it("to a bucket that its host names", async () => {
    const body = formBody(signedForm(storage, { key: "k" }), FILE);
    const host = `${Bucket}.localhost:${storage.port}`;
    const answer = await post(storage, "/", body, { host });
    expect(answer).toMatchObject({ status: 204, headers: { location: `http://${host}/k` } });
  });

  it("in a part that names no file, too [assumed]", async () => {
    await upload(storage, { key: "k" }, [], { content: "typed" });
    expect((await read("k")).text).toBe("typed");
  });

  it("with a checksum that must be the file's [assumed]", async () => {
    const right = { key: "k", "x-amz-checksum-crc32": "NhCmhg==" };
    expect(await upload(storage, right)).toMatchObject({ status: 204 });
    expect(await upload(storage, { ...right, "x-amz-checksum-crc32": "AAAAAA==" })).toMatchObject({
      status: 400,
      code: "BadDigest",
    });
  });
});

describe("A form is answered [assumed]", () => {
  it.each(["200", "201", "204"])(
    "with the status that it asks for: %s [documented]",
    async (asked) => {
      const answer = await upload(storage, { key: "k", success_action_status: asked });
      expect(answer.status).toBe(Number(asked));
    },
  );

  it.each(["404", "x"])("with 204 where it asks for another status: %s", async (asked) => {
    const answer = await upload(storage, { key: "k", success_action_status: asked });
    expect(answer.status).toBe(204);
  });

  it("with 201 and a document that names what was made", async () => {
    const { headers, body } = await upload(storage, { key: "a/ü", success_action_status: "201" });
    const location = `http://127.0.0.1:${storage.port}/${Bucket}/a/%C3%BC`;
    expect(headers).toMatchObject({ location, "content-type": "text/xml; charset=utf-8" });
    expect(body).toContain(
      `<PostResponse><Location>${location}</Location><Bucket>bucket</Bucket><Key>a/ü</Key>` +
        `<ETag>&#34;5d41402abc4b2a76b9719d911017c592&#34;</ETag></PostResponse>`,
    );
  });

  const PAGE = "https://example.com/done?a=b";

  it.each(["success_action_redirect", "redirect"])(
    "with the page that %s names [documented]",
    async (field) => {
      const { status, headers } = await upload(storage, { key: "k", [field]: PAGE });
      expect([status, headers.location?.startsWith(PAGE)]).toEqual([303, true]);
    },
  );

  it("with a page that is told of bucket, key and entity tag", async () => {
    const { headers } = await upload(storage, { key: "k", success_action_redirect: PAGE });
    expect(headers.location).toBe(
      `${PAGE}&bucket=bucket&key=k&etag=%225d41402abc4b2a76b9719d911017c592%22`,
    );
  });

  it("as if it named no page where that is no address [documented]", async () => {
    expect(await upload(storage, { key: "k", success_action_redirect: "here" })).toMatchObject({
      status: 204,
    });
  });

  it("as the bucket's rules let pages of other origins read", async () => {
    await sendSigned(storage, {
      method: "PUT",
      path: `/${Bucket}?cors`,
      body: "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>POST</AllowedMethod></CORSRule></CORSConfiguration>",
    });
    const body = formBody(signedForm(storage, { key: "k" }), FILE);
    const { headers } = await post(storage, `/${Bucket}`, body, { origin: "https://a.example" });
    expect(headers["access-control-allow-origin"]).toBe("*");
  });
});

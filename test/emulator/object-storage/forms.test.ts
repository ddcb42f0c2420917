import { GetObjectCommand, GetObjectTaggingCommand, type S3Client } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { addKey, ADA } from "./callers";
import { FILE, formBody, message, post, signedForm, type FormFile } from "./forms";
import { sendSigned, type RawAnswer } from "./raw";
import { FIRST_PROJECT, SECOND_PROJECT, startStorageWith, type Storage } from "./support";

const Bucket = "bucket";

let storage: Storage;
let client: S3Client;

beforeEach(async () => ({ storage, client } = await startStorageWith(Bucket)));
afterEach(() => storage.stop());

/** A form with those fields, signed for exactly them and what the conditions say. */
const upload = (
  fields: Record<string, string>,
  conditions: unknown[] = [],
  file: FormFile | undefined = FILE,
): Promise<RawAnswer> =>
  post(storage, `/${Bucket}`, formBody(signedForm(storage, fields, conditions), file));
const read = async (Key: string) => {
  const { Body, ...rest } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return { ...rest, text: await Body!.transformToString() };
};

describe("A signed form puts its file [SDK]", () => {
  it("under the key that it names, with what its fields say", async () => {
    const answer = await upload({
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
    await upload({ key: "k" }, [], { content, name: "x.png" });
    const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket, Key: "k" }));
    expect(content.equals(Buffer.from(await Body!.transformToByteArray()))).toBe(true);
    expect(ContentType).toBe("binary/octet-stream");
  });

  const uploadNamed = (name: string): Promise<RawAnswer> =>
    upload({ key: "in/${filename}" }, [["starts-with", "$key", "in/"]], { content: "x", name });

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
    await upload({ key: "k", acl: "public-read", tagging });
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
    await upload({ key: "k" }, [], { content: "typed" });
    expect((await read("k")).text).toBe("typed");
  });

  it("with a checksum that must be the file's [assumed]", async () => {
    const right = { key: "k", "x-amz-checksum-crc32": "NhCmhg==" };
    expect(await upload(right)).toMatchObject({ status: 204 });
    expect(await upload({ ...right, "x-amz-checksum-crc32": "AAAAAA==" })).toMatchObject({
      status: 400,
      code: "BadDigest",
    });
  });
});

describe("A form is answered [assumed]", () => {
  it.each(["200", "201", "204"])(
    "with the status that it asks for: %s [documented]",
    async (asked) => {
      const answer = await upload({ key: "k", success_action_status: asked });
      expect(answer.status).toBe(Number(asked));
    },
  );

  it.each(["404", "x"])("with 204 where it asks for another status: %s", async (asked) => {
    const answer = await upload({ key: "k", success_action_status: asked });
    expect(answer.status).toBe(204);
  });

  it("with 201 and a document that names what was made", async () => {
    const { headers, body } = await upload({ key: "a/ü", success_action_status: "201" });
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
      const { status, headers } = await upload({ key: "k", [field]: PAGE });
      expect([status, headers.location?.startsWith(PAGE)]).toEqual([303, true]);
    },
  );

  it("with a page that is told of bucket, key and entity tag", async () => {
    const { headers } = await upload({ key: "k", success_action_redirect: PAGE });
    expect(headers.location).toBe(
      `${PAGE}&bucket=bucket&key=k&etag=%225d41402abc4b2a76b9719d911017c592%22`,
    );
  });

  it("as if it named no page where that is no address [documented]", async () => {
    expect(await upload({ key: "k", success_action_redirect: "here" })).toMatchObject({
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

describe("The sender of a form [documented]", () => {
  it("is its signer, who needs the right to put objects in the Project of the key", async () => {
    storage.world.rights.set(FIRST_PROJECT, new Set(["GetObject"]));
    expect(await upload({ key: "k" })).toMatchObject({ status: 403, code: "AccessDenied" });
    storage.world.rights.set(FIRST_PROJECT, new Set(["PutObject"]));
    expect(await upload({ key: "k" })).toMatchObject({ status: 204 });
  });

  it("acts in the Project after @, where the bucket is not", async () => {
    const accessKey = `${addKey(storage, "SCWBBBBBBBBBBBBBBBBB")}@${SECOND_PROJECT}`;
    const fields = signedForm(storage, { key: "k" }, [], { accessKey });
    const answer = await post(storage, `/${Bucket}`, formBody(fields, FILE));
    expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  it("is noted in the log as who puts a form [own]", async () => {
    await upload({ key: "k" });
    expect(storage.log.records.at(-1)).toMatchObject({
      operation: "PostObject",
      accessKey: "SCWAAAAAAAAAAAAAAAAA",
      status: 204,
    });
  });

  it("is judged by the bucket's policy as for PutObject", async () => {
    const statement = (Effect: string) => ({
      Effect,
      Principal: { SCW: `user_id:${ADA}` },
      Action: "s3:PutObject",
      Resource: "bucket/*",
    });
    const signer = { accessKey: addKey(storage, "SCWBBBBBBBBBBBBBBBBB") };
    for (const [effect, status] of [
      ["Allow", 204],
      ["Deny", 403],
    ] as const) {
      const body = JSON.stringify({ Version: "2023-04-17", Statement: [statement(effect)] });
      await sendSigned(storage, { method: "PUT", path: `/${Bucket}?policy`, body });
      const fields = signedForm(storage, { key: "k" }, [], signer);
      expect(await post(storage, `/${Bucket}`, formBody(fields, FILE))).toMatchObject({ status });
    }
  });

  it("is nobody in particular where it has no policy: only a bucket open to all takes it [assumed]", async () => {
    const body = formBody({ key: "k" }, FILE);
    expect(await post(storage, `/${Bucket}`, body)).toMatchObject({
      status: 403,
      code: "AccessDenied",
    });
    const headers = { "x-amz-acl": "public-read-write" };
    await sendSigned(storage, { method: "PUT", path: `/${Bucket}?acl`, headers });
    expect(await post(storage, `/${Bucket}`, body)).toMatchObject({ status: 204 });
  });

  const signedBy = (signer: { secretKey?: string; accessKey?: string }): Promise<RawAnswer> => {
    const fields = signedForm(storage, { key: "k" }, [], signer);
    return post(storage, `/${Bucket}`, formBody(fields, FILE));
  };

  it("is refused with another secret [SDK]", async () => {
    const answer = await signedBy({ secretKey: "another" });
    expect(answer).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
  });

  it("is refused with a key that is not there [assumed]", async () => {
    const answer = await signedBy({ accessKey: "SCWNOBODYNOBODYNOBOD" });
    expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  it("is refused where the policy was changed after it was signed [SDK]", async () => {
    const fields = signedForm(storage, { key: "k" });
    const policy = Buffer.from(JSON.stringify({ conditions: [] })).toString("base64");
    const answer = await post(storage, `/${Bucket}`, formBody({ ...fields, policy }, FILE));
    expect(answer).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
  });

  it("is refused with a signature of version 2", async () => {
    const fields = { key: "k", AWSAccessKeyId: "a", policy: "e30=", signature: "s" };
    const answer = await post(storage, `/${Bucket}`, formBody(fields, FILE));
    expect(answer).toMatchObject({ status: 400, code: "InvalidRequest" });
  });
});

describe("What is no form that puts an object is refused [assumed]", () => {
  const without = (name: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(signedForm(storage, { key: "k" })).filter(([field]) => field !== name),
    );

  it.each([
    ["key", "key"],
    ["policy", "policy"],
    ["x-amz-algorithm", "X-Amz-Algorithm"],
    ["x-amz-credential", "X-Amz-Credential"],
    ["x-amz-date", "X-Amz-Date"],
    ["x-amz-signature", "X-Amz-Signature"],
  ])("without the field %s", async (name, told) => {
    const answer = await post(storage, `/${Bucket}`, formBody(without(name), FILE));
    expect(answer).toMatchObject({ status: 400, code: "InvalidArgument" });
    expect(answer.body).toContain(`<ArgumentName>${told}</ArgumentName>`);
    expect(message(answer)).toBe(
      `Bucket POST must contain a field named '${told}'.  If it is specified, please check the order of the fields.`,
    );
  });

  it("with fields that come only after the file", async () => {
    const fields = signedForm(storage, { key: "k" });
    const [head, tail] = [formBody({}, FILE), formBody(fields)];
    const body = Buffer.concat([head.subarray(0, head.lastIndexOf("--form-boundary--") - 4), tail]);
    const answer = await post(storage, `/${Bucket}`, body);
    expect(answer).toMatchObject({ status: 400, code: "InvalidArgument" });
    expect(answer.body).toContain("<ArgumentName>key</ArgumentName>");
  });

  it("without a file", async () => {
    const body = formBody(signedForm(storage, { key: "k" }));
    const answer = await post(storage, `/${Bucket}`, body);
    expect(answer).toMatchObject({ status: 400, code: "InvalidArgument" });
    expect(message(answer)).toBe("POST requires exactly one file upload per request.");
  });

  it("with a field that is not what it should be", async () => {
    const changed = async (field: object): Promise<RawAnswer> =>
      post(
        storage,
        `/${Bucket}`,
        formBody({ ...signedForm(storage, { key: "k" }), ...field }, FILE),
      );
    for (const field of [
      { "x-amz-algorithm": "AWS4-HMAC-SHA1" },
      { "x-amz-date": "today" },
      { "x-amz-credential": "SCWAAAAAAAAAAAAAAAAA" },
    ]) {
      expect(await changed(field)).toMatchObject({ status: 400, code: "InvalidArgument" });
    }
  });

  it("with more than 20 KB of fields", async () => {
    expect(await upload({ key: "k", "x-amz-meta-a": "x".repeat(20_000) })).toMatchObject({
      status: 400,
      code: "MaxPostPreDataLengthExceeded",
    });
  });

  it("of another type", async () => {
    const body = formBody(signedForm(storage, { key: "k" }), FILE);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", ""]) {
      const answer = await post(storage, `/${Bucket}`, body, { "content-type": type });
      expect(answer).toMatchObject({ status: 412, code: "PreconditionFailed" });
    }
  });

  it("that is not well-formed", async () => {
    const body = formBody(signedForm(storage, { key: "k" }), FILE);
    const type = { "content-type": "multipart/form-data" };
    for (const answer of [
      await post(storage, `/${Bucket}`, body, type),
      await post(storage, `/${Bucket}`, body.subarray(0, -8)),
      await post(storage, `/${Bucket}`, Buffer.from("nothing of the kind")),
      await post(storage, `/${Bucket}`, Buffer.alloc(0)),
    ]) {
      expect(answer).toMatchObject({ status: 400, code: "MalformedPOSTRequest" });
    }
  });

  it("wherever it was cut or spoiled, and is never the service's failure [own]", async () => {
    const body = formBody(signedForm(storage, { key: "k" }), FILE);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: body.length - 1 }),
        fc.option(fc.integer({ min: 0, max: 255 })),
        async (position, byte) => {
          const spoiled = Buffer.from(byte === null ? body.subarray(0, position) : body);
          if (byte !== null) spoiled[position] = byte;
          expect((await post(storage, `/${Bucket}`, spoiled)).status).toBeLessThan(500);
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  it("to a bucket that is not there", async () => {
    const anyBucket = [["starts-with", "$bucket", ""]];
    const body = formBody(signedForm(storage, { key: "k" }, anyBucket), FILE);
    expect(await post(storage, "/none", body)).toMatchObject({ status: 404, code: "NoSuchBucket" });
  });
});

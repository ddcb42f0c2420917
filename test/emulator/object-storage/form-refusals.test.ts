/**
 * What looks like a form that puts an object, and is none.
 * @module
 */
import fc from "fast-check";
import { FILE, formBody, message, post, signedForm, upload } from "./forms";
import type { RawAnswer } from "./raw";
import { eachTestHas, type Storage } from "./support";

const Bucket = "bucket";

let storage: Storage;
eachTestHas(Bucket, (started) => ({ storage } = started));

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
    expect(await upload(storage, { key: "k", "x-amz-meta-a": "x".repeat(20_000) })).toMatchObject({
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

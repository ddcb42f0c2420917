/**
 * Who sends a form: whoever signed its policy, or nobody in particular.
 * @module
 */
import { addKey, ADA } from "./callers";
import { FILE, formBody, post, signedForm, upload } from "./forms";
import { sendSigned, type RawAnswer } from "./raw";
import { FIRST_PROJECT, SECOND_PROJECT, eachTestHas, type Storage } from "./support";

const Bucket = "bucket";

let storage: Storage;
eachTestHas(Bucket, (started) => ({ storage } = started));

describe("The sender of a form [documented]", () => {
  it("is its signer, who needs the right to put objects in the Project of the key", async () => {
    storage.world.rights.set(FIRST_PROJECT, new Set(["GetObject"]));
    expect(await upload(storage, { key: "k" })).toMatchObject({
      status: 403,
      code: "AccessDenied",
    });
    storage.world.rights.set(FIRST_PROJECT, new Set(["PutObject"]));
    expect(await upload(storage, { key: "k" })).toMatchObject({ status: 204 });
  });

  it("acts in the Project after @, where the bucket is not", async () => {
    const accessKey = `${addKey(storage, "SCWBBBBBBBBBBBBBBBBB")}@${SECOND_PROJECT}`;
    const fields = signedForm(storage, { key: "k" }, [], { accessKey });
    const answer = await post(storage, `/${Bucket}`, formBody(fields, FILE));
    expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  it("is noted in the log as who puts a form [own]", async () => {
    await upload(storage, { key: "k" });
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

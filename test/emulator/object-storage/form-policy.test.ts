/**
 * What the policy of a form lets pass, and what it says of the rest.
 * @module
 */
import { FILE, formBody, message, post, signedForm, signedPolicy, upload } from "./forms";
import { sendSigned, type RawAnswer } from "./raw";
import { eachTestHas, type Storage } from "./support";

const Bucket = "bucket";

let storage: Storage;
eachTestHas(Bucket, (started) => ({ storage } = started));

describe("The policy of a form [assumed]", () => {
  const STARTS = [["starts-with", "$key", "user/"]];

  it.each([
    ["a key that starts as it should", { key: "user/k" }, STARTS],
    ["any value at all", { key: "k" }, [["starts-with", "$key", ""]]],
    ["an exact value", { key: "k", acl: "private" }, [["eq", "$acl", "private"]]],
    ["a file of the right size", { key: "k" }, [["content-length-range", 5, 5]]],
  ])("lets pass %s [documented]", async (_what, fields, conditions) => {
    expect(await upload(storage, fields as Record<string, string>, conditions)).toMatchObject({
      status: 204,
    });
  });

  it.each([
    ["names in any letter case", { key: "k", acl: "private" }, [["EQ", "$ACL", "private"]]],
    ["fields that are to be ignored", { key: "k", "x-ignore-this": "x" }, []],
    [
      "types of which each starts as it should",
      { key: "k", "content-type": "image/png,image/gif" },
      [["starts-with", "$content-type", "image/"]],
    ],
  ])("lets pass %s as well", async (_what, fields, conditions) => {
    expect(await upload(storage, fields as Record<string, string>, conditions)).toMatchObject({
      status: 204,
    });
  });

  const REFUSED: [
    what: string,
    fields: Record<string, string>,
    conditions: unknown[],
    told: string,
  ][] = [
    ["a key that starts otherwise", { key: "k" }, STARTS, '["starts-with", "$key", "user/"]'],
    ["another value", { key: "k", acl: "private" }, [["eq", "$acl", "x"]], '["eq", "$acl", "x"]'],
    ["a field that is not there", { key: "k" }, [{ acl: "private" }], '["eq", "$acl", "private"]'],
    ["another bucket", { key: "k" }, [["eq", "$bucket", "b"]], '["eq", "$bucket", "b"]'],
  ];

  it.each(REFUSED)("refuses %s [documented]", async (_what, fields, conditions) => {
    expect(await upload(storage, fields, conditions)).toMatchObject({
      status: 403,
      code: "AccessDenied",
    });
    expect((await sendSigned(storage, { path: `/${Bucket}/k` })).status).toBe(404);
  });

  it.each(REFUSED)("names what does not hold of %s", async (_what, fields, conditions, told) => {
    const answer = await upload(storage, fields, conditions);
    expect(message(answer)).toBe(`Invalid according to Policy: Policy Condition failed: ${told}`);
  });

  const withExtraFields = (): Promise<RawAnswer> => {
    const fields = { ...signedForm(storage, { key: "k" }), "x-amz-meta-a": "b", submit: "Send" };
    return post(storage, `/${Bucket}`, formBody(fields, FILE));
  };

  it("refuses fields that no condition is about [documented]", async () => {
    expect(await withExtraFields()).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  it("names fields that no condition is about", async () => {
    expect(message(await withExtraFields())).toBe(
      "Invalid according to Policy: Extra input fields: x-amz-meta-a, submit",
    );
  });

  it.each([
    ["EntityTooLarge", [0, 4], "MaxSizeAllowed>4<"],
    ["EntityTooSmall", [6, 10], "MinSizeAllowed>6<"],
  ])("refuses a file out of its range as %s", async (code, range, told) => {
    const answer = await upload(storage, { key: "k" }, [["content-length-range", ...range]]);
    expect(answer).toMatchObject({ status: 400, code });
    expect(answer.body).toContain("ProposedSize>5<");
    expect(answer.body).toContain(told);
  });

  it("ends at its moment, and not a quarter of an hour after its signature [documented]", async () => {
    const expiration = "2026-06-01T12:00:00Z";
    const fields = signedForm(storage, { key: "k" }, [], { expiration });
    const at = (time: string): Promise<RawAnswer> => {
      storage.world.now = new Date(time);
      return post(storage, `/${Bucket}`, formBody(fields, FILE));
    };
    expect(await at("2026-06-01T11:59:59Z")).toMatchObject({ status: 204 });
    expect(await at("2026-06-01T12:00:00Z")).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  it("that has ended says so", async () => {
    const expiration = "2026-06-01T09:59:59Z";
    const fields = signedForm(storage, { key: "k" }, [], { expiration });
    const late = await post(storage, `/${Bucket}`, formBody(fields, FILE));
    expect(message(late)).toBe("Invalid according to Policy: Policy expired.");
  });

  const DATE = "20260601T100000Z";
  const EXPIRATION = "2026-06-01T12:00:00Z";
  it.each([
    ["{", "Invalid JSON."],
    ["3", "Invalid JSON."],
    [JSON.stringify({ conditions: [] }), "Policy missing expiration."],
    [JSON.stringify({ expiration: "soon", conditions: [] }), "Invalid 'expiration' value: 'soon'"],
    [JSON.stringify({ expiration: EXPIRATION }), "Policy missing conditions."],
    [
      JSON.stringify({ expiration: EXPIRATION, conditions: {} }),
      "Invalid 'conditions' value: must be a List.",
    ],
    ...[{}, { a: "b", c: "d" }, { a: 1 }, null, "x"].map((condition) => [
      JSON.stringify({ expiration: EXPIRATION, conditions: [condition] }),
      "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
    ]),
    ...[
      [],
      ["eq", "$a"],
      ["eq", "a", "b"],
      ["eq", "$a", 1],
      ["like", "$a", "b"],
      ["content-length-range", 1],
      ["content-length-range", -1, 0],
      ["content-length-range", "a", 1],
    ].map((condition) => [
      JSON.stringify({ expiration: EXPIRATION, conditions: [condition] }),
      `Invalid Condition: ${JSON.stringify(condition)}`,
    ]),
  ])("that is none is told so: %s [assumed]", async (text = "", told) => {
    const fields = {
      ...signedForm(storage, { key: "k" }),
      ...signedPolicy(text, { date: DATE }),
    };
    const answer = await post(storage, `/${Bucket}`, formBody(fields, FILE));
    expect(answer).toMatchObject({ status: 400, code: "InvalidPolicyDocument" });
    expect(message(answer)).toBe(`Invalid Policy: ${told}`);
  });
});

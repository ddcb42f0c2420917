/**
 * CORS rules: what their order, ids and lists mean.
 * @module
 */
import { GetBucketCorsCommand, PutBucketCorsCommand, type CORSRule } from "@aws-sdk/client-s3";
import { BUCKET, bucketWith } from "../../support/bucket-with";
import { freshStack } from "../../support/fresh-stack";
import { CheckFailed, type SimulatedStack, type Values } from "../../support/stack";
import { ownersStorage, type World } from "../../support/world";

jest.setTimeout(30_000);

let world: World;
let stack: SimulatedStack;
beforeEach(async () => ({ world, stack } = await freshStack("bucket cors")));
afterEach(() => world.stop());

const withRules = (...rules: Values[]) => bucketWith("scaleway:BucketCors", "cors", { rules });
const storage = () => ownersStorage(world.cloud);
const rulesThere = async (): Promise<CORSRule[]> =>
  (await storage().send(new GetBucketCorsCommand({ Bucket: BUCKET }))).CORSRules ?? [];

const reading = { allowedOrigins: ["*"], allowedMethods: ["GET", "HEAD"] };
const writing = { allowedOrigins: ["https://*.example.com"], allowedMethods: ["PUT"] };

describe("the CORS rules of a bucket", () => {
  it("are told in the program's order, since the first that fits counts", async () => {
    await stack.up(withRules(reading, writing));
    expect((await rulesThere()).map(({ AllowedMethods }) => AllowedMethods)).toEqual([
      ["GET", "HEAD"],
      ["PUT"],
    ]);
    expect(await stack.up(withRules(writing, reading))).toMatchObject({ update: 1 });
    expect((await rulesThere())[0]?.AllowedMethods).toEqual(["PUT"]);
  });

  it("get no id that the program does not give", async () => {
    await stack.up(withRules({ id: "uploads", ...writing }, reading));
    expect((await rulesThere()).map(({ ID }) => ID)).toEqual(["uploads", undefined]);
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(withRules({ id: "uploads", ...writing }, reading))).toMatchObject({
      update: 0,
    });
  });

  it.each<[string, Values, Values]>([
    ["methods in any order", reading, { ...reading, allowedMethods: ["HEAD", "GET"] }],
    ["an empty list of headers or none", reading, { ...reading, allowedHeaders: [] }],
    ["an empty list of exposed headers or none", reading, { ...reading, exposeHeaders: [] }],
  ])("mean the same with %s", async (_what, one, other) => {
    await stack.up(withRules(one));
    expect(await stack.up(withRules(other))).toMatchObject({ update: 0 });
    expect(await stack.refresh()).toEqual([]);
    expect(await stack.up(withRules(other))).toMatchObject({ update: 0 });
  });

  it("differ with a maximum age of 0 or none", async () => {
    await stack.up(withRules(reading));
    expect(await stack.up(withRules({ ...reading, maxAgeSeconds: 0 }))).toMatchObject({
      update: 1,
    });
    expect(await rulesThere()).toMatchObject([{ MaxAgeSeconds: 0 }]);
    expect(await stack.up(withRules({ ...reading, maxAgeSeconds: 0 }))).toMatchObject({
      update: 0,
    });
  });

  it("that somebody put into another order are seen as changed, and put back", async () => {
    await stack.up(withRules(reading, writing));
    const CORSRules = (await rulesThere()).reverse();
    await storage().send(
      new PutBucketCorsCommand({ Bucket: BUCKET, CORSConfiguration: { CORSRules } }),
    );
    await stack.refresh();
    expect(await stack.up(withRules(reading, writing))).toMatchObject({ update: 1 });
    expect((await rulesThere())[0]?.AllowedMethods).toEqual(["GET", "HEAD"]);
  });

  it.each<[string, Values[]]>([
    ["rules", []],
    ["rules[0].allowedOrigins: [] is not allowed", [{ ...reading, allowedOrigins: [] }]],
    ["rules[0].allowedMethods: [] is not allowed", [{ ...reading, allowedMethods: [] }]],
    ["one of", [{ ...reading, allowedMethods: ["PATCH"] }]],
    ["one of", [{ ...reading, allowedMethods: ["get"] }]],
    ["there may be one * in it at most", [{ ...reading, allowedOrigins: ["https://*.*.com"] }]],
    ["there may be no * in it", [{ ...reading, exposeHeaders: ["x-*"] }]],
    ["maxAgeSeconds", [{ ...reading, maxAgeSeconds: -1 }]],
    ["rules", Array.from({ length: 101 }, () => reading)],
  ])("are refused before any call: %s", async (reason, rules) => {
    const failure = stack.up(withRules(...rules));
    await expect(failure).rejects.toThrow(CheckFailed);
    await expect(failure).rejects.toThrow(reason);
    expect(world.cloud.counts()).not.toHaveProperty("PutBucketCors");
  });
});

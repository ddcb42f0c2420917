/**
 * @module
 */
import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  type S3Client,
  type Tier,
} from "@aws-sdk/client-s3";
import { refusalOf, startStorageWith, type Storage } from "./support";

const Bucket = "archive";
const Key = "k";
let storage: Storage;
let client: S3Client;

beforeEach(async () => {
  ({ storage, client } = await startStorageWith(Bucket));
  const object = { Bucket, Key, Body: "cold", StorageClass: "GLACIER" } as const;
  await client.send(new PutObjectCommand(object));
});
afterEach(() => storage.stop());

const at = (time: string): void => {
  storage.world.now = new Date(time);
  client = storage.client();
};
const read = async (): Promise<string> => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Body!.transformToString();
};
const restored = async (): Promise<string | undefined> =>
  (await client.send(new HeadObjectCommand({ Bucket, Key }))).Restore;
const restore = async (Days: number | undefined = 2, tier?: Tier): Promise<number | undefined> => {
  const RestoreRequest = { Days, ...(tier && { GlacierJobParameters: { Tier: tier } }) };
  const answer = await client.send(new RestoreObjectCommand({ Bucket, Key, RestoreRequest }));
  return answer.$metadata.httpStatusCode;
};

describe("An object in GLACIER [documented]", () => {
  it("is looked at, and not read", async () => {
    expect(await restored()).toBeUndefined();
    expect(await refusalOf(read())).toMatchObject({ code: "InvalidObjectState", status: 403 });
  });

  it("is not copied either [assumed]", async () => {
    const copy = new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/${Key}` });
    expect(await refusalOf(client.send(copy))).toMatchObject({ code: "InvalidObjectState" });
  });

  it("is read once it was restored, for as many days as asked", async () => {
    expect(await restore()).toBe(202);
    expect(await restored()).toBe('ongoing-request="true"');
    expect(await refusalOf(read())).toMatchObject({ code: "InvalidObjectState" });
    at("2026-06-01T16:00:00Z");
    expect(await restored()).toBe(
      'ongoing-request="false", expiry-date="Thu, 04 Jun 2026 00:00:00 GMT"',
    );
    expect(await read()).toBe("cold");
    at("2026-06-04T00:00:00Z");
    expect(await restored()).toBeUndefined();
    expect(await refusalOf(read())).toMatchObject({ code: "InvalidObjectState" });
  });

  it("stays out of GLACIER when it is copied onto itself while it is restored [assumed]", async () => {
    await restore();
    at("2026-06-01T16:00:00Z");
    await client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${Key}` }));
    at("2026-08-01T00:00:00Z");
    expect(await read()).toBe("cold");
    expect(await refusalOf(restore())).toMatchObject({ code: "InvalidObjectState", status: 403 });
  });

  it("is there in fr-par and nl-ams only", async () => {
    const outcome = async (region: string): Promise<string> => {
      const there = storage.client({ region });
      await there.send(new CreateBucketCommand({ Bucket: `archive-${region}` }));
      const object = { Bucket: `archive-${region}`, Key, Body: "x" };
      const put = there.send(new PutObjectCommand({ ...object, StorageClass: "GLACIER" }));
      return put.then(
        () => "done",
        (error: unknown) => (error as Error).name,
      );
    };
    expect(await outcome("nl-ams")).toBe("done");
    expect(await outcome("pl-waw")).toBe("InvalidStorageClass");
  });
});

describe("Restoring [assumed]", () => {
  it("is not asked for twice while it goes on, and lasts longer when asked for after", async () => {
    await restore(1, "Bulk");
    const again = await refusalOf(restore());
    expect(again).toMatchObject({ code: "RestoreAlreadyInProgress", status: 409 });
    at("2026-06-01T16:00:00Z");
    expect(await restore(10)).toBe(200);
    expect(await restored()).toContain('expiry-date="Fri, 12 Jun 2026 00:00:00 GMT"');
    expect(await read()).toBe("cold");
  });

  it.each([
    ["noTime", "2026-06-01T10:00:00Z"],
    ["oneDay", "2026-06-02T10:00:00Z"],
  ] as const)("takes %s where the switch says so", async (takes, ready) => {
    storage.world.switches.glacierRestoreTakes = takes;
    await restore();
    at(ready);
    expect(await read()).toBe("cold");
  });

  it("needs a number of days and a tier that there is", async () => {
    expect(await refusalOf(restore(0))).toMatchObject({ code: "MalformedXML" });
    expect(await refusalOf(restore(1, "Tomorrow" as Tier))).toMatchObject({ code: "MalformedXML" });
    expect(await restored()).toBeUndefined();
  });
});

import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type LifecycleRule,
  type S3Client,
} from "@aws-sdk/client-s3";
import { AGING, setRules, whole } from "./lifecycles";
import { refusalOf, eachTestHas, type Storage } from "./support";

const Bucket = AGING;
let storage: Storage;
let client: S3Client;

eachTestHas(Bucket, (started) => ({ storage, client } = started));

const set = (Rules: LifecycleRule[]): Promise<unknown> => setRules(client, Rules);
const put = (Key: string, more: object = {}): Promise<unknown> =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: "content", ...more }));
/** Object Storage is at that time, and so are its clients. */
const goTo = (time: string): void => {
  storage.world.now = new Date(time);
  client = storage.client();
};
const keys = async (): Promise<(string | undefined)[]> =>
  ((await client.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key);
const classOf = async (Key: string): Promise<string | undefined> =>
  (await client.send(new HeadObjectCommand({ Bucket, Key }))).StorageClass;

describe("Objects [documented]", () => {
  it("vanish at the midnight after their days are over, and not before", async () => {
    await set([whole({ Filter: { Prefix: "logs/" }, Expiration: { Days: 2 } })]);
    await put("logs/old");
    await put("kept");
    goTo("2026-06-03T23:59:59Z");
    expect(await keys()).toEqual(["kept", "logs/old"]);
    goTo("2026-06-04T00:00:00Z");
    expect(await keys()).toEqual(["kept"]);
  });

  it("vanish on a date [assumed]", async () => {
    await set([whole({ Expiration: { Date: new Date("2026-07-01T00:00:00Z") } })]);
    await put("old");
    goTo("2026-06-30T12:00:00Z");
    expect(await keys()).toEqual(["old"]);
    goTo("2026-07-01T00:00:00Z");
    expect(await keys()).toEqual([]);
  });

  it("stay under a rule that is disabled", async () => {
    await set([whole({ Status: "Disabled", Expiration: { Days: 1 } })]);
    await put("old");
    goTo("2027-01-01T00:00:00Z");
    expect(await keys()).toEqual(["old"]);
  });

  it("are chosen by all tags of a rule", async () => {
    const Tags = [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ];
    await set([whole({ Filter: { And: { Tags } }, Expiration: { Days: 1 } })]);
    await put("all", { Tagging: "a=1&b=2" });
    await put("one-tag", { Tagging: "a=1" });
    goTo("2026-06-10T00:00:00Z");
    expect(await keys()).toEqual(["one-tag"]);
  });

  it("are chosen by both sizes of a rule [assumed]", async () => {
    const And = { ObjectSizeGreaterThan: 6, ObjectSizeLessThan: 8 };
    await set([whole({ Filter: { And }, Expiration: { Days: 1 } })]);
    await put("right");
    await put("small", { Body: "conten" });
    await put("large", { Body: "contents" });
    goTo("2026-06-10T00:00:00Z");
    expect(await keys()).toEqual(["large", "small"]);
  });

  it("move to colder storage classes one after the other, and never back", async () => {
    await set([
      whole({
        Transitions: [
          { Days: 10, StorageClass: "GLACIER" },
          { Days: 1, StorageClass: "ONEZONE_IA" },
        ],
      }),
      whole({ ID: "back", Transitions: [{ Days: 20, StorageClass: "STANDARD" as "GLACIER" }] }),
    ]);
    await put("moving");
    expect(await classOf("moving")).toBeUndefined();
    goTo("2026-06-03T00:00:00Z");
    expect(await classOf("moving")).toBe("ONEZONE_IA");
    goTo("2026-06-12T00:00:00Z");
    expect(await classOf("moving")).toBe("GLACIER");
    goTo("2026-07-12T00:00:00Z");
    expect(await classOf("moving")).toBe("GLACIER");
  });

  it("that are older than the rule are not due before it was set [assumed]", async () => {
    await put("old");
    goTo("2026-06-20T10:00:00Z");
    await client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
    await set([whole({ Expiration: { Days: 1 } })]);
    const { DeleteMarkers } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(DeleteMarkers?.[0]?.LastModified).toEqual(new Date("2026-06-20T10:00:00Z"));
  });
});

describe("Versions [documented]", () => {
  const versions = async (): Promise<string[]> => {
    const list = await client.send(new ListObjectVersionsCommand({ Bucket }));
    return [
      ...(list.Versions ?? []).map(({ Key, IsLatest }) => `${Key}${IsLatest ? "" : " old"}`),
      ...(list.DeleteMarkers ?? []).map(({ Key }) => `${Key} marker`),
    ];
  };
  beforeEach(async () => {
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  });

  it("stay behind a delete marker when the current one expires", async () => {
    await set([whole({ Expiration: { Days: 1 } })]);
    await put("expiring");
    goTo("2026-06-03T00:00:00Z");
    expect(await versions()).toEqual(["expiring old", "expiring marker"]);
    expect(await keys()).toEqual([]);
  });

  it("that are no longer current go after their days", async () => {
    await set([whole({ NoncurrentVersionExpiration: { NoncurrentDays: 2 } })]);
    for (let n = 0; n < 3; n += 1) await put("edited");
    goTo("2026-06-03T12:00:00Z");
    expect(await versions()).toHaveLength(3);
    goTo("2026-06-04T00:00:00Z");
    expect(await versions()).toEqual(["edited"]);
  });

  it("that are no longer current stay where they are among the newest that a rule keeps [assumed]", async () => {
    await set([
      whole({ NoncurrentVersionExpiration: { NoncurrentDays: 2, NewerNoncurrentVersions: 1 } }),
    ]);
    for (let n = 0; n < 4; n += 1) await put("edited");
    goTo("2026-06-03T12:00:00Z");
    expect(await versions()).toHaveLength(4);
    goTo("2026-06-04T00:00:00Z");
    expect(await versions()).toEqual(["edited", "edited old"]);
  });

  it("that object lock keeps go only after it", async () => {
    const locked = { Bucket: "locked", Key: "kept" };
    await client.send(
      new CreateBucketCommand({ Bucket: locked.Bucket, ObjectLockEnabledForBucket: true }),
    );
    const Rules = [whole({ NoncurrentVersionExpiration: { NoncurrentDays: 1 } })];
    await client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: locked.Bucket,
        LifecycleConfiguration: { Rules },
      }),
    );
    const ObjectLockRetainUntilDate = new Date("2026-06-10T12:00:00Z");
    const lock = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate } as const;
    await client.send(new PutObjectCommand({ ...locked, ...lock, Body: "first" }));
    await client.send(new PutObjectCommand({ ...locked, Body: "second" }));
    const count = async () =>
      (await client.send(new ListObjectVersionsCommand({ Bucket: locked.Bucket }))).Versions
        ?.length;
    goTo("2026-06-10T10:00:00Z");
    expect(await count()).toBe(2);
    goTo("2026-06-11T10:00:00Z");
    expect(await count()).toBe(1);
  });

  it("count their days from the moment when a newer one came, not from their own [assumed]", async () => {
    await set([whole({ NoncurrentVersionExpiration: { NoncurrentDays: 2 } })]);
    await put("edited");
    goTo("2026-06-20T10:00:00Z");
    await put("edited");
    goTo("2026-06-22T23:00:00Z");
    expect(await versions()).toEqual(["edited", "edited old"]);
    goTo("2026-06-23T00:00:00Z");
    expect(await versions()).toEqual(["edited"]);
  });

  it("leave nothing in the end, whether anybody looked meanwhile or not [own]", async () => {
    await set([
      whole({ Expiration: { Days: 1 }, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
    ]);
    await put("old");
    goTo("2026-06-03T23:00:00Z");
    expect(await versions()).toEqual(["old old", "old marker"]);
    goTo("2026-06-04T00:00:00Z");
    expect(await versions()).toEqual([]);
    await put("unseen");
    goTo("2026-08-01T00:00:00Z");
    expect(await versions()).toEqual([]);
  });

  it("gone, leave no delete marker where the rule says so [assumed]", async () => {
    await set([
      whole({
        Expiration: { ExpiredObjectDeleteMarker: true },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      }),
    ]);
    await put("deleted");
    await client.send(new DeleteObjectCommand({ Bucket, Key: "deleted" }));
    goTo("2026-06-02T12:00:00Z");
    expect(await versions()).toEqual(["deleted old", "deleted marker"]);
    goTo("2026-06-03T00:00:00Z");
    expect(await versions()).toEqual([]);
  });
});

describe("Uploads [documented]", () => {
  it("that were never completed are given up after their days", async () => {
    await set([
      whole({
        Filter: { Prefix: "big/" },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      }),
    ]);
    const begin = (Key: string) => client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const { UploadId } = await begin("big/one");
    await begin("other");
    goTo("2026-06-03T00:00:00Z");
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads?.map(({ Key }) => Key)).toEqual(["other"]);
    const abort = client.send(
      new AbortMultipartUploadCommand({ Bucket, Key: "big/one", UploadId }),
    );
    expect(await refusalOf(abort)).toMatchObject({ code: "NoSuchUpload" });
  });
});

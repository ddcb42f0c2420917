import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  GetBucketLifecycleConfigurationCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type LifecycleRule,
  type S3Client,
} from "@aws-sdk/client-s3";
import { MemoryStore } from "../../../emulator/memory-store";
import { sendSigned } from "./raw";
import { refusalOf, startStorage, type Storage } from "./support";

const Bucket = "aging";
let storage: Storage;
let client: S3Client;

beforeEach(async () => {
  storage = await startStorage();
  client = storage.client();
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterEach(() => storage.stop());

const setRules = (Rules: LifecycleRule[]): Promise<unknown> =>
  client.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
  );
const rules = async (): Promise<LifecycleRule[] | undefined> =>
  (await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules;
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
const whole = (more: Partial<LifecycleRule>): LifecycleRule => ({
  ID: "rule",
  Status: "Enabled",
  Filter: { Prefix: "" },
  ...more,
});

describe("A lifecycle [recorded]", () => {
  it("is not there at first, and the refusal names the bucket", async () => {
    const answer = await sendSigned(storage, { path: `/${Bucket}?lifecycle` });
    expect(answer.status).toBe(404);
    expect(answer.body).toContain(
      `<Code>NoSuchLifecycleConfiguration</Code><Message>The lifecycle configuration does not exist</Message><BucketName>${Bucket}</BucketName>`,
    );
  });

  it("is answered with another root, and children in alphabetical order", async () => {
    await setRules([
      {
        ID: "logs",
        Status: "Enabled",
        Filter: { And: { Prefix: "logs/", Tags: [{ Key: "a", Value: "1" }] } },
        Transitions: [{ Days: 30, StorageClass: "ONEZONE_IA" }],
        Expiration: { Days: 90 },
      },
    ]);
    const { body } = await sendSigned(storage, { path: `/${Bucket}?lifecycle` });
    expect(body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Configuration><Rule><Expiration><Days>90</Days></Expiration>' +
        "<Filter><And><Prefix>logs/</Prefix><Tag><Key>a</Key><Value>1</Value></Tag></And></Filter><ID>logs</ID>" +
        "<Status>Enabled</Status><Transition><Days>30</Days><StorageClass>ONEZONE_IA</StorageClass></Transition></Rule></Configuration>",
    );
  });

  it("is read back by the SDK as it was set", async () => {
    const oldForm = { Prefix: "old/" };
    const all: LifecycleRule[] = [
      whole({
        ID: "all",
        Transitions: [{ Date: new Date("2027-01-01T00:00:00Z"), StorageClass: "GLACIER" }],
        Expiration: { Date: new Date("2028-01-01T00:00:00Z") },
        NoncurrentVersionExpiration: { NoncurrentDays: 3, NewerNoncurrentVersions: 2 },
        NoncurrentVersionTransitions: [{ NoncurrentDays: 1, StorageClass: "GLACIER" }],
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      }),
      whole({ ID: "tag", Filter: { Tag: { Key: "a", Value: "b" } }, Expiration: { Days: 1 } }),
      whole({ ID: "more", Filter: { ObjectSizeGreaterThan: 10 }, Expiration: { Days: 1 } }),
      whole({ ID: "less", Filter: { ObjectSizeLessThan: 10 }, Expiration: { Days: 1 } }),
      whole({ ID: "markers", Expiration: { ExpiredObjectDeleteMarker: true } }),
      { ID: "old form", Status: "Disabled", ...oldForm, Expiration: { Days: 1 } },
    ];
    await setRules(all);
    expect(await rules()).toEqual(all);
  });

  it("gives an id to a rule that has none, and keeps it", async () => {
    await setRules([{ Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } }]);
    const [first] = (await rules()) ?? [];
    expect(first?.ID).toMatch(/^[0-9a-f]{32}$/);
    expect((await rules())?.[0]?.ID).toBe(first?.ID);
  });

  it("is removed as a whole", async () => {
    await setRules([whole({ Expiration: { Days: 1 } })]);
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
    expect(await refusalOf(rules())).toMatchObject({ code: "NoSuchLifecycleConfiguration" });
  });

  it("survives a restart, and is carried out after it [assumed]", async () => {
    const store = new MemoryStore();
    const before = await startStorage(store);
    const earlier = before.client();
    await earlier.send(new CreateBucketCommand({ Bucket }));
    await earlier.send(new PutObjectCommand({ Bucket, Key: "old", Body: "v" }));
    const LifecycleConfiguration = { Rules: [whole({ Expiration: { Days: 1 } })] };
    await earlier.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }),
    );
    await before.stop();
    const after = await startStorage(store);
    after.world.now = new Date("2026-06-03T00:00:00Z");
    const list = await after.client().send(new ListObjectsV2Command({ Bucket }));
    expect(list.KeyCount).toBe(0);
    await after.stop();
  });
});

describe("Rules are refused", () => {
  const refused: [why: string, rules: LifecycleRule[], code: string, text: RegExp][] = [
    ["none", [], "MalformedXML", /^Lifecycle configuration cannot be empty$/],
    [
      "an empty expiration",
      [whole({ Expiration: {} })],
      "MalformedXML",
      /^Expiration action cannot be empty$/,
    ],
    ["no action", [whole({})], "InvalidRequest", /At least one action/],
    ["no days", [whole({ Expiration: { Days: 0 } })], "InvalidArgument", /positive integer/],
    [
      "a time within a day",
      [whole({ Expiration: { Date: new Date("2027-01-01T01:00:00Z") } })],
      "InvalidArgument",
      /midnight/,
    ],
    [
      "days and a date",
      [whole({ Expiration: { Days: 1, Date: new Date("2027-01-01T00:00:00Z") } })],
      "MalformedXML",
      /./,
    ],
    [
      "days and a marker",
      [whole({ Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } })],
      "MalformedXML",
      /./,
    ],
    [
      "the same id twice",
      [whole({ Expiration: { Days: 1 } }), whole({ Expiration: { Days: 2 } })],
      "InvalidRequest",
      /unique/,
    ],
    [
      "a long id",
      [whole({ ID: "x".repeat(256), Expiration: { Days: 1 } })],
      "InvalidArgument",
      /255/,
    ],
    [
      "an unknown status",
      [whole({ Status: "On" as "Enabled", Expiration: { Days: 1 } })],
      "MalformedXML",
      /./,
    ],
    [
      "an unknown storage class",
      [whole({ Transitions: [{ Days: 1, StorageClass: "DEEP_ARCHIVE" }] })],
      "MalformedXML",
      /./,
    ],
    ["no filter", [{ ID: "x", Status: "Enabled", Expiration: { Days: 1 } }], "MalformedXML", /./],
    [
      "a transition after the end",
      [whole({ Expiration: { Days: 5 }, Transitions: [{ Days: 5, StorageClass: "GLACIER" }] })],
      "InvalidArgument",
      /must be greater/,
    ],
    [
      "days beside dates",
      [
        whole({
          Expiration: { Days: 5 },
          Transitions: [{ Date: new Date("2027-01-01T00:00:00Z"), StorageClass: "GLACIER" }],
        }),
      ],
      "InvalidRequest",
      /mixed/,
    ],
    [
      "sizes that nothing has",
      [
        whole({
          Filter: { And: { ObjectSizeGreaterThan: 5, ObjectSizeLessThan: 5 } },
          Expiration: { Days: 5 },
        }),
      ],
      "InvalidRequest",
      /ObjectSizeLessThan/,
    ],
    [
      "tagged uploads",
      [
        whole({
          Filter: { Tag: { Key: "a", Value: "b" } },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        }),
      ],
      "InvalidRequest",
      /Tags/,
    ],
    [
      "too many kept versions",
      [whole({ NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 101 } })],
      "InvalidArgument",
      /between 1 and 100/,
    ],
  ];
  it.each(refused)("that have %s", async (_why, wrong, code, text) => {
    const refusal = await refusalOf(setRules(wrong));
    expect(refusal).toMatchObject({ code, status: 400 });
    expect(refusal.message).toMatch(text);
    expect(await refusalOf(rules())).toMatchObject({ code: "NoSuchLifecycleConfiguration" });
  });

  it("where there are more than a thousand", async () => {
    const many = (count: number): LifecycleRule[] =>
      Array.from({ length: count }, (_, n) => whole({ ID: String(n), Expiration: { Days: 1 } }));
    await setRules(many(1000));
    expect(await refusalOf(setRules(many(1001)))).toMatchObject({ code: "MalformedXML" });
  });

  it("that move objects to GLACIER where there is none [documented]", async () => {
    const warsaw = storage.client({ region: "pl-waw" });
    await warsaw.send(new CreateBucketCommand({ Bucket: "in-warsaw" }));
    const move = (StorageClass: string) =>
      warsaw.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: "in-warsaw",
          LifecycleConfiguration: {
            Rules: [whole({ Transitions: [{ Days: 1, StorageClass: StorageClass as "GLACIER" }] })],
          },
        }),
      );
    await move("ONEZONE_IA");
    expect(await refusalOf(move("GLACIER"))).toMatchObject({ code: "InvalidArgument" });
  });
});

describe("Objects [documented]", () => {
  it("vanish at the midnight after their days are over, and not before", async () => {
    await setRules([whole({ Filter: { Prefix: "logs/" }, Expiration: { Days: 2 } })]);
    await put("logs/old");
    await put("kept");
    goTo("2026-06-03T23:59:59Z");
    expect(await keys()).toEqual(["kept", "logs/old"]);
    goTo("2026-06-04T00:00:00Z");
    expect(await keys()).toEqual(["kept"]);
  });

  it("vanish on a date", async () => {
    await setRules([whole({ Expiration: { Date: new Date("2026-07-01T00:00:00Z") } })]);
    await put("old");
    goTo("2026-06-30T12:00:00Z");
    expect(await keys()).toEqual(["old"]);
    goTo("2026-07-01T00:00:00Z");
    expect(await keys()).toEqual([]);
  });

  it("stay under a rule that is disabled", async () => {
    await setRules([whole({ Status: "Disabled", Expiration: { Days: 1 } })]);
    await put("old");
    goTo("2027-01-01T00:00:00Z");
    expect(await keys()).toEqual(["old"]);
  });

  it("are chosen by all tags and both sizes of a rule", async () => {
    const Tags = [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ];
    const And = { Tags, ObjectSizeGreaterThan: 6, ObjectSizeLessThan: 8 };
    await setRules([whole({ Filter: { And }, Expiration: { Days: 1 } })]);
    await put("all", { Tagging: "a=1&b=2" });
    await put("one-tag", { Tagging: "a=1" });
    await put("small", { Tagging: "a=1&b=2", Body: "conten" });
    await put("large", { Tagging: "a=1&b=2", Body: "contents" });
    goTo("2026-06-10T00:00:00Z");
    expect(await keys()).toEqual(["large", "one-tag", "small"]);
  });

  it("move to colder storage classes one after the other, and never back", async () => {
    await setRules([
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

  it("that are older than the rule are not due before it was set", async () => {
    await put("old");
    goTo("2026-06-20T10:00:00Z");
    await client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
    await setRules([whole({ Expiration: { Days: 1 } })]);
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
    await setRules([whole({ Expiration: { Days: 1 } })]);
    await put("expiring");
    goTo("2026-06-03T00:00:00Z");
    expect(await versions()).toEqual(["expiring old", "expiring marker"]);
    expect(await keys()).toEqual([]);
  });

  it("that are no longer current go after their days, the newest ones excepted", async () => {
    await setRules([
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

  it("count their days from the moment when a newer one came, not from their own", async () => {
    await setRules([whole({ NoncurrentVersionExpiration: { NoncurrentDays: 2 } })]);
    await put("edited");
    goTo("2026-06-20T10:00:00Z");
    await put("edited");
    goTo("2026-06-22T23:00:00Z");
    expect(await versions()).toEqual(["edited", "edited old"]);
    goTo("2026-06-23T00:00:00Z");
    expect(await versions()).toEqual(["edited"]);
  });

  it("leave nothing in the end, whether anybody looked meanwhile or not", async () => {
    await setRules([
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

  it("gone, leave no delete marker where the rule says so", async () => {
    await setRules([
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
    await setRules([
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

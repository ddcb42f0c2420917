import {
  CreateBucketCommand,
  DeleteBucketLifecycleCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type LifecycleRule,
  type S3Client,
} from "@aws-sdk/client-s3";
import { MemoryStore } from "../../../emulator/memory-store";
import { AGING, rulesOf, setRules, whole } from "./lifecycles";
import { sendSigned } from "./raw";
import { refusalOf, startStorage, eachTestHas, type Storage } from "./support";

const Bucket = AGING;
let storage: Storage;
let client: S3Client;

eachTestHas(Bucket, (started) => ({ storage, client } = started));

const set = (Rules: LifecycleRule[]): Promise<unknown> => setRules(client, Rules);
const rules = () => rulesOf(client);

describe("A lifecycle [recorded]", () => {
  it("is not there at first, and the refusal names the bucket", async () => {
    const answer = await sendSigned(storage, { path: `/${Bucket}?lifecycle` });
    expect(answer.status).toBe(404);
    expect(answer.body).toContain(
      `<Code>NoSuchLifecycleConfiguration</Code><Message>The lifecycle configuration does not exist</Message><BucketName>${Bucket}</BucketName>`,
    );
  });

  it("is answered with another root, and children in alphabetical order", async () => {
    await set([
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

  it("is read back by the SDK as it was set [SDK]", async () => {
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
    await set(all);
    expect(await rules()).toEqual(all);
  });

  it("gives an id to a rule that has none, and keeps it [assumed]", async () => {
    await set([{ Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } }]);
    const [first] = (await rules()) ?? [];
    expect(first?.ID).toMatch(/^[0-9a-f]{32}$/);
    expect((await rules())?.[0]?.ID).toBe(first?.ID);
  });

  it("is removed as a whole", async () => {
    await set([whole({ Expiration: { Days: 1 } })]);
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
    expect(await refusalOf(rules())).toMatchObject({ code: "NoSuchLifecycleConfiguration" });
  });

  it("survives a restart, and is carried out after it [own]", async () => {
    const store = new MemoryStore();
    const before = await startStorage(store);
    const earlier = before.client();
    await earlier.send(new CreateBucketCommand({ Bucket }));
    await earlier.send(new PutObjectCommand({ Bucket, Key: "old", Body: "v" }));
    await setRules(earlier, [whole({ Expiration: { Days: 1 } })]);
    await before.stop();
    const after = await startStorage(store);
    after.world.now = new Date("2026-06-03T00:00:00Z");
    const list = await after.client().send(new ListObjectsV2Command({ Bucket }));
    expect(list.KeyCount).toBe(0);
    await after.stop();
  });
});

describe("Rules are refused", () => {
  type Refused = [why: string, rules: LifecycleRule[], code: string, text: RegExp];
  const expectRefusal = async (...[, wrong, code, text]: Refused): Promise<void> => {
    const refusal = await refusalOf(set(wrong));
    expect(refusal).toMatchObject({ code, status: 400 });
    expect(refusal.message).toMatch(text);
    expect(await refusalOf(rules())).toMatchObject({ code: "NoSuchLifecycleConfiguration" });
  };

  const recorded: Refused[] = [
    ["none", [], "MalformedXML", /^Lifecycle configuration cannot be empty$/],
    [
      "an empty expiration",
      [whole({ Expiration: {} })],
      "MalformedXML",
      /^Expiration action cannot be empty$/,
    ],
  ];
  it.each(recorded)("that have %s, in these words [recorded]", expectRefusal);

  const documented: Refused[] = [
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
  ];
  it.each(documented)(
    "that have %s, which the vendor's page rules out [documented]",
    expectRefusal,
  );

  const assumed: Refused[] = [
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
  it.each(assumed)("that have %s, as S3 refuses them", expectRefusal);

  it("where there are more than a thousand [documented]", async () => {
    const many = (count: number): LifecycleRule[] =>
      Array.from({ length: count }, (_, n) => whole({ ID: String(n), Expiration: { Days: 1 } }));
    await set(many(1000));
    expect(await refusalOf(set(many(1001)))).toMatchObject({ code: "MalformedXML" });
  });

  it("that move objects to GLACIER where there is none [documented]", async () => {
    const warsaw = storage.client({ region: "pl-waw" });
    await warsaw.send(new CreateBucketCommand({ Bucket: "in-warsaw" }));
    const move = (StorageClass: string) =>
      setRules(
        warsaw,
        [whole({ Transitions: [{ Days: 1, StorageClass: StorageClass as "GLACIER" }] })],
        "in-warsaw",
      );
    await move("ONEZONE_IA");
    expect(await refusalOf(move("GLACIER"))).toMatchObject({ code: "InvalidArgument" });
  });
});

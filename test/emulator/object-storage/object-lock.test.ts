/**
 * Object lock: what it keeps, from whom, and until when.
 * @module
 */
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  UploadPartCommand,
  type ObjectLockRetention,
  type ObjectLockRule,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { sendSigned } from "./raw";
import { FIRST_PROJECT, refusalOf, eachTestHas, type Storage } from "./support";

const Bucket = "vault";
const DAY = 24 * 60 * 60 * 1000;

let storage: Storage;
let client: S3Client;

eachTestHas(Bucket, (started) => ({ storage, client } = started), {
  ObjectLockEnabledForBucket: true,
});

async function put(Key: string, more: Partial<PutObjectCommandInput> = {}): Promise<string> {
  const answer = await client.send(new PutObjectCommand({ Bucket, Key, Body: Key, ...more }));
  return answer.VersionId ?? "";
}

/** A moment that many days from now, by the cloud's clock. */
function inDays(days: number): Date {
  return new Date(storage.world.now.getTime() + days * DAY);
}

function pass(days: number): void {
  storage.world.now = inDays(days);
  client = storage.client();
}

function setDefault(Rule: ObjectLockRule | undefined): Promise<unknown> {
  const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled", Rule } as const;
  return client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
}

function remove(
  Key: string,
  VersionId?: string,
  BypassGovernanceRetention?: boolean,
): Promise<unknown> {
  return client.send(
    new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention }),
  );
}

function retain(
  Key: string,
  Retention: ObjectLockRetention,
  BypassGovernanceRetention?: boolean,
): Promise<unknown> {
  return client.send(
    new PutObjectRetentionCommand({ Bucket, Key, Retention, BypassGovernanceRetention }),
  );
}

const DENIED = { code: "AccessDenied", status: 403 };

describe("The lock of a bucket [documented]", () => {
  const configuration = async (): Promise<unknown> =>
    (await client.send(new GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration;

  it("has no default retention until one is set, and none again without a rule [recorded]", async () => {
    expect(await configuration()).toEqual({ ObjectLockEnabled: "Enabled" });
    const rule = { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } } as const;
    await setDefault(rule);
    expect(await configuration()).toEqual({ ObjectLockEnabled: "Enabled", Rule: rule });
    await setDefault(undefined);
    expect(await configuration()).toEqual({ ObjectLockEnabled: "Enabled" });
  });

  it("is answered as recorded [recorded]", async () => {
    await setDefault({ DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } });
    expect((await sendSigned(storage, { path: `/${Bucket}?object-lock=` })).body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<ObjectLockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Days>1</Days><Mode>GOVERNANCE</Mode></DefaultRetention></Rule></ObjectLockConfiguration>',
    );
  });

  const offRequest = {
    method: "PUT",
    path: `/${Bucket}?object-lock=`,
    body: "<ObjectLockConfiguration><ObjectLockEnabled>Disabled</ObjectLockEnabled></ObjectLockConfiguration>",
  };
  const suspend = (): Promise<unknown> =>
    client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }),
    );

  it("cannot be switched off, nor can versioning under it", async () => {
    expect((await sendSigned(storage, offRequest)).status).toBe(400);
    expect(await refusalOf(suspend())).toMatchObject({ status: 409 });
    expect(await configuration()).toEqual({ ObjectLockEnabled: "Enabled" });
  });

  it("says why it cannot be switched off, nor versioning under it [reported]", async () => {
    expect((await sendSigned(storage, offRequest)).code).toBe("MalformedXML");
    expect(await refusalOf(suspend())).toMatchObject({
      code: "InvalidBucketState",
      message:
        "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    });
  });

  it("can be given to a bucket that is versioned, and to no other", async () => {
    await client.send(new CreateBucketCommand({ Bucket: "plain" }));
    const lock = (): Promise<unknown> =>
      client.send(
        new PutObjectLockConfigurationCommand({
          Bucket: "plain",
          ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" },
        }),
      );
    expect(await refusalOf(lock())).toMatchObject({ code: "InvalidBucketState", status: 409 });
    await client.send(
      new PutBucketVersioningCommand({
        Bucket: "plain",
        VersioningConfiguration: { Status: "Enabled" },
      }),
    );
    await lock();
    const { ObjectLockConfiguration } = await client.send(
      new GetObjectLockConfigurationCommand({ Bucket: "plain" }),
    );
    expect(ObjectLockConfiguration).toEqual({ ObjectLockEnabled: "Enabled" });
  });

  it.each([
    ["neither days nor years", { Mode: "GOVERNANCE" }],
    ["both days and years", { Mode: "GOVERNANCE", Days: 1, Years: 1 }],
    ["no mode", { Days: 1 }],
  ] as const)("takes no default retention of %s", async (_what, DefaultRetention) => {
    const refusal = await refusalOf(setDefault({ DefaultRetention }));
    expect(refusal).toMatchObject({ code: "MalformedXML", status: 400 });
  });

  it.each([
    ["no day at all", { Mode: "COMPLIANCE", Days: 0 }],
    ["more than a hundred years", { Mode: "COMPLIANCE", Years: 101 }],
  ] as const)("takes no default retention of %s either [assumed]", async (_what, retention) => {
    const refusal = await refusalOf(setDefault({ DefaultRetention: retention }));
    expect(refusal).toMatchObject({ code: "InvalidArgument", status: 400 });
  });
});

describe("A locked version [documented]", () => {
  it("can be put behind a marker at any time [assumed]", async () => {
    await put("a", { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: inDays(2) });
    await remove("a");
    const looking = client.send(new HeadObjectCommand({ Bucket, Key: "a" }));
    expect(await refusalOf(looking)).toMatchObject({ status: 404 });
  });

  it("is deleted only when its time is over", async () => {
    const ObjectLockRetainUntilDate = inDays(2);
    const VersionId = await put("a", { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate });
    expect(await refusalOf(remove("a", VersionId))).toMatchObject(DENIED);
    pass(1);
    expect(await refusalOf(remove("a", VersionId, true))).toMatchObject(DENIED);
    pass(1);
    await remove("a", VersionId);
    const looking = client.send(new HeadObjectCommand({ Bucket, Key: "a", VersionId }));
    expect(await refusalOf(looking)).toMatchObject({ status: 404 });
  });

  it("in GOVERNANCE mode is deleted by who asks to pass over it", async () => {
    const VersionId = await put("a", {
      ObjectLockMode: "GOVERNANCE",
      ObjectLockRetainUntilDate: inDays(2),
    });
    expect(await refusalOf(remove("a", VersionId))).toMatchObject(DENIED);
    await remove("a", VersionId, true);
  });

  it("in GOVERNANCE mode needs the right to write retentions when the switch says so [assumed]", async () => {
    const VersionId = await put("a", {
      ObjectLockMode: "GOVERNANCE",
      ObjectLockRetainUntilDate: inDays(2),
    });
    storage.world.switches.governanceBypassNeeds = "PutObjectRetention";
    storage.world.rights.set(FIRST_PROJECT, new Set(["DeleteObject"]));
    expect(await refusalOf(remove("a", VersionId, true))).toMatchObject(DENIED);
    storage.world.rights.set(FIRST_PROJECT, new Set(["DeleteObject", "PutObjectRetention"]));
    await remove("a", VersionId, true);
  });

  it("keeps no other from being deleted together with it [assumed]", async () => {
    const [kept, free] = [
      await put("kept", { ObjectLockLegalHoldStatus: "ON" }),
      await put("free"),
    ];
    const Objects = [
      { Key: "kept", VersionId: kept },
      { Key: "free", VersionId: free },
    ];
    const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted).toEqual([{ Key: "free", VersionId: free }]);
    expect(answer.Errors).toEqual([
      {
        Key: "kept",
        VersionId: kept,
        Code: "AccessDenied",
        Message: "Access Denied because object protected by object lock.",
      },
    ]);
  });

  it("tells what keeps it when it is looked at [SDK]", async () => {
    const until = inDays(2);
    await put("a", {
      ObjectLockMode: "GOVERNANCE",
      ObjectLockRetainUntilDate: until,
      ObjectLockLegalHoldStatus: "ON",
    });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "a" }));
    expect(head).toMatchObject({
      ObjectLockMode: "GOVERNANCE",
      ObjectLockRetainUntilDate: until,
      ObjectLockLegalHoldStatus: "ON",
    });
    const { Retention } = await client.send(new GetObjectRetentionCommand({ Bucket, Key: "a" }));
    expect(Retention).toEqual({ Mode: "GOVERNANCE", RetainUntilDate: until });
  });

  it("has been copied without what keeps the source [assumed]", async () => {
    await put("a", { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: inDays(2) });
    const { VersionId } = await client.send(
      new CopyObjectCommand({ Bucket, Key: "b", CopySource: `${Bucket}/a` }),
    );
    await remove("b", VersionId);
  });
});

describe("A legal hold [documented]", () => {
  it("is not there at first, which is a refusal [assumed]", async () => {
    await put("a");
    const reading = client.send(new GetObjectLegalHoldCommand({ Bucket, Key: "a" }));
    expect(await refusalOf(reading)).toMatchObject({
      code: "NoSuchObjectLockConfiguration",
      status: 404,
    });
  });

  it("keeps a version until it is lifted, whatever its retention", async () => {
    const VersionId = await put("a");
    const hold = (Status: "ON" | "OFF"): Promise<unknown> =>
      client.send(new PutObjectLegalHoldCommand({ Bucket, Key: "a", LegalHold: { Status } }));
    await hold("ON");
    expect(await refusalOf(remove("a", VersionId, true))).toMatchObject(DENIED);
    await hold("OFF");
    const { LegalHold } = await client.send(new GetObjectLegalHoldCommand({ Bucket, Key: "a" }));
    expect(LegalHold).toEqual({ Status: "OFF" });
    await remove("a", VersionId);
  });
});

describe("The default retention of a bucket [documented]", () => {
  beforeEach(() => setDefault({ DefaultRetention: { Mode: "GOVERNANCE", Days: 3 } }));

  const retentionOf = async (Key: string): Promise<unknown> =>
    (await client.send(new GetObjectRetentionCommand({ Bucket, Key }))).Retention;

  it("keeps what is written from then on, copies and uploads in parts as well", async () => {
    const expected = { Mode: "GOVERNANCE", RetainUntilDate: inDays(3) };
    await put("written");
    const CopySource = `${Bucket}/written`;
    await client.send(new CopyObjectCommand({ Bucket, Key: "copied", CopySource }));
    const Key = "in parts";
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const { ETag } = await client.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "part" }),
    );
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
    await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
    );
    for (const key of ["written", "copied", Key]) expect(await retentionOf(key)).toEqual(expected);
  });

  it("gives way to what a writer demands", async () => {
    const until = inDays(1);
    await put("a", { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: until });
    expect(await retentionOf("a")).toEqual({ Mode: "COMPLIANCE", RetainUntilDate: until });
  });

  it("of a year ends on the same day of the next", async () => {
    await setDefault({ DefaultRetention: { Mode: "GOVERNANCE", Years: 1 } });
    await put("a");
    expect(await retentionOf("a")).toEqual({
      Mode: "GOVERNANCE",
      RetainUntilDate: new Date("2027-06-01T10:00:00.000Z"),
    });
  });
});

describe("A retention [documented]", () => {
  it("in GOVERNANCE mode can be made longer, and shorter only by who asks to pass over it", async () => {
    await put("a", { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: inDays(2) });
    await retain("a", { Mode: "GOVERNANCE", RetainUntilDate: inDays(3) });
    const shorter = { Mode: "GOVERNANCE", RetainUntilDate: inDays(1) } as const;
    expect(await refusalOf(retain("a", shorter))).toMatchObject(DENIED);
    await retain("a", shorter, true);
  });

  it("in GOVERNANCE mode can be taken away by who asks to pass over it [assumed]", async () => {
    await put("a", { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: inDays(2) });
    const none = {} as ObjectLockRetention;
    expect(await refusalOf(retain("a", none))).toMatchObject(DENIED);
    await retain("a", none, true);
    const reading = client.send(new GetObjectRetentionCommand({ Bucket, Key: "a" }));
    expect(await refusalOf(reading)).toMatchObject({ code: "NoSuchObjectLockConfiguration" });
  });

  it("in COMPLIANCE mode can only be made longer", async () => {
    await put("a", { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: inDays(2) });
    for (const retention of [
      { Mode: "COMPLIANCE", RetainUntilDate: inDays(1) },
      { Mode: "GOVERNANCE", RetainUntilDate: inDays(9) },
      {} as ObjectLockRetention,
    ] as const) {
      expect(await refusalOf(retain("a", retention, true))).toMatchObject(DENIED);
    }
    await retain("a", { Mode: "COMPLIANCE", RetainUntilDate: inDays(3) });
    pass(3);
    await retain("a", { Mode: "GOVERNANCE", RetainUntilDate: inDays(1) });
  });

  it.each([
    ["a mode without a date", { ObjectLockMode: "GOVERNANCE" }],
    [
      "a mode that is not there",
      {
        ObjectLockMode: "FOREVER" as "GOVERNANCE",
        ObjectLockRetainUntilDate: new Date("2026-07-01"),
      },
    ],
    ["a hold that is neither on nor off", { ObjectLockLegalHoldStatus: "MAYBE" as "ON" }],
  ] as const)("is refused for %s", async (_what, demanded) => {
    expect(await refusalOf(put("a", demanded))).toMatchObject({
      code: "InvalidArgument",
      status: 400,
    });
  });

  it("is refused for a date that is over [assumed]", async () => {
    const over = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: inDays(0) } as const;
    expect(await refusalOf(put("a", over))).toMatchObject({ code: "InvalidArgument", status: 400 });
  });

  it("needs a bucket with object lock", async () => {
    await client.send(new CreateBucketCommand({ Bucket: "plain" }));
    const missing = {
      code: "InvalidRequest",
      message: "Bucket is missing Object Lock Configuration",
    };
    const demanding = { Bucket: "plain", ObjectLockLegalHoldStatus: "ON" } as const;
    expect(await refusalOf(put("a", demanding))).toMatchObject(missing);
    await put("a", { Bucket: "plain" });
    const reading = client.send(new GetObjectRetentionCommand({ Bucket: "plain", Key: "a" }));
    expect(await refusalOf(reading)).toMatchObject(missing);
  });
});

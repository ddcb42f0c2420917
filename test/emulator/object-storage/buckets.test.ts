import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  type S3Client,
  type Tag,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { isBucketName } from "../../../emulator/object-storage/bucket-names";
import {
  ACCESS_KEY,
  FIRST_PROJECT,
  refusalOf,
  SECOND_PROJECT,
  startStorage,
  type Storage,
} from "./support";

let storage: Storage;
let client: S3Client;

beforeEach(async () => {
  storage = await startStorage();
  client = storage.client();
});
afterEach(() => storage.stop());

const create = (name: string, by = client): Promise<unknown> =>
  by.send(new CreateBucketCommand({ Bucket: name }));
const inSecond = (): S3Client => storage.client({ accessKey: `${ACCESS_KEY}@${SECOND_PROJECT}` });
const namesSeenBy = async (by: S3Client): Promise<(string | undefined)[]> =>
  ((await by.send(new ListBucketsCommand())).Buckets ?? []).map(({ Name }) => Name);

describe("The Project that a request acts in [documented]", () => {
  it("is the key's preferred one when the credential names none", async () => {
    await create("in-the-first");
    expect(await namesSeenBy(client)).toEqual(["in-the-first"]);
    expect(await namesSeenBy(inSecond())).toEqual([]);
  });

  it("is the one after the @ of the access key [recorded]", async () => {
    await create("in-the-second", inSecond());
    expect(await namesSeenBy(inSecond())).toEqual(["in-the-second"]);
    expect(await namesSeenBy(client)).toEqual([]);
  });

  it("follows the key when its preferred Project is edited", async () => {
    await create("in-the-first");
    await create("in-the-second", inSecond());
    const key = storage.world.keys.get(ACCESS_KEY)!;
    storage.world.keys.set(ACCESS_KEY, { ...key, preferredProjectId: SECOND_PROJECT });
    expect(await namesSeenBy(client)).toEqual(["in-the-second"]);
  });

  it("keeps buckets of another Project out of reach, whatever the bearer may do there [documented]", async () => {
    await create("in-the-second", inSecond());
    const refusal = await refusalOf(
      client.send(new PutObjectCommand({ Bucket: "in-the-second", Key: "k", Body: "v" })),
    );
    expect(refusal).toEqual({ code: "AccessDenied", status: 403, message: "Access Denied" });
  });

  it("reaches every Project of the bearer's rights when the switch projectMustMatch is off [assumed]", async () => {
    await create("in-the-second", inSecond());
    storage.world.switches.projectMustMatch = false;
    await client.send(new PutObjectCommand({ Bucket: "in-the-second", Key: "k", Body: "v" }));
  });

  it("is refused when no such Project is there [assumed]", async () => {
    const stranger = storage.client({ accessKey: `${ACCESS_KEY}@not-a-project` });
    expect(await refusalOf(create("nowhere", stranger))).toMatchObject({ code: "AccessDenied" });
    expect(await refusalOf(stranger.send(new ListBucketsCommand()))).toMatchObject({
      code: "AccessDenied",
      message: "Permission denied.",
    });
  });
});

describe("Rights [documented]", () => {
  it("are asked for once, under the operation's name in the SDK [own]", async () => {
    await create("a-bucket");
    await client.send(new GetBucketTaggingCommand({ Bucket: "a-bucket" })).catch(() => undefined);
    expect(storage.world.asked).toEqual([
      `CreateBucket ${FIRST_PROJECT}`,
      `GetBucketTagging ${FIRST_PROJECT}`,
    ]);
  });

  it("missing altogether, make ListBuckets answer as the tutorial shows", async () => {
    storage.world.rights.delete(FIRST_PROJECT);
    expect(await refusalOf(client.send(new ListBucketsCommand()))).toEqual({
      code: "AccessDenied",
      status: 403,
      message: "Permission denied.",
    });
  });

  it("of another kind make ListBuckets answer as everything else [assumed]", async () => {
    storage.world.rights.set(FIRST_PROJECT, new Set(["GetObject"]));
    expect(await refusalOf(client.send(new ListBucketsCommand()))).toMatchObject({
      message: "Access Denied",
    });
  });

  it("are not looked at for a bucket that is not there [assumed]", async () => {
    storage.world.rights.delete(FIRST_PROJECT);
    const request = client.send(new GetBucketTaggingCommand({ Bucket: "not-there" }));
    expect(await refusalOf(request)).toMatchObject({ code: "NoSuchBucket", status: 404 });
  });

  it("refused for HEAD, leave the answer without a body [recorded]", async () => {
    await create("a-bucket");
    storage.world.rights.set(FIRST_PROJECT, new Set());
    const request = client.send(new HeadBucketCommand({ Bucket: "a-bucket" }));
    expect(await refusalOf(request)).toMatchObject({ status: 403 });
  });
});

describe("Buckets [recorded]", () => {
  it("are listed in alphabetical order, for the region of the signature only", async () => {
    const amsterdam = storage.client({ region: "nl-ams" });
    for (const name of ["charlie", "alpha"]) await create(name);
    await create("bravo", amsterdam);
    expect(await namesSeenBy(client)).toEqual(["alpha", "charlie"]);
    expect(await namesSeenBy(amsterdam)).toEqual(["bravo"]);
  });

  it("are listed with their Project, twice, as owner", async () => {
    const { Owner } = await client.send(new ListBucketsCommand());
    const owner = `${FIRST_PROJECT}:${FIRST_PROJECT}`;
    expect(Owner).toEqual({ DisplayName: owner, ID: owner });
  });

  it("have names that are unique over Projects and regions [documented]", async () => {
    await create("taken");
    expect(await refusalOf(create("taken"))).toMatchObject({
      code: "BucketAlreadyOwnedByYou",
      status: 409,
    });
    expect(await refusalOf(create("taken", storage.client({ region: "pl-waw" })))).toMatchObject({
      code: "BucketAlreadyOwnedByYou",
    });
    expect(await refusalOf(create("taken", inSecond()))).toMatchObject({
      code: "BucketAlreadyExists",
      status: 409,
    });
  });

  it("are known in their own region only [assumed]", async () => {
    await create("parisian");
    const request = storage
      .client({ region: "nl-ams" })
      .send(new HeadBucketCommand({ Bucket: "parisian" }));
    expect(await refusalOf(request)).toMatchObject({ status: 404 });
  });

  it("tell their region", async () => {
    await create("parisian");
    const head = await client.send(new HeadBucketCommand({ Bucket: "parisian" }));
    expect(head.BucketRegion).toBe("fr-par");
    const location = await client.send(new GetBucketLocationCommand({ Bucket: "parisian" }));
    expect(location.LocationConstraint).toBe("fr-par");
  });

  it("are made in the region of the signature, or not at all [assumed]", async () => {
    const inRegion = (LocationConstraint: string, name: string): Promise<unknown> =>
      client.send(
        new CreateBucketCommand({
          Bucket: name,
          CreateBucketConfiguration: { LocationConstraint: LocationConstraint as "eu-west-1" },
        }),
      );
    await inRegion("fr-par", "here");
    expect(await refusalOf(inRegion("nl-ams", "there"))).toMatchObject({
      code: "IllegalLocationConstraintException",
      status: 400,
    });
  });

  it("cannot be removed before they are empty", async () => {
    await create("full");
    await client.send(new PutObjectCommand({ Bucket: "full", Key: "k", Body: "v" }));
    const remove = client.send(new DeleteBucketCommand({ Bucket: "full" }));
    expect(await refusalOf(remove)).toEqual({
      code: "BucketNotEmpty",
      status: 409,
      message: "The bucket that you tried to delete is not empty.",
    });
  });

  it("are gone when they are removed, and their names are free [documented]", async () => {
    await create("fleeting");
    await client.send(new DeleteBucketCommand({ Bucket: "fleeting" }));
    expect(await namesSeenBy(client)).toEqual([]);
    await create("fleeting", inSecond());
  });
});

describe("A bucket's name [documented]", () => {
  it.each(["ab", "a".repeat(64), "Capital", "under_score", "192.168.1.1", "a b"])(
    "is refused when it is %p",
    (name) => expect(isBucketName(name)).toBe(false),
  );

  it.each(["-x-", "a..b"])("is refused when it is %p, as S3 refuses it [assumed]", (name) =>
    expect(isBucketName(name)).toBe(false),
  );

  it("of more than 63 characters is refused by the service in these words [recorded]", async () => {
    expect(await refusalOf(create("a".repeat(64)))).toEqual({
      code: "InvalidBucketName",
      status: 400,
      message: "The specified bucket is not valid.",
    });
  });

  it("may be any of the allowed alphabet", async () => {
    const inner = fc.string({
      unit: fc.constantFrom("a", "b", "y", "z", "0", "9", "-"),
      minLength: 1,
      maxLength: 61,
    });
    await fc.assert(
      fc.asyncProperty(inner, async (middle) => {
        const name = `a${middle}9`;
        await create(name);
        expect(await namesSeenBy(client)).toContain(name);
        await client.send(new DeleteBucketCommand({ Bucket: name }));
      }),
      { numRuns: 20 },
    );
  });
});

describe("A fresh bucket [recorded]", () => {
  beforeEach(() => create("fresh"));
  const Bucket = "fresh";

  it("has no encryption, which is no refusal [reported]", async () => {
    const encryption = await client.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(encryption.ServerSideEncryptionConfiguration?.Rules ?? []).toEqual([]);
  });

  it("has no versioning and a private list of grants", async () => {
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeFalsy();
    const acl = await client.send(new GetBucketAclCommand({ Bucket }));
    const owner = `${FIRST_PROJECT}:${FIRST_PROJECT}`;
    expect(acl.Owner?.ID).toBe(owner);
    expect(acl.Grants).toEqual([
      {
        Grantee: { DisplayName: owner, ID: owner, Type: "CanonicalUser" },
        Permission: "FULL_CONTROL",
      },
    ]);
  });

  const refusalTo = (command: unknown): Promise<unknown> => {
    const send = client.send.bind(client) as (command: unknown) => Promise<unknown>;
    return refusalOf(send(command));
  };

  it.each([
    ["NoSuchTagSet", () => new GetBucketTaggingCommand({ Bucket })],
    ["NoSuchCORSConfiguration", () => new GetBucketCorsCommand({ Bucket })],
    ["NoSuchLifecycleConfiguration", () => new GetBucketLifecycleConfigurationCommand({ Bucket })],
    [
      "ObjectLockConfigurationNotFoundError",
      () => new GetObjectLockConfigurationCommand({ Bucket }),
    ],
  ])("answers %s to a question about that setting", async (code, command) => {
    expect(await refusalTo(command())).toMatchObject({ code, status: 404 });
  });

  it.each([
    ["NoSuchBucketPolicy", () => new GetBucketPolicyCommand({ Bucket })],
    ["NoSuchWebsiteConfiguration", () => new GetBucketWebsiteCommand({ Bucket })],
  ])(
    "answers %s, which clients look for, to a question about that [SDK]",
    async (code, command) => {
      expect(await refusalTo(command())).toMatchObject({ code, status: 404 });
    },
  );

  it("made with object lock, is versioned", async () => {
    await client.send(
      new CreateBucketCommand({ Bucket: "locked", ObjectLockEnabledForBucket: true }),
    );
    const lock = await client.send(new GetObjectLockConfigurationCommand({ Bucket: "locked" }));
    expect(lock.ObjectLockConfiguration).toEqual({ ObjectLockEnabled: "Enabled" });
    const versioning = await client.send(new GetBucketVersioningCommand({ Bucket: "locked" }));
    expect(versioning.Status).toBe("Enabled");
  });
});

describe("Tags of a bucket [recorded]", () => {
  const TagSet = [
    { Key: "team", Value: "data & <science>" },
    { Key: "empty", Value: "" },
  ];

  const Bucket = "tagged";
  const tag = (tags: Tag[]): Promise<unknown> =>
    client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tags } }));
  const tags = async (): Promise<unknown> =>
    (await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet;

  it("are kept, and gone when they are removed", async () => {
    await create(Bucket);
    await tag(TagSet);
    expect(await tags()).toEqual(TagSet);
    await client.send(new DeleteBucketTaggingCommand({ Bucket }));
    expect(await refusalOf(tags())).toMatchObject({ code: "NoSuchTagSet", status: 404 });
  });

  it("are replaced as a whole [SDK]", async () => {
    await create(Bucket);
    await tag(TagSet);
    await tag([{ Key: "other", Value: "1" }]);
    expect(await tags()).toEqual([{ Key: "other", Value: "1" }]);
  });

  it("are refused when two have the same key [assumed]", async () => {
    await create(Bucket);
    const twice = tag([TagSet[0]!, TagSet[0]!]);
    expect(await refusalOf(twice)).toMatchObject({ code: "InvalidTag", status: 400 });
  });
});

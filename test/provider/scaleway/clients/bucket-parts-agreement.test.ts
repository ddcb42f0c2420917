/**
 * What belongs to a bucket, from the clients' side and the local cloud's: both know the same forms.
 * @module
 */
import { startCloud, type Cloud as LocalCloud } from "../../../../emulator";
import { isCloudError } from "../../../../provider/core/errors";
import type { ObjectStorageClient } from "../../../../provider/scaleway/clients/object-storage";
import { cloudFor, type Cloud } from "../../../../provider/scaleway/cloud";
import { testContext, testSettings } from "../../../support/context";
import type { Answer } from "../../../support/json-server";
import { startScriptedCloud, type ScriptedCloud } from "../../../support/scripted-cloud";

let local: LocalCloud;
let cloud: Cloud;
let project: string;
let storage: ObjectStorageClient;
/** A client of a key without any right. */
let poor: ObjectStorageClient;

beforeAll(async () => {
  local = await startCloud({ seed: "parts of buckets" });
  const { defaultProjectId } = local.description.scaleway;
  cloud = cloudAs(local.description.scaleway);
  project = defaultProjectId;
  storage = cloud.objectStorage(project, "fr-par");
  const { id } = await cloud.iam.createApplication({ name: "poor", description: "", tags: [] });
  const { accessKey, secretKey } = await cloud.iam.createApiKey({
    ...{ bearer: { applicationId: id }, description: "", defaultProjectId: project },
    expiresAt: undefined,
  });
  poor = cloudAs({ accessKey, secretKey }).objectStorage(project, "fr-par");
  await storage.createBucket("plain-bucket");
  await storage.createBucket("locked-bucket", { objectLock: true });
});
afterAll(() => local.stop());

function cloudAs(credentials: { readonly accessKey: string; readonly secretKey: string }): Cloud {
  const { apiUrl, s3Endpoint, organizationId } = local.description.scaleway;
  const { accessKey, secretKey } = credentials;
  const settings = testSettings({ apiUrl, s3Endpoint, organizationId, accessKey, secretKey });
  return cloudFor(testContext({ settings }));
}

/** One part of a bucket: read, written as each of some values, and removed. */
interface Part {
  readonly name: string;
  readonly bucket?: string;
  readonly read: (storage: ObjectStorageClient, bucket: string) => Promise<unknown>;
  readonly write: (storage: ObjectStorageClient, bucket: string, value: never) => Promise<unknown>;
  /** Each is read as it was written, the one before gone. */
  readonly values: readonly unknown[];
  readonly remove?: (storage: ObjectStorageClient, bucket: string) => Promise<unknown>;
  /** What is read where there is none. */
  readonly none?: (project: string) => unknown;
}

const statement = (sid: string) => ({
  ...{ sid, effect: "Allow" as const, principals: { everyone: true } },
  ...{ actions: ["s3:GetObject"], resources: ["plain-bucket/*"] },
});

const parts: readonly Part[] = [
  {
    name: "lifecycle",
    read: (client, bucket) => client.getLifecycle(bucket),
    write: (client, bucket, value) => client.setLifecycle(bucket, value),
    remove: (client, bucket) => client.removeLifecycle(bucket),
    values: [
      [
        {
          ...{ id: "a", status: "Enabled", filter: { prefix: "logs/" } },
          expiration: { date: "2031-01-01T00:00:00Z" },
          transitions: [{ date: "2030-01-01T00:00:00Z", storageClass: "GLACIER" }],
        },
        {
          ...{ id: "b & <c>", status: "Disabled" },
          filter: {
            and: {
              ...{ prefix: "p", tags: [{ key: "a", value: "1" }] },
              ...{ objectSizeGreaterThan: 1, objectSizeLessThan: 9 },
            },
          },
          noncurrentVersionExpiration: { noncurrentDays: 3, newerNoncurrentVersions: 2 },
          noncurrentVersionTransitions: [{ noncurrentDays: 1, storageClass: "ONEZONE_IA" }],
        },
      ],
      [
        {
          ...{ id: "d", status: "Enabled", filter: { prefix: "" } },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
        {
          ...{ id: "c", status: "Enabled", filter: { tag: { key: "k", value: "" } } },
          expiration: { days: 1 },
        },
      ],
    ],
  },
  {
    name: "list of CORS rules",
    read: (client, bucket) => client.getCors(bucket),
    write: (client, bucket, value) => client.setCors(bucket, value),
    remove: (client, bucket) => client.removeCors(bucket),
    values: [
      [
        {
          ...{ id: "a", allowedOrigins: ["https://*.example.com"], allowedMethods: ["PUT", "GET"] },
          ...{ allowedHeaders: ["x-*"], exposeHeaders: ["ETag"], maxAgeSeconds: 0 },
        },
        { allowedOrigins: ["*"], allowedMethods: ["HEAD"] },
      ],
      [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }],
    ],
  },
  {
    name: "website",
    read: (client, bucket) => client.getWebsite(bucket),
    write: (client, bucket, value) => client.setWebsite(bucket, value),
    remove: (client, bucket) => client.removeWebsite(bucket),
    values: [{ index: "index.html", error: "errors/a&b.html" }, { index: "start.html" }],
  },
  {
    name: "encryption",
    read: (client, bucket) => client.getEncryption(bucket),
    write: (client, bucket, value) => client.setEncryption(bucket, value),
    remove: (client, bucket) => client.removeEncryption(bucket),
    values: [
      { algorithm: "AES256", bucketKeyEnabled: false },
      { algorithm: "aws:kms", keyId: "a key", bucketKeyEnabled: true },
    ],
  },
  {
    name: "policy",
    read: (client, bucket) => client.getPolicy(bucket),
    write: (client, bucket, value) => client.setPolicy(bucket, value),
    remove: (client, bucket) => client.deletePolicy(bucket),
    values: [
      { version: "2023-04-17", statements: [statement("first"), statement("second")] },
      { version: "2012-10-17", id: "named", statements: [statement("third")] },
    ],
  },
  {
    name: "access control list",
    read: (client, bucket) => client.getAcl(bucket),
    write: (client, bucket, grants) => client.setAcl(bucket, { owner: project, grants }),
    remove: (client, bucket) =>
      client.setAcl(bucket, {
        owner: project,
        grants: [{ projectId: project, permission: "FULL_CONTROL" }],
      }),
    none: (owner) => ({ owner, grants: [{ projectId: owner, permission: "FULL_CONTROL" }] }),
    values: [
      [
        { group: "AllUsers", permission: "READ" },
        { group: "AuthenticatedUsers", permission: "READ_ACP" },
      ],
    ],
  },
  {
    name: "default retention",
    bucket: "locked-bucket",
    read: async (client, bucket) => (await client.getObjectLock(bucket)).defaultRetention,
    write: (client, bucket, value) => client.setDefaultRetention(bucket, value),
    remove: (client, bucket) => client.setDefaultRetention(bucket, undefined),
    values: [
      { mode: "GOVERNANCE", days: 30 },
      { mode: "COMPLIANCE", years: 1 },
    ],
  },
];

/** The error that a call fails with. */
const errorOf = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "no error",
    (thrown: unknown) => thrown,
  );

describe.each(parts)("the $name of a bucket", (part) => {
  const { bucket = "plain-bucket", values, read, write, remove } = part;

  it("is read as it was written, replaced as a whole, and none in the end", async () => {
    const none = part.none?.(project);
    expect(await read(storage, bucket)).toEqual(none);
    for (const value of values) {
      await write(storage, bucket, value as never);
      const expected = part.none ? { owner: project, grants: value } : value;
      expect(await read(storage, bucket)).toEqual(expected);
    }
    await remove?.(storage, bucket);
    await remove?.(storage, bucket);
    expect(await read(storage, bucket)).toEqual(none);
  });

  it("of a bucket that is not there is missing with it, which says so", async () => {
    for (const call of [
      read(storage, "no-such-one"),
      write(storage, "no-such-one", values[0] as never),
    ]) {
      expect(await errorOf(call)).toMatchObject({ kind: "notFound", code: "NoSuchBucket" });
    }
  });

  it("is denied to whoever may not, reading and writing, and is not taken for none", async () => {
    for (const call of [read(poor, bucket), write(poor, bucket, values[0] as never)]) {
      const error = await errorOf(call);
      expect(error).toMatchObject({ kind: "denied", status: 403 });
      expect(isCloudError(error) && error.resource).toBe(bucket);
    }
  });

  describe("where the address is no Object Storage", () => {
    let scripted: ScriptedCloud;
    const through = async (answer: Answer): Promise<unknown> => {
      scripted = await startScriptedCloud(() => answer);
      return errorOf(read(scripted.cloud.objectStorage(project, "fr-par"), bucket));
    };
    afterEach(() => scripted.server.stop());

    it.each<[string, Answer]>([
      ["a page for people", { status: 200, text: "<html><body>Welcome<br></body></html>" }],
      ["nothing at all", { status: 200 }],
      ["another service's XML", { status: 200, text: "<Other><Thing>1</Thing></Other>" }],
      ["half an answer", { status: 200, text: '<?xml version="1.0"?><Configuration><Rule' }],
      ["a 404 without a code", { status: 404, text: "<html>Not found</html>" }],
    ])("fails as a protocol error on %s", async (_name, answer) => {
      expect(await through(answer)).toMatchObject({ kind: "protocol" });
    });
  });
});

describe("an object in a bucket", () => {
  const address = { bucket: "plain-bucket", key: "a b/ü&<c>.txt" };
  const bytes = Buffer.from("content");
  const content = {
    ...{ sizeBytes: bytes.length, partBytes: 8 * 1024 * 1024 },
    read: (start: number, end: number) => Promise.resolve(bytes.subarray(start, end)),
  };
  const description = {
    ...{ contentType: "text/plain", storageClass: "STANDARD" as const },
    ...{ metadata: { one: "1" }, tags: { team: "a&b" } },
  };

  it("is written, described anew, tagged and removed, and none in the end", async () => {
    expect(await storage.headObject(address)).toBeUndefined();
    const { etag } = await storage.putObject(address, content, description);
    expect(await storage.headObject(address)).toMatchObject({ ...description, etag, sizeBytes: 7 });
    const others = { cacheControl: "no-store" };
    const anew = { ...description, metadata: { two: "2" }, storageClass: "ONEZONE_IA" as const };
    await storage.describeObject(address, { ...anew, others });
    expect(await storage.headObject(address)).toMatchObject({ ...anew, others, etag });
    await storage.setObjectTags(address, {});
    expect(await storage.headObject(address)).toMatchObject({ tags: {}, metadata: { two: "2" } });
    await storage.deleteObject(address);
    await storage.deleteObject(address);
    expect(await storage.headObject(address)).toBeUndefined();
  });

  it("is denied to whoever may not, and is not taken for none", async () => {
    await storage.putObject(address, content, description);
    const calls = [
      poor.headObject(address),
      poor.putObject(address, content, description),
      poor.deleteObject(address),
    ];
    for (const call of calls) expect(await errorOf(call)).toMatchObject({ kind: "denied" });
    await storage.deleteObject(address);
  });
});

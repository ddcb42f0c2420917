/**
 * The Object Storage client and the local cloud's Object Storage share no code: here they meet.
 * @module
 */
import { startCloud, type Cloud as LocalCloud } from "../../../../emulator";
import { cloudFor, type Cloud } from "../../../../provider/scaleway/cloud";
import { testContext, testSettings } from "../../../support/context";

let local: LocalCloud;
let cloud: Cloud;
let defaultProjectId: string;

beforeAll(async () => {
  local = await startCloud({ seed: "storage agreement" });
  cloud = cloudAs(local.description.scaleway);
  ({ defaultProjectId } = local.description.scaleway);
});
afterAll(() => local.stop());

function cloudAs(credentials: { readonly accessKey: string; readonly secretKey: string }): Cloud {
  const { apiUrl, s3Endpoint, organizationId } = local.description.scaleway;
  const { accessKey, secretKey } = credentials;
  return cloudFor(
    testContext({
      settings: testSettings({ apiUrl, s3Endpoint, organizationId, accessKey, secretKey }),
    }),
  );
}

it("a bucket lives from creation to deletion in its Project and region", async () => {
  const storage = cloud.objectStorage(defaultProjectId, "nl-ams");
  await expect(storage.headBucket("life-of-a-bucket")).resolves.toBeUndefined();
  await storage.createBucket("life-of-a-bucket");
  await expect(storage.headBucket("life-of-a-bucket")).resolves.toEqual({ region: "nl-ams" });
  expect((await storage.listBuckets()).map(({ name }) => name)).toContain("life-of-a-bucket");
  const elsewhere = await cloud.objectStorage(defaultProjectId, "fr-par").listBuckets();
  expect(elsewhere.map(({ name }) => name)).not.toContain("life-of-a-bucket");
  await storage.deleteBucket("life-of-a-bucket");
  await storage.deleteBucket("life-of-a-bucket");
  await expect(storage.headBucket("life-of-a-bucket")).resolves.toBeUndefined();
});

it("tags are replaced as a whole, and none is no error", async () => {
  const storage = cloud.objectStorage(defaultProjectId, "fr-par");
  await storage.createBucket("tagged-bucket");
  await expect(storage.getTags("tagged-bucket")).resolves.toEqual({});
  await storage.setTags("tagged-bucket", { team: "a&b", "cost center": "7" });
  await storage.setTags("tagged-bucket", { team: "c" });
  await expect(storage.getTags("tagged-bucket")).resolves.toEqual({ team: "c" });
  await storage.setTags("tagged-bucket", {});
  await expect(storage.getTags("tagged-bucket")).resolves.toEqual({});
});

it("versioning was never on, is on, is suspended", async () => {
  const storage = cloud.objectStorage(defaultProjectId, "fr-par");
  await storage.createBucket("versioned-bucket");
  await expect(storage.getVersioning("versioned-bucket")).resolves.toBe("never");
  await storage.setVersioning("versioned-bucket", "enabled");
  await expect(storage.getVersioning("versioned-bucket")).resolves.toBe("enabled");
  await storage.setVersioning("versioned-bucket", "suspended");
  await expect(storage.getVersioning("versioned-bucket")).resolves.toBe("suspended");
});

it("a bucket with versions, markers and unfinished uploads is emptied, then deleted", async () => {
  const storage = cloud.objectStorage(defaultProjectId, "fr-par");
  await storage.createBucket("full-bucket");
  await storage.setVersioning("full-bucket", "enabled");
  await fill("full-bucket");
  await expect(storage.isEmpty("full-bucket")).resolves.toBe(false);
  await expect(storage.deleteBucket("full-bucket")).rejects.toMatchObject({
    kind: "conflict",
    code: "BucketNotEmpty",
  });
  await storage.emptyBucket("full-bucket");
  await expect(storage.isEmpty("full-bucket")).resolves.toBe(true);
  await storage.deleteBucket("full-bucket");
});

/** Objects with older versions, a delete marker, names that XML and URLs must escape, and an upload never finished. */
async function fill(bucket: string): Promise<void> {
  const { S3Client, PutObjectCommand, DeleteObjectCommand, CreateMultipartUploadCommand } =
    await import("@aws-sdk/client-s3");
  const { s3Endpoint, accessKey, secretKey } = local.description.scaleway;
  const client = new S3Client({
    endpoint: s3Endpoint,
    region: "fr-par",
    forcePathStyle: true,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
  });
  for (const key of ["plain", "a b/ü&<c>.txt", "plain"]) {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: key }));
  }
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: "plain" }));
  await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: "big" }));
  client.destroy();
}

it("a bucket of another Project is refused, with the Project in which the call acted", async () => {
  const second = await cloud.account.createProject({ name: "second", description: "" });
  await cloud.objectStorage(second.id, "fr-par").createBucket("bucket-of-the-second");
  const outcome = cloud
    .objectStorage(defaultProjectId, "fr-par")
    .headBucket("bucket-of-the-second");
  await expect(outcome).rejects.toMatchObject({ kind: "denied", status: 403 });
  await expect(outcome).rejects.toThrow(`acted in Project ${defaultProjectId}`);
  await expect(cloud.account.deleteProject(second.id)).rejects.toMatchObject({
    code: "resource_still_in_use",
  });
});

it("a name that somebody has is a conflict, as is one's own", async () => {
  const storage = cloud.objectStorage(defaultProjectId, "fr-par");
  await storage.createBucket("taken-name");
  await expect(storage.createBucket("taken-name")).rejects.toMatchObject({ kind: "conflict" });
});

it("a wrong secret is denied with what to check", async () => {
  const { accessKey } = local.description.scaleway;
  const wrong = cloudAs({ accessKey, secretKey: "99999999-9999-4999-8999-999999999999" });
  await expect(wrong.objectStorage(defaultProjectId, "fr-par").listBuckets()).rejects.toMatchObject(
    {
      kind: "denied",
      code: "SignatureDoesNotMatch",
      hint: expect.stringContaining("secret key") as string,
    },
  );
});

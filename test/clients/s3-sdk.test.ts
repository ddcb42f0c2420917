import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeleteBucketWebsiteCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketAclCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  PutObjectTaggingCommand,
  RestoreObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import {
  bucketHandlers,
  newBucketHandlers,
  objectHandlers,
  serviceHandlers,
} from "../../emulator/object-storage/handlers";
import { openCloud, type OpenCloud } from "../emulator/support";

/** Everything that the local cloud carries out. */
const SERVED = Object.keys({
  ...serviceHandlers,
  ...newBucketHandlers,
  ...bucketHandlers,
  ...objectHandlers,
}).sort();

const Bucket = "sdk-bucket";
const Locked = "sdk-locked";
const PART_BYTES = 5 * 1024 * 1024;

describe("Every operation of Object Storage, called with the AWS SDK", () => {
  let open: OpenCloud;
  let client: S3Client;
  const at = (Key: string): { Bucket: string; Key: string } => ({ Bucket, Key });
  const text = async (Key: string): Promise<string> => {
    const { Body } = await client.send(new GetObjectCommand(at(Key)));
    return Body!.transformToString();
  };

  beforeAll(async () => {
    open = await openCloud({ clock: { now: () => new Date() } });
    const { s3Endpoint, region, accessKey, secretKey } = open.cloud.description.scaleway;
    const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
    client = new S3Client({ endpoint: s3Endpoint, region, forcePathStyle: true, credentials });
    await client.send(new CreateBucketCommand({ Bucket }));
  });
  afterAll(async () => {
    client.destroy();
    await open.cloud.stop();
  });

  it("finds the bucket", async () => {
    const { Buckets } = await client.send(new ListBucketsCommand());
    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
    expect(await client.send(new HeadBucketCommand({ Bucket }))).toMatchObject({
      BucketRegion: "fr-par",
    });
    expect(await client.send(new GetBucketLocationCommand({ Bucket }))).toMatchObject({
      LocationConstraint: "fr-par",
    });
  });

  it("writes, reads, copies and removes objects", async () => {
    await client.send(new PutObjectCommand({ ...at("one"), Body: "hello" }));
    expect(await text("one")).toBe("hello");
    expect(await client.send(new HeadObjectCommand(at("one")))).toMatchObject({ ContentLength: 5 });
    await client.send(new CopyObjectCommand({ ...at("two"), CopySource: `${Bucket}/one` }));
    expect(await text("two")).toBe("hello");
    const keysOf = (listed: {
      readonly Contents?: { readonly Key?: string | undefined }[] | undefined;
    }) => listed.Contents?.map(({ Key }) => Key);
    expect(keysOf(await client.send(new ListObjectsCommand({ Bucket })))).toEqual(["one", "two"]);
    expect(keysOf(await client.send(new ListObjectsV2Command({ Bucket })))).toEqual(["one", "two"]);
    const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions).toHaveLength(2);
    await client.send(new DeleteObjectCommand(at("two")));
    const Delete = { Objects: [{ Key: "two" }] };
    const { Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(Errors).toBeUndefined();
  });

  it("tells of an object, and takes one out of GLACIER", async () => {
    const ObjectAttributes = ["ObjectSize" as const];
    const asked = new GetObjectAttributesCommand({ ...at("one"), ObjectAttributes });
    expect(await client.send(asked)).toMatchObject({ ObjectSize: 5 });
    const StorageClass = "GLACIER" as const;
    await client.send(new PutObjectCommand({ ...at("cold"), Body: "x", StorageClass }));
    const RestoreRequest = { Days: 1 };
    await client.send(new RestoreObjectCommand({ ...at("cold"), RestoreRequest }));
    expect(await client.send(new HeadObjectCommand(at("cold")))).toMatchObject({
      Restore: 'ongoing-request="true"',
    });
  });

  it("puts an object together from parts", async () => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(at("large")));
    const large = { ...at("large"), UploadId };
    const Body = Buffer.alloc(PART_BYTES, "a");
    const first = await client.send(new UploadPartCommand({ ...large, PartNumber: 1, Body }));
    const second = await client.send(
      new UploadPartCopyCommand({ ...large, PartNumber: 2, CopySource: `${Bucket}/one` }),
    );
    expect((await client.send(new ListPartsCommand(large))).Parts).toHaveLength(2);
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads?.map((upload) => upload.UploadId)).toEqual([UploadId]);
    const Parts = [
      { PartNumber: 1, ETag: first.ETag },
      { PartNumber: 2, ETag: second.CopyPartResult?.ETag },
    ];
    await client.send(new CompleteMultipartUploadCommand({ ...large, MultipartUpload: { Parts } }));
    expect((await text("large")).endsWith("aahello")).toBe(true);
    const given = await client.send(new CreateMultipartUploadCommand(at("given-up")));
    await client.send(
      new AbortMultipartUploadCommand({ ...at("given-up"), UploadId: given.UploadId }),
    );
  });

  it("labels buckets and objects", async () => {
    const Tagging = { TagSet: [{ Key: "team", Value: "a" }] };
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging }));
    expect(await client.send(new GetBucketTaggingCommand({ Bucket }))).toMatchObject(Tagging);
    await client.send(new DeleteBucketTaggingCommand({ Bucket }));
    await client.send(new PutObjectTaggingCommand({ ...at("one"), Tagging }));
    expect(await client.send(new GetObjectTaggingCommand(at("one")))).toMatchObject(Tagging);
    await client.send(new DeleteObjectTaggingCommand(at("one")));
  });

  it("opens buckets and objects by ACL and by policy", async () => {
    await client.send(new PutBucketAclCommand({ Bucket, ACL: "public-read" }));
    expect((await client.send(new GetBucketAclCommand({ Bucket }))).Grants).toHaveLength(2);
    await client.send(new PutObjectAclCommand({ ...at("one"), ACL: "public-read" }));
    expect((await client.send(new GetObjectAclCommand(at("one")))).Grants).toHaveLength(2);
    const statement = { Sid: "all", Effect: "Allow", Principal: "*", Action: "s3:GetObject" };
    const Policy = JSON.stringify({
      Version: "2023-04-17",
      Statement: [{ ...statement, Resource: `${Bucket}/*` }],
    });
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const { Policy: kept = "" } = await client.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(kept)).toMatchObject({ Statement: [statement] });
    expect(await client.send(new GetBucketPolicyStatusCommand({ Bucket }))).toMatchObject({
      PolicyStatus: { IsPublic: true },
    });
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
  });

  it("sets what a bucket does by itself", async () => {
    const CORSRules = [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }];
    await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    expect(await client.send(new GetBucketCorsCommand({ Bucket }))).toMatchObject({ CORSRules });
    await client.send(new DeleteBucketCorsCommand({ Bucket }));
    const WebsiteConfiguration = { IndexDocument: { Suffix: "index.html" } };
    await client.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }));
    expect(await client.send(new GetBucketWebsiteCommand({ Bucket }))).toMatchObject(
      WebsiteConfiguration,
    );
    await client.send(new DeleteBucketWebsiteCommand({ Bucket }));
    const ServerSideEncryptionConfiguration = {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const } }],
    };
    await client.send(
      new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }),
    );
    expect(await client.send(new GetBucketEncryptionCommand({ Bucket }))).toMatchObject({
      ServerSideEncryptionConfiguration,
    });
    await client.send(new DeleteBucketEncryptionCommand({ Bucket }));
    const Rules = [
      { ID: "old", Status: "Enabled" as const, Filter: { Prefix: "a/" }, Expiration: { Days: 1 } },
    ];
    await client.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
    );
    expect(await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).toMatchObject(
      { Rules },
    );
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
  });

  it("keeps versions, and keeps them from being deleted", async () => {
    const VersioningConfiguration = { Status: "Enabled" as const };
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    expect(await client.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject(
      VersioningConfiguration,
    );
    await client.send(
      new CreateBucketCommand({ Bucket: Locked, ObjectLockEnabledForBucket: true }),
    );
    const ObjectLockConfiguration = {
      ObjectLockEnabled: "Enabled" as const,
      Rule: { DefaultRetention: { Mode: "GOVERNANCE" as const, Days: 1 } },
    };
    await client.send(
      new PutObjectLockConfigurationCommand({ Bucket: Locked, ObjectLockConfiguration }),
    );
    expect(
      await client.send(new GetObjectLockConfigurationCommand({ Bucket: Locked })),
    ).toMatchObject({ ObjectLockConfiguration });
    const { VersionId } = await client.send(
      new PutObjectCommand({ Bucket: Locked, Key: "k", Body: "x" }),
    );
    const version = { Bucket: Locked, Key: "k", VersionId };
    const RetainUntilDate = new Date(Math.ceil(Date.now() / 1000 + 2 * 86_400) * 1000);
    const Retention = { Mode: "GOVERNANCE" as const, RetainUntilDate };
    await client.send(new PutObjectRetentionCommand({ ...version, Retention }));
    expect(await client.send(new GetObjectRetentionCommand(version))).toMatchObject({ Retention });
    await client.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: "OFF" } }));
    expect(await client.send(new GetObjectLegalHoldCommand(version))).toMatchObject({
      LegalHold: { Status: "OFF" },
    });
    await client.send(new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true }));
    await client.send(new DeleteBucketCommand({ Bucket: Locked }));
  });

  it("leaves none out that the local cloud carries out", () => {
    const called = open.cloud.counts();
    expect(SERVED.filter((operation) => called[operation] === undefined)).toEqual([]);
    expect(SERVED.length).toBeGreaterThan(50);
  });
});

/**
 * The example of bucket access under the engine, on a cloud in which grants spread, proven over S3.
 * @module
 */
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TestDeployment } from "../support/deployment";

const PROGRAM = readFileSync(join(__dirname, "../../examples/bucket-access/index.ts"), "utf8");

describe("examples/bucket-access", () => {
  let stack: TestDeployment;
  let outputs: Record<string, string>;
  let said: string;
  let Bucket: string;
  beforeAll(async () => {
    const propagation = { delaySeconds: 1, flickerSeconds: 3 };
    stack = await TestDeployment.open({ program: PROGRAM, cloud: { propagation } });
    const { code, stdout, stderr } = await stack.run(["up"]);
    said = stdout + stderr;
    if (code !== 0) throw new Error(said);
    outputs = (await stack.outputs()) as Record<string, string>;
    Bucket = outputs["bucketName"] ?? "";
  }, 120_000);
  afterAll(() => stack.close());

  const storage = (accessKeyId = "", secretAccessKey = "") =>
    new S3Client({
      endpoint: stack.cloud.description.scaleway.s3Endpoint,
      region: "fr-par",
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
    });
  const writer = () => storage(outputs["writerAccessKey"], outputs["writerSecretKey"]);
  const held = () =>
    JSON.parse(readFileSync(join(stack.folder, "report-reader.json"), "utf8")) as {
      accessKey: string;
      secretKey: string;
    };
  const reader = () => storage(held().accessKey, held().secretKey);

  it("lets the writer write, read and remove, and the reader read, at once", async () => {
    await writer().send(new PutObjectCommand({ Bucket, Key: "report", Body: "all is well" }));
    const { Body } = await reader().send(new GetObjectCommand({ Bucket, Key: "report" }));
    expect(await Body?.transformToString()).toBe("all is well");
    const { Contents } = await reader().send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(["report"]);
    await writer().send(new DeleteObjectCommand({ Bucket, Key: "report" }));
  });

  it("lets neither do more", async () => {
    const put = new PutObjectCommand({ Bucket, Key: "forged", Body: "x" });
    await expect(reader().send(put)).rejects.toMatchObject({ name: "AccessDenied" });
    const another = new CreateBucketCommand({ Bucket: "another-bucket-of-the-writer" });
    await expect(writer().send(another)).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("has the reader's secret in the file, and nowhere in outputs or output", () => {
    const { accessKey, secretKey } = held();
    expect(accessKey).toBe(outputs["readerAccessKey"]);
    expect(JSON.stringify(outputs)).not.toContain(secretKey);
    expect(said).not.toContain(secretKey);
    expect(said).not.toContain(outputs["writerSecretKey"]);
    expect(outputs["readerProfile"]).toContain(
      "# aws_secret_access_key: in the file report-reader.json",
    );
  });

  it("gives configuration of tools, as secrets", async () => {
    const { writerAccessKey = "", writerSecretKey = "", endpoint = "" } = outputs;
    expect(outputs["writerProfile"]?.split("\n")).toEqual([
      "[profile report-writer]",
      `aws_access_key_id = ${writerAccessKey}`,
      `aws_secret_access_key = ${writerSecretKey}`,
      "region = fr-par",
      `endpoint_url = ${endpoint}`,
      "request_checksum_calculation = when_required",
      "response_checksum_validation = when_required",
      "",
    ]);
    expect(outputs["writerRemote"]).toContain(`secret_access_key = ${writerSecretKey}\n`);
    expect(outputs["writerAlias"]).toBe(
      `mc alias set report-writer ${endpoint} ${writerAccessKey} ${writerSecretKey} --api S3v4`,
    );
    const masked = await stack.succeed(["stack", "output"]);
    expect(masked).not.toContain(writerSecretKey);
  });

  it("changes nothing when it is run again, and is gone after destroy, the file too", async () => {
    await stack.succeed(["up", "--expect-no-changes"]);
    await stack.succeed(["destroy"]);
    expect(existsSync(join(stack.folder, "report-reader.json"))).toBe(false);
  });
});

describe("a bucket that only one application may use", () => {
  let stack: TestDeployment;
  beforeAll(async () => {
    const program = `
import * as scaleway from "pulumi-storage-access/scaleway";
const only = new scaleway.BucketAccess("only", { access: "read", onlyThisApplication: true });
const other = new scaleway.BucketAccess("other", { access: "full" });
export const bucketName = only.bucket.name;
export const onlyAccessKey = only.accessKey;
export const onlySecretKey = only.secretKey;
export const otherAccessKey = other.accessKey;
export const otherSecretKey = other.secretKey;
`;
    stack = await TestDeployment.open({ program });
    await stack.succeed(["up"]);
  }, 120_000);
  afterAll(() => stack.close());

  it("shuts out another with every right in the Project, and can be destroyed", async () => {
    const outputs = (await stack.outputs()) as Record<string, string>;
    const list = (accessKeyId = "", secretAccessKey = "") =>
      new S3Client({
        endpoint: stack.cloud.description.scaleway.s3Endpoint,
        region: "fr-par",
        forcePathStyle: true,
        credentials: { accessKeyId, secretAccessKey },
      }).send(new ListObjectsV2Command({ Bucket: outputs["bucketName"] }));
    const { KeyCount } = await list(outputs["onlyAccessKey"], outputs["onlySecretKey"]);
    expect(KeyCount).toBe(0);
    const refused = list(outputs["otherAccessKey"], outputs["otherSecretKey"]);
    await expect(refused).rejects.toMatchObject({ name: "AccessDenied" });
    await stack.succeed(["up", "--expect-no-changes"]);
    await stack.succeed(["destroy"]);
  });
});

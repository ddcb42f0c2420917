/**
 * Object Storage as the AWS SDK sees it, with one access key: what worked, and what was refused.
 * @module
 */
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";

/** Where Object Storage answers and who is asking. */
export interface StorageAccount {
  readonly endpoint: string;
  readonly region: string;
  /** `ACCESSKEY`, or `ACCESSKEY@PROJECT_ID` to act in another Project than the preferred one. */
  readonly accessKey: string;
  readonly secretKey: string;
}

/** A call's refusal, as the service words it: `AccessDenied: Access Denied`. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof S3ServiceException) return `${error.name}: ${error.message}`;
    throw error;
  }
  return "no refusal";
}

/** The calls of the tutorial. */
export class Storage {
  private readonly client: S3Client;

  constructor(account: StorageAccount) {
    this.client = new S3Client({
      endpoint: account.endpoint,
      region: account.region,
      forcePathStyle: true,
      credentials: { accessKeyId: account.accessKey, secretAccessKey: account.secretKey },
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  }

  async buckets(): Promise<string[]> {
    const answer = await this.client.send(new ListBucketsCommand({}));
    return (answer.Buckets ?? []).map((bucket) => bucket.Name ?? "");
  }

  async makeBucket(bucket: string): Promise<void> {
    await this.client.send(new CreateBucketCommand({ Bucket: bucket }));
  }

  async removeBucket(bucket: string): Promise<void> {
    await this.client.send(new DeleteBucketCommand({ Bucket: bucket }));
  }

  async put(bucket: string, key: string, text: string): Promise<void> {
    await this.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
  }

  async get(bucket: string, key: string): Promise<string> {
    const answer = await this.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await answer.Body?.transformToString()) ?? "";
  }

  async remove(bucket: string, key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  /** What `aws s3 mv` does: copy, then delete the source only if the copy was made. */
  async move(source: string, destination: string, key: string): Promise<void> {
    await this.client.send(
      new CopyObjectCommand({ Bucket: destination, Key: key, CopySource: `${source}/${key}` }),
    );
    await this.remove(source, key);
  }

  close(): void {
    this.client.destroy();
  }
}

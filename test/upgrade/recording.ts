/**
 * What a folder of test/upgrade holds: a stack as a closed issue left it, and the calls that made its objects.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand, PutBucketTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import type { Cloud } from "../../emulator";
import { asOwner, type Wire } from "../support/owner";

/** One call that wrote, with what it was answered. */
export interface RecordedCall {
  readonly method: string;
  readonly path: string;
  readonly body: Wire;
  readonly answer: Wire;
}

/** A bucket as it was made. */
export interface RecordedBucket {
  readonly name: string;
  readonly projectId: string;
  readonly region: string;
  readonly tags: Record<string, string>;
}

/** A recorded stack. */
export interface Recording {
  readonly program: string;
  /** The checkpoint file; secrets sealed with the passphrase of the tests. */
  readonly state: string;
  readonly calls: readonly RecordedCall[];
  readonly buckets: readonly RecordedBucket[];
  readonly organizationId: string;
}

/** Reads a folder. */
export function readRecording(folder: string): Recording {
  const text = (name: string): string => readFileSync(join(folder, name), "utf8");
  const cloud = JSON.parse(text("cloud.json")) as Omit<Recording, "program" | "state">;
  return { program: text("program.ts"), state: text("state.json"), ...cloud };
}

/** Ids of the recording and what they are in another cloud. */
type Ids = Map<string, string>;

function renamed(text: string, ids: Ids): string {
  let result = text;
  for (const [recorded, now] of ids) result = result.replaceAll(recorded, now);
  return result;
}

const ID_KEYS = ["id", "access_key"];

/**
 * Makes the recorded objects in a cloud whose ids are its own.
 * @returns the recorded state with the ids of this cloud
 */
export async function replay(recording: Recording, cloud: Cloud): Promise<string> {
  const ids: Ids = new Map([[recording.organizationId, cloud.description.scaleway.organizationId]]);
  for (const { method, path, body, answer } of recording.calls) {
    const wanted = JSON.parse(renamed(JSON.stringify(body), ids)) as Wire;
    const now = await asOwner(cloud, method, renamed(path, ids), wanted);
    for (const key of ID_KEYS) {
      const recorded = answer[key];
      if (typeof recorded === "string") ids.set(recorded, String(now[key]));
    }
  }
  for (const bucket of recording.buckets) {
    await makeBucket(cloud, { ...bucket, projectId: renamed(bucket.projectId, ids) });
  }
  return renamed(recording.state, ids);
}

async function makeBucket(cloud: Cloud, bucket: RecordedBucket): Promise<void> {
  const { accessKey, secretKey, s3Endpoint } = cloud.description.scaleway;
  const client = new S3Client({
    endpoint: s3Endpoint,
    region: bucket.region,
    forcePathStyle: true,
    credentials: {
      accessKeyId: `${accessKey}@${bucket.projectId}`,
      secretAccessKey: secretKey,
    },
  });
  const TagSet = Object.entries(bucket.tags).map(([Key, Value]) => ({ Key, Value }));
  await client.send(new CreateBucketCommand({ Bucket: bucket.name }));
  await client.send(new PutBucketTaggingCommand({ Bucket: bucket.name, Tagging: { TagSet } }));
  client.destroy();
}

/**
 * Things that a cloud keeps, each with one changing text: how they are written, removed and read by real clients.
 * @module
 */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import type { CloudDescription } from "../../emulator/index";
import type { Json } from "../emulator/support";

/** Where all objects are. */
export const BUCKET = "kept";

/** One kind of thing, by names that a client chooses. */
export interface Kind {
  /** Makes the thing, or changes it. */
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Its text, or what tells it from all others; undefined where there is no such thing. */
  read(name: string): Promise<string | undefined>;
  /** What `read` answers for a text; absent: the text. */
  readonly toldAs?: (text: string) => string;
}

/** A client of one start of a cloud. */
export class Client {
  private readonly storage: S3Client;

  constructor(private readonly scaleway: CloudDescription["scaleway"]) {
    const { accessKey, secretKey, s3Endpoint } = scaleway;
    this.storage = new S3Client({
      endpoint: s3Endpoint,
      region: "fr-par",
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    });
  }

  /** What all things are in. */
  async prepare(): Promise<void> {
    await this.storage.send(new CreateBucketCommand({ Bucket: BUCKET }));
  }

  close(): void {
    this.storage.destroy();
  }

  /** By name. */
  get kinds(): Readonly<Record<string, Kind>> {
    return {
      object: this.objects,
      "object in parts": this.objectsInParts,
      upload: this.uploads,
      "tags of a bucket": this.bucketTags,
      application: this.applications,
      policy: this.policies,
    };
  }

  private readonly objects: Kind = {
    write: async (Key, Body) => {
      await this.storage.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    },
    remove: async (Key) => {
      await this.storage.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
    },
    read: (Key) => absentOn(["NoSuchKey"], async () => this.bodyOf(Key)),
  };

  private readonly objectsInParts: Kind = {
    ...this.objects,
    write: async (Key, Body) => {
      const where = { Bucket: BUCKET, Key };
      const { UploadId } = await this.storage.send(new CreateMultipartUploadCommand(where));
      const part = { ...where, UploadId, PartNumber: 1 };
      const { ETag } = await this.storage.send(new UploadPartCommand({ ...part, Body }));
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      await this.storage.send(
        new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload }),
      );
    },
  };

  /** An upload that goes on for ever: its text is in its one part. */
  private readonly uploads: Kind = {
    write: async (Key, Body) => {
      const where = { Bucket: BUCKET, Key };
      const UploadId =
        (await this.uploadOf(Key)) ??
        (await this.storage.send(new CreateMultipartUploadCommand(where))).UploadId;
      await this.storage.send(new UploadPartCommand({ ...where, UploadId, PartNumber: 1, Body }));
    },
    remove: async (Key) => {
      const UploadId = await this.uploadOf(Key);
      await this.storage.send(new AbortMultipartUploadCommand({ Bucket: BUCKET, Key, UploadId }));
    },
    read: async (Key) => {
      const UploadId = await this.uploadOf(Key);
      if (UploadId === undefined) return undefined;
      const { Parts } = await this.storage.send(
        new ListPartsCommand({ Bucket: BUCKET, Key, UploadId }),
      );
      return Parts?.[0]?.ETag;
    },
    toldAs: (text) => `"${createHash("md5").update(text).digest("hex")}"`,
  };

  private readonly bucketTags: Kind = {
    write: async (Bucket, Value) => {
      await absentOn(["BucketAlreadyOwnedByYou"], () =>
        this.storage.send(new CreateBucketCommand({ Bucket })),
      );
      const Tagging = { TagSet: [{ Key: "text", Value }] };
      await this.storage.send(new PutBucketTaggingCommand({ Bucket, Tagging }));
    },
    remove: async (Bucket) => {
      await this.storage.send(new DeleteBucketTaggingCommand({ Bucket }));
    },
    read: (Bucket) =>
      absentOn(["NoSuchTagSet", "NoSuchBucket"], async () => {
        const { TagSet } = await this.storage.send(new GetBucketTaggingCommand({ Bucket }));
        return TagSet?.[0]?.Value;
      }),
  };

  private readonly applications: Kind = {
    write: async (name, description) => {
      const found = await this.named("applications", name);
      if (found) await this.iam("PATCH", `applications/${found.id}`, { description });
      else await this.iam("POST", "applications", { name, description, ...this.organization });
    },
    remove: (name) => this.removeNamed("applications", name),
    read: async (name) => (await this.named("applications", name))?.["description"] as string,
  };

  /** The text is in the condition of the one rule. */
  private readonly policies: Kind = {
    write: async (name, text) => {
      const rules = [
        {
          permission_set_names: ["IAMReadOnly"],
          condition: `"${text}" != ""`,
          ...this.organization,
        },
      ];
      const found = await this.named("policies", name);
      if (found) await this.iam("PUT", "rules", { policy_id: found.id, rules });
      else {
        const policy = { name, rules, no_principal: true, ...this.organization };
        await this.iam("POST", "policies", policy);
      }
    },
    remove: (name) => this.removeNamed("policies", name),
    read: async (name) => {
      const found = await this.named("policies", name);
      if (!found) return undefined;
      const { rules } = await this.iam("GET", `rules?policy_id=${found.id}`);
      return rules[0]?.["condition"] as string;
    },
    toldAs: (text) => `"${text}" != ""`,
  };

  private get organization(): { organization_id: string } {
    return { organization_id: this.scaleway.organizationId };
  }

  private async bodyOf(Key: string): Promise<string | undefined> {
    const { Body } = await this.storage.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    return Body?.transformToString();
  }

  private async uploadOf(key: string): Promise<string | undefined> {
    const { Uploads = [] } = await this.storage.send(
      new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix: key }),
    );
    return Uploads.find(({ Key }) => Key === key)?.UploadId;
  }

  private async named(kind: "applications" | "policies", name: string): Promise<Json | undefined> {
    const parameter = kind === "policies" ? "policy_name" : "name";
    const query = new URLSearchParams({ ...this.organization, [parameter]: name });
    return (await this.iam("GET", `${kind}?${query.toString()}`))[kind][0];
  }

  private async removeNamed(kind: "applications" | "policies", name: string): Promise<void> {
    await this.iam("DELETE", `${kind}/${(await this.named(kind, name))?.id ?? ""}`);
  }

  private async iam(method: string, path: string, body?: object): Promise<Json> {
    const response = await fetch(`${this.scaleway.apiUrl}/iam/v1alpha1/${path}`, {
      method,
      headers: { "X-Auth-Token": this.scaleway.secretKey },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Refusal(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text === "" ? "{}" : text) as Json;
  }
}

/** An answer that is no success: never what a kill leaves behind. */
class Refusal extends Error {}

/** True for an error that says that no answer came. */
export function isCutOff(error: unknown): boolean {
  const { $metadata: metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return !(error instanceof Refusal) && metadata?.httpStatusCode === undefined;
}

async function absentOn<Result>(
  codes: readonly string[],
  ask: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (codes.includes((error as Error).name)) return undefined;
    throw error;
  }
}

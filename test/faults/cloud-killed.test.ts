import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketWebsiteCommand,
  GetObjectCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCloud, type CloudDescription } from "../../emulator/index";
import type { Json } from "../emulator/support";
import { startChildCloud } from "./child-cloud";

let directory: string;
let child: ChildProcess;

beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "cloud-"))));
afterEach(() => {
  child.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** A cloud in a process of its own. */
async function startChild(): Promise<CloudDescription> {
  const cloud = await startChildCloud(directory);
  child = cloud.process;
  return cloud.description;
}

describe("a data folder that a cloud has open", () => {
  it("is refused to another one, by the name of the process that has it", async () => {
    await startChild();
    await expect(startCloud({ dataDirectory: directory })).rejects.toThrow(
      new RegExp(`process ${child.pid ?? 0} has it open`),
    );
  });
});

/** Makes the nth object of a kind; answers what must then be there. */
type Write = (number: number) => Promise<{
  readonly kind: string;
  readonly is: () => Promise<unknown>;
  readonly expected: unknown;
}>;

describe("a cloud killed amid requests of every kind", () => {
  let scaleway: CloudDescription["scaleway"];
  let storage: S3Client;
  const connectTo = (description: CloudDescription): void => {
    ({ scaleway } = description);
    storage = new S3Client({
      endpoint: scaleway.s3Endpoint,
      region: "fr-par",
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId: scaleway.accessKey, secretAccessKey: scaleway.secretKey },
    });
  };
  const iam = async (method: string, path: string, body?: object): Promise<Json> => {
    const response = await fetch(`${scaleway.apiUrl}${path}`, {
      method,
      headers: { "X-Auth-Token": scaleway.secretKey },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return (await response.json()) as Json;
  };
  const made = async (
    kind: string,
    path: string,
    body: object,
  ): Promise<Awaited<ReturnType<Write>>> => {
    const answer = await iam("POST", path, { organization_id: scaleway.organizationId, ...body });
    const field = kind === "key" ? "access_key" : "id";
    const is = async (): Promise<unknown> => (await iam("GET", `${path}/${answer[field]}`))[field];
    return { kind, is, expected: answer[field] };
  };
  const IAM = "/iam/v1alpha1";
  const Bucket = "kept";
  const bytes = (number: number): Buffer => Buffer.alloc(3000 + number, number % 251);
  const read = async (Key: string, VersionId?: string): Promise<Buffer> => {
    const { Body } = await storage.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    return Buffer.from(await Body!.transformToByteArray());
  };
  /** All settings of a bucket, one after the other; each has the number in it. */
  const settings = (Bucket: string, number: number) => {
    const text = `n-${number}`;
    const value = {
      Rules: [
        {
          ...{ ID: text, Status: "Enabled" as const, Filter: { Prefix: `${text}/` } },
          Expiration: { Days: number + 1 },
        },
      ],
      CORSRules: [{ ID: text, AllowedOrigins: ["*"], AllowedMethods: ["GET"] }],
      website: { IndexDocument: { Suffix: text }, ErrorDocument: { Key: `${text}.html` } },
      encryption: [
        {
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: "aws:kms" as const,
            KMSMasterKeyID: text,
          },
          BucketKeyEnabled: true,
        },
      ],
    };
    const write = async (): Promise<void> => {
      const { Rules, CORSRules, website: WebsiteConfiguration, encryption } = value;
      const LifecycleConfiguration = { Rules };
      const encrypted = { Rules: encryption };
      await storage.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }),
      );
      await storage.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
      await storage.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }));
      await storage.send(
        new PutBucketEncryptionCommand({
          Bucket,
          ServerSideEncryptionConfiguration: encrypted,
        }),
      );
    };
    const read = async (): Promise<unknown> => {
      const asked = { Bucket };
      const { Rules } = await storage.send(new GetBucketLifecycleConfigurationCommand(asked));
      const { CORSRules } = await storage.send(new GetBucketCorsCommand(asked));
      const { IndexDocument, ErrorDocument } = await storage.send(
        new GetBucketWebsiteCommand(asked),
      );
      const found = await storage.send(new GetBucketEncryptionCommand(asked));
      const encryption = found.ServerSideEncryptionConfiguration?.Rules;
      return { Rules, CORSRules, website: { IndexDocument, ErrorDocument }, encryption };
    };
    return { write, read, value };
  };
  const writes: Record<string, Write> = {
    group: (number) => made("group", `${IAM}/groups`, { name: `g-${number}` }),
    project: (number) => made("project", "/account/v3/projects", { name: `p-${number}` }),
    key: async (number) => {
      const { id } = await iam("POST", `${IAM}/applications`, {
        name: `k-${number}`,
        organization_id: scaleway.organizationId,
      });
      return made("key", `${IAM}/api-keys`, { application_id: id });
    },
    policy: async (number) => {
      const rules = [
        { permission_set_names: ["IAMReadOnly"], organization_id: scaleway.organizationId },
        { permission_set_names: ["ObjectStorageReadOnly"], project_ids: [scaleway.organizationId] },
      ];
      const policy = await iam("POST", `${IAM}/policies`, {
        name: `r-${number}`,
        organization_id: scaleway.organizationId,
        no_principal: true,
        rules,
      });
      const is = async (): Promise<unknown> =>
        (await iam("GET", `${IAM}/rules?policy_id=${policy.id}`)).rules.map(
          (rule) => rule["permission_set_names"],
        );
      return { kind: "policy", is, expected: rules.map((rule) => rule.permission_set_names) };
    },
    version: async (number) => {
      const Key = `versioned-${number % 3}`;
      const Body = bytes(number);
      const { VersionId } = await storage.send(new PutObjectCommand({ Bucket, Key, Body }));
      return { kind: "version", is: () => read(Key, VersionId), expected: Body };
    },
    bucket: async (number) => {
      const name = `bucket-${number}`;
      await storage.send(new CreateBucketCommand({ Bucket: name }));
      const TagSet = [{ Key: "number", Value: String(number) }];
      await storage.send(new PutBucketTaggingCommand({ Bucket: name, Tagging: { TagSet } }));
      const is = async (): Promise<unknown> =>
        (await storage.send(new GetBucketTaggingCommand({ Bucket: name }))).TagSet;
      return { kind: "bucket", is, expected: TagSet };
    },
    "bucket policy": async (number) => {
      const name = `policy-${number}`;
      await storage.send(new CreateBucketCommand({ Bucket: name }));
      const Statement = [
        {
          Sid: `s-${number}`,
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: `${name}/*`,
        },
      ];
      const Policy = JSON.stringify({ Version: "2023-04-17", Statement });
      await storage.send(new PutBucketPolicyCommand({ Bucket: name, Policy }));
      const is = async (): Promise<unknown> => {
        const answer = await storage.send(new GetBucketPolicyCommand({ Bucket: name }));
        return JSON.parse(answer.Policy ?? "") as unknown;
      };
      return { kind: "bucket policy", is, expected: JSON.parse(Policy) as unknown };
    },
    settings: async (number) => {
      const name = `settings-${number}`;
      await storage.send(new CreateBucketCommand({ Bucket: name }));
      const { write, read: is, value } = settings(name, number);
      await write();
      return { kind: "settings", is, expected: value };
    },
    upload: async (number) => {
      const Key = `upload-${number}`;
      const { UploadId } = await storage.send(new CreateMultipartUploadCommand({ Bucket, Key }));
      const part = { Bucket, Key, UploadId, PartNumber: 1 };
      const { ETag } = await storage.send(new UploadPartCommand({ ...part, Body: bytes(number) }));
      // The upload can go on after the kill, with the part that was acknowledged.
      const is = async (): Promise<unknown> => {
        const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
        await storage.send(
          new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
        );
        return read(Key);
      };
      return { kind: "upload", is, expected: bytes(number) };
    },
  };

  it("has each of them, with its data, when it comes back", async () => {
    connectTo(await startChild());
    await storage.send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await storage.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const acknowledged: Awaited<ReturnType<Write>>[] = [];
    const writer = async (write: Write): Promise<void> => {
      for (let number = 0; ; number += 1) {
        acknowledged.push(await write(number));
        if (acknowledged.length === 120) child.kill("SIGKILL");
      }
    };
    const writers = Object.values(writes).map((write) => writer(write).catch(() => undefined));
    await Promise.all([...writers, once(child, "exit")]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(120);
    expect(new Set(acknowledged.map(({ kind }) => kind))).toEqual(new Set(Object.keys(writes)));

    const cloud = await startCloud({ dataDirectory: directory });
    connectTo(cloud.description);
    for (const { is, expected } of acknowledged) expect(await is()).toEqual(expected);
    storage.destroy();
    await cloud.stop();
  });
});

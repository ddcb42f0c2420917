/**
 * Components: what they declare, and with which rights.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { permissionSets, s3Operations } from "../../../../catalog";
import * as scaleway from "../../../../provider/scaleway";
import { permissionSetsOf, proofOf } from "../../../../provider/scaleway/components/access-level";
import {
  awsProfile,
  minioAlias,
  rcloneRemote,
} from "../../../../provider/scaleway/components/client-configuration";

const PROJECT = "0a0a0a0a-0000-4000-8000-000000000001";

describe("a level of access", () => {
  const LEVELS = ["read", "write", "readWrite", "full"] as const;
  const allowed = (level: scaleway.AccessLevel, operation: string): boolean => {
    const row = s3Operations.find((known) => known.operation === operation);
    return permissionSetsOf(level).some((set) => row?.permissionSets.includes(set));
  };

  it.each(LEVELS)("%s is made of permission sets that the catalog knows, for Projects", (level) => {
    for (const name of permissionSetsOf(level)) {
      expect(permissionSets.find((set) => set.name === name)).toMatchObject({
        scope_type: "projects",
      });
    }
  });

  it.each([
    [
      "read",
      ["ListObjectsV2", "GetObject", "HeadBucket"],
      ["PutObject", "DeleteObject", "CreateBucket"],
    ],
    ["write", ["PutObject"], ["GetObject", "ListObjectsV2", "DeleteObject", "CreateBucket"]],
    [
      "readWrite",
      ["ListObjectsV2", "GetObject", "PutObject", "DeleteObject", "AbortMultipartUpload"],
      ["CreateBucket", "DeleteBucket", "PutBucketPolicy"],
    ],
    ["full", ["CreateBucket", "DeleteBucket", "PutObject"], ["PutBucketPolicy"]],
  ] as const)("%s allows what it says and no more", (level, yes, no) => {
    for (const operation of yes)
      expect([operation, allowed(level, operation)]).toEqual([operation, true]);
    for (const operation of no)
      expect([operation, allowed(level, operation)]).toEqual([operation, false]);
  });

  it.each(LEVELS)("%s is proven by an operation that it allows", (level) => {
    expect(allowed(level, proofOf(level))).toBe(true);
  });

  it("is one of four words", () => {
    const wrong = "admin" as scaleway.AccessLevel;
    expect(() => permissionSetsOf(wrong)).toThrow(
      'access: "admin" is not allowed: it must be one of read, write, readWrite, full',
    );
  });
});

describe("configuration of a tool", () => {
  const access = {
    name: "my backup!",
    endpoint: "https://s3.fr-par.scw.cloud",
    region: "fr-par",
    accessKey: "SCWTEST",
    secretKey: undefined,
    secretPlace: "the file key.json",
  };

  it("says where the secret is where it is not known", () => {
    expect(awsProfile(access)).toContain("# aws_secret_access_key: in the file key.json\n");
    expect(rcloneRemote(access)).toContain("# secret_access_key: in the file key.json\n");
    expect(minioAlias(access)).toBe(
      "mc alias set my-backup- https://s3.fr-par.scw.cloud SCWTEST --api S3v4",
    );
  });
});

describe("components", () => {
  let registered: MockResourceArgs[] = [];
  beforeAll(() =>
    pulumi.runtime.setMocks(
      {
        newResource: (resource) => {
          registered.push(resource);
          const inputs = resource.inputs as Record<string, unknown>;
          const made = { accessKey: "SCWTEST", secretKey: "canary", projectId: PROJECT };
          return { id: `id-of-${resource.name}`, state: { ...made, ...inputs } };
        },
        call: () => ({}),
      },
      "site",
      "dev",
    ),
  );
  beforeEach(() => (registered = []));

  const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
    new Promise((resolve) => void output.apply(resolve));
  const kindsOf = () =>
    registered.map(({ type }) => type.split(":").at(-1)).filter((type) => type !== undefined);
  const inputsOf = (kind: string) =>
    registered.find(({ type }) => type.endsWith(`:${kind}`))?.inputs as Record<string, unknown>;

  it("make a bucket, an application, a policy, a key that prefers the bucket's Project, and the proof", async () => {
    const access = new scaleway.BucketAccess("backup", {
      access: "read",
      bucket: { projectId: PROJECT },
    });
    await valueOf(access.awsProfile);
    expect(kindsOf().sort()).toEqual([
      "ApiKey",
      "Application",
      "Bucket",
      "BucketAccess",
      "EffectiveAccess",
      "Lineage",
      "Policy",
    ]);
    expect(inputsOf("ApiKey")).toMatchObject({ defaultProjectId: PROJECT });
    expect(inputsOf("Policy")["rules"]).toEqual([
      { projectIds: [PROJECT], permissionSetNames: permissionSetsOf("read") },
    ]);
    expect(inputsOf("EffectiveAccess")).toMatchObject({ operation: "ListObjectsV2" });
    expect(await pulumi.isSecret(access.awsProfile)).toBe(true);
    expect(await pulumi.isSecret(access.rcloneRemote)).toBe(true);
    expect(await pulumi.isSecret(access.minioAlias)).toBe(true);
  });

  it("make no bucket where one is given", async () => {
    const bucket = new scaleway.Bucket("given", { projectId: PROJECT });
    const access = new scaleway.BucketAccess("reader", { access: "read", bucket });
    await valueOf(access.awsProfile);
    expect(kindsOf().filter((kind) => kind === "Bucket")).toHaveLength(1);
    expect(access.bucket).toBe(bucket);
  });

  it("shut everybody else out of the bucket where that is asked for", async () => {
    const only = { access: "read", onlyThisApplication: true } as const;
    const access = new scaleway.BucketAccess("alone", only);
    await valueOf(access.awsProfile);
    expect(inputsOf("BucketPolicy")).toMatchObject({
      bucket: "id-of-alone",
      statements: [{ principals: { applicationIds: ["id-of-alone"] }, actions: ["*"] }],
    });
  });

  it("give no secret that went to a sink, and try it from the file alone", async () => {
    const secretTo = { file: "key.json" };
    const toFile = new scaleway.BucketAccess("file", { access: "read", secretTo });
    expect(() => toFile.secretKey).toThrow("secretTo hands it to the file key.json");
    expect(await valueOf(toFile.awsProfile)).not.toContain("canary");
    expect(inputsOf("EffectiveAccess")).toMatchObject({ secretFrom: { file: "key.json" } });
    const toCommand = new scaleway.BucketAccess("command", {
      access: "read",
      secretTo: { command: ["vault"] },
    });
    expect(toCommand.proof).toBeUndefined();
    expect(await valueOf(toCommand.accessKey)).toBe("SCWTEST");
  });

  it("make a team of a group and a policy over its Projects", async () => {
    const user = "0b0b0b0b-0000-4000-8000-000000000001";
    const team = new scaleway.Team("readers", {
      access: "read",
      projectIds: [PROJECT],
      userIds: [user],
    });
    await valueOf(team.policy.urn);
    expect(inputsOf("Group")).toMatchObject({ userIds: [user] });
    expect(inputsOf("Policy")).toMatchObject({
      groupId: "id-of-readers",
      rules: [{ projectIds: [PROJECT], permissionSetNames: permissionSetsOf("read") }],
    });
  });

  it("refuse a team without rights, or with two kinds of them", () => {
    const projectIds = [PROJECT];
    expect(() => new scaleway.Team("none", { projectIds })).toThrow(
      'Team "none": of access and permissionSetNames exactly one is needed, and neither is given',
    );
    const both = {
      projectIds,
      access: "read" as const,
      permissionSetNames: ["ObjectStorageReadOnly"],
    };
    expect(() => new scaleway.Team("both", both)).toThrow("both are given");
  });
});

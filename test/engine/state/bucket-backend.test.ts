import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { startCloud, type Cloud } from "../../../emulator";
import {
  cancelLock,
  exportStack,
  listStacks,
  locateBackend,
  openStack,
  openStackReadOnly,
  removeStack,
  type Backend,
  type OpenStack,
  type StackLocation,
} from "../../../engine/state";
import { entry, PASSPHRASE, secretive, testCrypter } from "./samples";

const BUCKET = "team-state";
const variables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
const before = variables.map((name) => process.env[name]);
let cloud: Cloud;
let folder = 0;
let location: StackLocation;

beforeAll(async () => {
  cloud = await startCloud();
  const { accessKey, secretKey, s3Endpoint, region } = cloud.description.scaleway;
  process.env["AWS_ACCESS_KEY_ID"] = accessKey;
  process.env["AWS_SECRET_ACCESS_KEY"] = secretKey;
  const client = new S3Client({ endpoint: s3Endpoint, region, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterAll(async () => {
  variables.forEach((name, index) => {
    if (before[index] === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before[index];
  });
  await cloud.stop();
});
beforeEach(async () => {
  folder += 1;
  location = { backend: await backendAt(`stack-${folder}`), project: "test", stack: "dev" };
});

/** The folder of the bucket as one more process opens it. */
async function backendAt(place: string, bucket = BUCKET): Promise<Backend> {
  const { s3Endpoint, region } = cloud.description.scaleway;
  const PULUMI_BACKEND_URL = `s3://${bucket}/${place}?endpoint=${s3Endpoint}&region=${region}&s3ForcePathStyle=true`;
  const project = { directory: "/nowhere" };
  const environment = { PULUMI_BACKEND_URL };
  return (await locateBackend({ environment, workingDirectory: "/", project })).backend;
}

async function open(at = location): Promise<OpenStack> {
  const secrets = { crypter: await testCrypter(), passphrase: PASSPHRASE };
  const now = (): Date => new Date("2026-01-02T03:04:05Z");
  return openStack({ ...at, secrets, kind: "update", isCreating: true, now });
}

/** The same stack in the hands of another process. */
async function elsewhere(): Promise<StackLocation> {
  return { ...location, backend: await backendAt(`stack-${folder}`) };
}

describe("a stack in a bucket", () => {
  it("has the keys that the Pulumi CLI gives it", async () => {
    const session = await open();
    await session.commit({ put: entry("a") });
    await session.close("succeeded");
    const { backend } = location;
    expect(await backend.read(".pulumi/meta.yaml")).toBe("version: 1\n");
    expect(await backend.list(".pulumi/stacks/test")).toEqual(["dev.json", "dev.json.bak"]);
    expect(await backend.list(".pulumi/locks/organization/test/dev")).toEqual([]);
    const history = await backend.list(".pulumi/history/test/dev");
    expect(history).toEqual([
      "dev-1767323045000000000.checkpoint.json",
      "dev-1767323045000000000.history.json",
    ]);
    expect(await backend.list(".pulumi/backups/test/dev")).toHaveLength(1);
    expect(await listStacks(backend, "test")).toMatchObject([{ name: "dev", resourceCount: 1 }]);
  });

  it("tells every engine what was done, and what is under way, while it is done", async () => {
    const session = await open();
    await session.commit({ put: secretive("a") });
    await session.begin({ type: "creating", resource: secretive("b") });
    const { deployment } = await exportStack(await elsewhere());
    expect(deployment.resources.map(({ id }) => id)).toEqual(["id-of-a"]);
    expect(deployment.pending_operations).toMatchObject([{ type: "creating" }]);
    const text = await location.backend.read(".pulumi/stacks/test/dev.json");
    expect(text).not.toContain("canary");
    expect((await openStackReadOnly(await elsewhere(), PASSPHRASE)).base.resources).toEqual([
      secretive("a"),
    ]);
    await session.close("failed");
  });

  it("keeps a second update out, and goes on for exactly one of two that begin at once", async () => {
    const session = await open();
    await expect(open(await elsewhere())).rejects.toThrow(/locked by process.*cancel/);
    await session.close("succeeded");
    const both = await Promise.allSettled([open(), open(await elsewhere())]);
    const opened = both.filter((one) => one.status === "fulfilled");
    expect(opened).toHaveLength(1);
    await opened[0]!.value.close("succeeded");
  });

  it("never takes over a lock: a host of the same name need not be this one", async () => {
    const { hostname } = await import("node:os");
    const holder = { pid: 2 ** 22 + 1, username: "ann", hostname: hostname(), timestamp: "now" };
    const lock = ".pulumi/locks/organization/test/dev/other.json";
    await location.backend.write(lock, JSON.stringify(holder));
    await expect(open()).rejects.toThrow(/locked by process 4194305 of ann/);
    expect(await cancelLock(location)).toHaveLength(1);
    await (await open()).close("succeeded");
  });

  it("overwrites nothing that was written under a lock that was given up for it", async () => {
    const session = await open();
    await session.commit({ put: entry("a") });
    const other = await elsewhere();
    await cancelLock(other);
    const second = await open(other);
    await second.commit({ put: entry("b") });
    await expect(session.commit({ put: entry("c") })).rejects.toThrow(/somebody else wrote it/);
    await expect(session.close("failed")).rejects.toThrow(/somebody else wrote it/);
    await second.close("succeeded");
    const { deployment } = await exportStack(location);
    expect(deployment.resources.map(({ id }) => id).sort()).toEqual(["id-of-a", "id-of-b"]);
  });

  it("leaves nothing when it is removed", async () => {
    await (await open()).close("succeeded");
    await removeStack(location);
    for (const kept of ["stacks/test", "history/test/dev", "backups/test/dev"]) {
      expect(await location.backend.list(`.pulumi/${kept}`)).toEqual([]);
    }
  });

  it("says what was tried and what to do where there is no bucket, and no credential", async () => {
    const missing = { ...location, backend: await backendAt("x", "no-such-bucket") };
    await expect(open(missing)).rejects.toThrow(
      /Tried to (read|list) s3:\/\/no-such-bucket\/x\/.*NoSuchBucket.*Make the bucket first/,
    );
    const key = process.env["AWS_SECRET_ACCESS_KEY"];
    process.env["AWS_SECRET_ACCESS_KEY"] = "a-wrong-secret";
    const wrong = { ...location, backend: await backendAt("x") };
    await expect(open(wrong)).rejects.toThrow(/HTTP 403.*Check AWS_ACCESS_KEY_ID/);
    await expect(open(wrong)).rejects.not.toThrow("a-wrong-secret");
    process.env["AWS_SECRET_ACCESS_KEY"] = key;
  });
});

import {
  CreateBucketCommand,
  DeleteBucketCommand,
  ListBucketsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Fault } from "../../emulator/index";
import { openCloud, type Caller, type Json, type OpenCloud } from "./support";

let open: OpenCloud;
let armed: Fault | undefined;
let owner: Caller;
let second: string;
let key: Json;
const clients: S3Client[] = [];

beforeEach(async () => {
  armed = undefined;
  open = await openCloud({ clock: { now: () => new Date() }, faults: () => armed });
  owner = open.owner;
  second = (await owner.project("my-second-project")).id;
  const application = await owner.application("my-test-app");
  key = await owner.ok("POST", "/iam/v1alpha1/api-keys", { application_id: application.id });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await open.cloud.stop();
});

/** S3 with the application's key, in its preferred Project or in the one that is named. */
function storage(projectId?: string): S3Client {
  const suffix = projectId === undefined ? "" : `@${projectId}`;
  const client = new S3Client({
    endpoint: open.cloud.description.scaleway.s3Endpoint,
    region: "fr-par",
    credentials: { accessKeyId: key.access_key + suffix, secretAccessKey: key.secret_key },
    maxAttempts: 1,
  });
  clients.push(client);
  return client;
}

const grantFullAccess = (...projectIds: string[]): Promise<Json> => {
  const rule = { organization_id: undefined, project_ids: projectIds };
  const principal = { application_id: key["application_id"] };
  return owner.policy("object-storage-full-access", ["ObjectStorageFullAccess"], principal, rule);
};
const bucketNames = async (client: S3Client): Promise<(string | undefined)[]> => {
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  return Buckets.map((bucket) => bucket.Name);
};
const create = (client: S3Client, name: string): Promise<unknown> =>
  client.send(new CreateBucketCommand({ Bucket: name }));

describe("the preferred Project of a key [documented]", () => {
  it("gives no right by itself", async () => {
    await expect(bucketNames(storage())).rejects.toMatchObject({
      name: "AccessDenied",
      message: "Permission denied.",
    });
  });

  it("is where S3 acts; another one is reached by its id behind the access key, once there is a right", async () => {
    const policy = await grantFullAccess(owner.organizationId);
    await create(storage(), "in-default");
    await expect(bucketNames(storage(second))).rejects.toMatchObject({ name: "AccessDenied" });
    await owner.ok("PUT", "/iam/v1alpha1/rules", {
      policy_id: policy.id,
      rules: [
        {
          permission_set_names: ["ObjectStorageFullAccess"],
          project_ids: [owner.organizationId, second],
        },
      ],
    });
    await create(storage(second), "in-second");
    expect(await bucketNames(storage())).toEqual(["in-default"]);
    expect(await bucketNames(storage(second))).toEqual(["in-second"]);
  });

  it("is edited in place: the same key and secret then act there", async () => {
    await grantFullAccess(owner.organizationId, second);
    await create(storage(second), "in-second");
    expect(await bucketNames(storage())).toEqual([]);
    const path = `/iam/v1alpha1/api-keys/${key.access_key}`;
    await owner.ok("PATCH", path, { default_project_id: second });
    expect(await bucketNames(storage())).toEqual(["in-second"]);
  });
});

describe("a Project with buckets [reported]", () => {
  it("is deleted only after they are", async () => {
    await grantFullAccess(second);
    await create(storage(second), "last-bucket");
    expect(await owner.call("DELETE", `/account/v3/projects/${second}`)).toMatchObject({
      status: 412,
      body: {
        help_message: "all resources are not deleted",
        message: "precondition is not respected",
        precondition: "resource_still_in_use",
        type: "precondition_failed",
      },
    });
    await storage(second).send(new DeleteBucketCommand({ Bucket: "last-bucket" }));
    expect((await owner.call("DELETE", `/account/v3/projects/${second}`)).status).toBe(204);
  });
});

describe("the request log [own]", () => {
  it("names S3 operations as the SDK does, and the key without its Project", async () => {
    await grantFullAccess(second);
    open.cloud.resetCounts();
    await bucketNames(storage(second));
    expect(open.cloud.counts()).toEqual({ ListBuckets: 1 });
    expect(open.cloud.requests.at(-1)).toMatchObject({
      service: "s3",
      method: "GET",
      path: "/",
      operation: "ListBuckets",
      accessKey: key.access_key,
      status: 200,
    });
  });
});

describe("faults [own]", () => {
  it("answer instead of Object Storage, or cut the connection, before and after the deed", async () => {
    await grantFullAccess(owner.organizationId);
    const client = storage();
    armed = { status: 503, body: "<Error><Code>ServiceUnavailable</Code></Error>" };
    await expect(create(client, "first-bucket")).rejects.toMatchObject({
      name: "ServiceUnavailable",
    });
    armed = "drop-before";
    await expect(create(client, "first-bucket")).rejects.toThrow();
    armed = "drop-after";
    await expect(create(client, "second-bucket")).rejects.toThrow();
    armed = undefined;
    expect(await bucketNames(client)).toEqual(["second-bucket"]);
  });
});

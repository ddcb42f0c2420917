/**
 * The live world: what the API says, as the words in which access is decided.
 * @module
 */
import { realClock } from "../../../provider/core/clock";
import { liveWorld } from "../../../provider/scaleway/live-world";
import { readLiveWorld } from "../../../provider/live";
import { testContext, testSettings } from "../../support/context";
import { asOwner } from "../../support/owner";
import { SimulatedStack } from "../../support/stack";
import { startWorld, type World } from "../../support/world";

jest.setTimeout(30_000);

let world: World;
beforeEach(async () => {
  world = await startWorld({ seed: "live world" });
});
afterEach(() => world.stop());

const context = (accessKey: string, secretKey: string) => {
  const { apiUrl, s3Endpoint } = world.cloud.description.scaleway;
  const settings = testSettings({
    ...{ apiUrl, s3Endpoint, accessKey, secretKey },
    organizationId: world.cloud.description.scaleway.organizationId,
  });
  const deadline = new Date(realClock.now().getTime() + 60_000);
  return { ...testContext({ settings }), clock: realClock, deadline };
};
const asTheOwner = () => {
  const { accessKey, secretKey } = world.cloud.description.scaleway;
  return context(accessKey, secretKey);
};

/** One of everything that decides. */
async function deploy({ keepDeployer = true, allowLockOut = false } = {}): Promise<
  Record<string, string>
> {
  const ids: Record<string, string> = {};
  const stack = new SimulatedStack({ cloud: world.cloud });
  await stack.up(async (declare) => {
    const project = await declare("scaleway:Project", "reports", { name: "reports" });
    const reader = await declare("scaleway:Application", "reader", { name: "reader" });
    const group = await declare("scaleway:Group", "readers", {
      name: "readers",
      applicationIds: [reader.id],
    });
    const policy = await declare("scaleway:Policy", "policy", {
      name: "read-reports",
      groupId: group.id,
      rules: [
        { projectIds: [project.id], permissionSetNames: ["ObjectStorageReadOnly"] },
        {
          organizationId: world.cloud.description.scaleway.organizationId,
          permissionSetNames: ["IAMReadOnly"],
          condition: 'request.ip == "203.0.113.7"',
        },
      ],
    });
    const key = await declare("scaleway:ApiKey", "key", {
      applicationId: reader.id,
      defaultProjectId: project.id,
      expiresAt: "2031-01-01T00:00:00Z",
    });
    const bucket = await declare("scaleway:Bucket", "bucket", {
      name: "live-reports",
      projectId: project.id,
      region: "nl-ams",
    });
    const place = { bucket: bucket.id, projectId: project.id, region: "nl-ams" };
    await declare("scaleway:BucketAcl", "acl", { ...place, acl: "public-read" });
    await declare("scaleway:BucketPolicy", "named", {
      ...place,
      keepDeployer,
      allowLockOut,
      statements: [
        {
          sid: "read",
          principals: { applicationIds: [reader.id] },
          actions: ["s3:GetObject"],
          resources: ["live-reports/*"],
          conditions: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
        },
      ],
    });
    Object.assign(ids, {
      ...{ project: project.id, reader: reader.id, group: group.id, policy: policy.id },
      key: key.id,
    });
  });
  return ids;
}

describe("The live world", () => {
  it("is everything that decides, over all Projects and regions", async () => {
    const ids = await deploy();
    const seen = await liveWorld(asTheOwner());
    const { organizationId } = world.cloud.description.scaleway;
    expect(seen.organizationId).toBe(organizationId);
    expect(seen.projects).toContainEqual({ id: ids["project"], name: "reports" });
    expect(seen.principals).toContainEqual({
      ...{ kind: "application", id: ids["reader"], name: "reader" },
    });
    expect(seen.principals.filter(({ isOwner }) => isOwner)).toHaveLength(1);
    expect(seen.groups).toContainEqual({
      id: ids["group"],
      name: "readers",
      members: [{ kind: "application", id: ids["reader"] }],
    });
    expect(
      seen.groups
        .map(({ everyone }) => everyone)
        .filter(Boolean)
        .sort(),
    ).toEqual(["application", "user"]);
    expect(seen.policies).toEqual([
      {
        id: ids["policy"],
        name: "read-reports",
        principal: { kind: "group", id: ids["group"] },
        rules: [
          { projectIds: [ids["project"]], permissionSetNames: ["ObjectStorageReadOnly"] },
          {
            permissionSetNames: ["IAMReadOnly"],
            condition: 'request.ip == "203.0.113.7"',
          },
        ],
      },
    ]);
    expect(seen.keys).toContainEqual({
      accessKey: ids["key"],
      bearer: { kind: "application", id: ids["reader"] },
      defaultProjectId: ids["project"],
      expiresAt: expect.stringContaining("2031-01-01T00:00:00") as string,
    });
    expect(seen.buckets).toMatchObject([
      {
        ...{ name: "live-reports", projectId: ids["project"], region: "nl-ams" },
        policy: {
          version: "2023-04-17",
          statements: [
            {
              sid: "read",
              effect: "Allow",
              principals: { applicationIds: [ids["reader"]] },
              actions: ["s3:GetObject"],
              resources: ["live-reports/*"],
              conditions: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } },
            },
            { principals: { userIds: [seen.principals.find(({ isOwner }) => isOwner)?.id] } },
          ],
        },
        grants: [{ grantee: "allUsers", permission: "READ" }],
      },
    ]);
  });

  it("is read in the regions that are asked for alone", async () => {
    await deploy();
    expect((await liveWorld(asTheOwner(), { regions: ["fr-par"] })).buckets).toEqual([]);
  });

  it("has no secret in it, and takes as many calls as there are lists, policies, buckets and places to look", async () => {
    await deploy();
    const before = world.cloud.requests.length;
    const seen = await liveWorld(asTheOwner(), { regions: ["nl-ams"] });
    const calls = world.cloud.requests.slice(before);
    // Six lists, one policy's rules, two Projects in one region, policy and access list of one bucket.
    expect(calls).toHaveLength(6 + 1 + 2 + 2);
    expect(JSON.stringify(seen)).not.toContain(world.cloud.description.scaleway.secretKey);
  });

  it("of a caller without the rights is an error that names one that is missing", async () => {
    const { reader } = await deploy();
    const key = await asOwner(world.cloud, "POST", "/iam/v1alpha1/api-keys", {
      application_id: reader,
    });
    const reading = liveWorld(context(String(key["access_key"]), String(key["secret_key"])));
    await expect(reading).rejects.toMatchObject({
      kind: "denied",
      message: expect.stringMatching(/IAM\w+ \(at Organization scope\)/) as string,
    });
  });

  it("has also the buckets whose policies keep its reader out, without their access lists", async () => {
    await deploy({ keepDeployer: false, allowLockOut: true });
    const { buckets } = await liveWorld(asTheOwner(), { regions: ["nl-ams"] });
    expect(buckets).toMatchObject([{ name: "live-reports", policy: { statements: [{}] } }]);
    expect(buckets[0]).not.toHaveProperty("grants");
  });

  it("is read with the settings of the environment", async () => {
    await deploy();
    const { apiUrl, s3Endpoint, accessKey, secretKey } = world.cloud.description.scaleway;
    const seen = await readLiveWorld({
      env: {
        ...{ SCW_CONFIG_PATH: "/dev/null", SCW_API_URL: apiUrl, SCW_S3_ENDPOINT: s3Endpoint },
        ...{ SCW_ACCESS_KEY: accessKey, SCW_SECRET_KEY: secretKey },
      },
      regions: ["nl-ams"],
      say: () => undefined,
    });
    expect(seen.buckets.map(({ name }) => name)).toEqual(["live-reports"]);
  });
});

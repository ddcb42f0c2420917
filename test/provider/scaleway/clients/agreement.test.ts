/**
 * The clients and the local cloud share no code: that they understand each other is what these tests find out.
 * @module
 */
import { startCloud, type Cloud as LocalCloud } from "../../../../emulator";
import { createOnce } from "../../../../provider/core/retry";
import { cloudFor, type Cloud } from "../../../../provider/scaleway/cloud";
import { sameInstant } from "../../../../provider/scaleway/clients/iam";
import { testContext, testSettings, type TestContext } from "../../../support/context";

let local: LocalCloud;
let context: TestContext;
let cloud: Cloud;

beforeAll(async () => {
  local = await startCloud({ seed: "agreement" });
  context = contextAs(local.description.scaleway);
  cloud = cloudFor(context);
});
afterAll(() => local.stop());

function contextAs(credentials: {
  readonly accessKey: string;
  readonly secretKey: string;
}): TestContext {
  const { apiUrl, s3Endpoint, defaultProjectId } = local.description.scaleway;
  const { accessKey, secretKey } = credentials;
  const settings = testSettings({
    apiUrl,
    s3Endpoint,
    defaultProjectId,
    accessKey,
    secretKey,
    organizationId: undefined,
  });
  return testContext({ settings });
}

it("the caller's Organization is found from its key", async () => {
  await expect(cloud.organizationId()).resolves.toBe(local.description.scaleway.organizationId);
});

it("an application lives from creation to deletion", async () => {
  const { iam } = cloud;
  const made = await iam.createApplication({ name: "ci", description: "d", tags: ["b", "a"] });
  await expect(iam.getApplication(made.id)).resolves.toMatchObject({
    name: "ci",
    tags: ["b", "a"],
    apiKeyCount: 0,
  });
  await expect(iam.updateApplication(made.id, { tags: [] })).resolves.toMatchObject({
    name: "ci",
    tags: [],
  });
  expect((await iam.listApplications()).map(({ id }) => id)).toContain(made.id);
  await iam.deleteApplication(made.id);
  await iam.deleteApplication(made.id);
  await expect(iam.getApplication(made.id)).resolves.toBeUndefined();
});

it("a group's members are replaced as a whole", async () => {
  const { iam } = cloud;
  const [first, second] = await Promise.all(
    ["one", "two"].map((name) => iam.createApplication({ name, description: "", tags: [] })),
  );
  const group = await iam.createGroup({ name: "devs", description: "", tags: [] });
  expect(group).toMatchObject({ applicationIds: [], userIds: [] });
  await iam.setGroupMembers(group.id, { applicationIds: [first!.id], userIds: [] });
  const set = await iam.setGroupMembers(group.id, { applicationIds: [second!.id], userIds: [] });
  expect(set.applicationIds).toEqual([second!.id]);
  await iam.updateGroup(group.id, { description: "new" });
  await expect(iam.getGroup(group.id)).resolves.toMatchObject({
    description: "new",
    applicationIds: [second!.id],
  });
  await iam.deleteGroup(group.id);
  await expect(iam.getGroup(group.id)).resolves.toBeUndefined();
});

it("a policy has rules, and moves from one principal to another", async () => {
  const { iam } = cloud;
  const projectId = local.description.scaleway.defaultProjectId;
  const organizationId = await cloud.organizationId();
  const application = await iam.createApplication({ name: "app", description: "", tags: [] });
  const policy = await iam.createPolicy({
    name: "storage",
    description: "",
    tags: [],
    principal: { applicationId: application.id },
    rules: [
      {
        permissionSetNames: ["ObjectStorageReadOnly", "ObjectStorageFullAccess"],
        projectIds: [projectId],
      },
      { permissionSetNames: ["IAMReadOnly"], organizationId, condition: "1 == 1" },
    ],
  });
  const rules = await iam.listRules(policy.id);
  expect(rules).toEqual([
    expect.objectContaining({
      permissionSetNames: ["ObjectStorageFullAccess", "ObjectStorageReadOnly"],
      projectIds: [projectId],
    }),
    expect.objectContaining({
      permissionSetNames: ["IAMReadOnly"],
      organizationId,
      projectIds: undefined,
      condition: "1 == 1",
    }),
  ]);
  await iam.updatePolicy(policy.id, { principal: { noPrincipal: true } });
  await expect(iam.getPolicy(policy.id)).resolves.toMatchObject({
    principal: { noPrincipal: true },
    ruleCount: 2,
  });
  await expect(
    iam.setRules(policy.id, [{ permissionSetNames: ["IAMReadOnly"], organizationId }]),
  ).resolves.toHaveLength(1);
  await iam.deletePolicy(policy.id);
  expect((await iam.listPolicies()).map(({ id }) => id)).not.toContain(policy.id);
});

it("a policy has more rules than fit on one page", async () => {
  const { iam } = cloud;
  const organizationId = await cloud.organizationId();
  const rules = Array.from({ length: 120 }, (_, index) => ({
    permissionSetNames: ["IAMReadOnly"],
    organizationId,
    condition: `request.user_agent == "${String(index)}"`,
  }));
  const policy = await iam.createPolicy({
    name: "many",
    description: "",
    tags: [],
    principal: { noPrincipal: true },
    rules,
  });
  expect(await iam.listRules(policy.id)).toHaveLength(120);
  await iam.deletePolicy(policy.id);
});

it("a key tells its secret once, and its preferred Project changes in place", async () => {
  const { iam, account } = cloud;
  const application = await iam.createApplication({
    name: "key-bearer",
    description: "",
    tags: [],
  });
  const project = await account.createProject({ name: "second", description: "" });
  const key = await iam.createApiKey({
    bearer: { applicationId: application.id },
    description: "d",
    expiresAt: "2099-06-01T02:00:00+02:00",
  });
  expect(key.defaultProjectId).toBe(local.description.scaleway.defaultProjectId);
  expect(sameInstant(key.expiresAt, "2099-06-01T00:00:00Z")).toBe(true);
  await expect(
    iam.updateApiKey(key.accessKey, { defaultProjectId: project.id }),
  ).resolves.toMatchObject({
    accessKey: key.accessKey,
    defaultProjectId: project.id,
    description: "d",
  });
  expect((await iam.listApiKeys()).find(({ id }) => id === key.id)).toMatchObject({
    bearer: { applicationId: application.id },
  });
  await iam.deleteApiKey(key.accessKey);
  await expect(iam.getApiKey(key.accessKey)).resolves.toBeUndefined();
});

it("a Project lives from creation to deletion", async () => {
  const { account } = cloud;
  const made = await account.createProject({ name: "photos", description: "" });
  await expect(account.updateProject(made.id, { description: "new" })).resolves.toMatchObject({
    name: "photos",
    description: "new",
  });
  expect((await account.listProjects()).map(({ name }) => name)).toEqual(
    expect.arrayContaining(["default", "photos"]),
  );
  await account.deleteProject(made.id);
  await expect(account.getProject(made.id)).resolves.toBeUndefined();
});

it("the permission sets of the service are read, all pages of them", async () => {
  const names = (await cloud.iam.listPermissionSets()).map(({ name }) => name);
  expect(names).toContain("ObjectStorageFullAccess");
  expect(names.length).toBeGreaterThan(100);
});

it("a caller without rights learns which right is missing, and which sets give it", async () => {
  const { iam } = cloud;
  const application = await iam.createApplication({ name: "powerless", description: "", tags: [] });
  const key = await iam.createApiKey({
    bearer: { applicationId: application.id },
    description: "",
  });
  const settings = { ...contextAs(key).settings, organizationId: await cloud.organizationId() };
  const powerless = cloudFor(testContext({ settings }));
  await expect(
    powerless.iam.createApplication({ name: "x", description: "", tags: [] }),
  ).rejects.toThrow(/needs write on application: one of .*IAMManager/);
});

it("a key that is gone is refused with what to do", async () => {
  const gone = cloudFor(
    contextAs({
      accessKey: "SCWGONE0000000000000",
      secretKey: "99999999-9999-4999-8999-999999999999",
    }),
  );
  await expect(gone.organizationId()).rejects.toMatchObject({ kind: "denied", status: 401 });
});

it("a creation whose answer is lost is found in the lists, and made once", async () => {
  const { iam } = cloud;
  let cut = true;
  const losing = await startCloud({
    faults: ({ operation }) => {
      const isFirst = cut && operation === "POST /iam/v1alpha1/applications";
      if (isFirst) cut = false;
      return isFirst ? "drop-after" : undefined;
    },
  });
  try {
    const { apiUrl, accessKey, secretKey, organizationId } = losing.description.scaleway;
    const pacing = testContext({
      settings: testSettings({ apiUrl, accessKey, secretKey, organizationId }),
    });
    const lossy = cloudFor(pacing).iam;
    const find = async () => (await lossy.listApplications()).find(({ name }) => name === "once");
    const create = () => lossy.createApplication({ name: "once", description: "", tags: [] });
    await expect(
      createOnce({ what: 'application "once"', find, create, pacing }),
    ).resolves.toMatchObject({ name: "once" });
    expect((await lossy.listApplications()).filter(({ name }) => name === "once")).toHaveLength(1);
  } finally {
    await losing.stop();
  }
  expect(await iam.listApplications()).not.toContainEqual(
    expect.objectContaining({ name: "once" }),
  );
});

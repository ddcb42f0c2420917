import { startCloud, type Cloud } from "../../emulator/index";
import { loadSdk, sdkClient, type Iam, type Projects, type Sdk } from "./scaleway";

const NOWHERE = "7f1b1a3e-0000-4000-8000-000000000000";
let cloud: Cloud;
let sdk: Sdk;
let iam: Iam;
let account: Projects;

const clientWith = (accessKey: string, secretKey: string): ReturnType<Sdk["createClient"]> =>
  sdkClient(sdk, cloud, { accessKey, secretKey });

beforeAll(async () => (sdk = await loadSdk()));
beforeEach(async () => {
  cloud = await startCloud({ seed: "sdk" });
  const client = sdkClient(sdk, cloud);
  iam = new sdk.Iam(client);
  account = new sdk.Projects(client);
});
afterEach(() => cloud.stop());

/** Ada, as a new member. */
const member = (changes: object = {}) => ({
  email: "ada@example.com",
  username: "ada",
  sendPasswordEmail: false,
  sendWelcomeEmail: false,
  password: "",
  firstName: "Ada",
  lastName: "",
  phoneNumber: "",
  locale: "",
  ...changes,
});

/** IAM as an application without any right sees it. */
async function restrictedIam(): Promise<Iam> {
  const application = await iam.createApplication({ name: "restricted", description: "" });
  const key = await iam.createAPIKey({ applicationId: application.id, description: "" });
  return new sdk.Iam(clientWith(key.accessKey, key.secretKey ?? ""));
}

describe("the vendor's IAM client", () => {
  it("makes, reads, lists, changes and deletes applications", async () => {
    const made = await iam.createApplication({ name: "ci", description: "builds", tags: ["a"] });
    expect(made).toMatchObject({ name: "ci", description: "builds", tags: ["a"], nbApiKeys: 0 });
    expect(made.createdAt).toBeInstanceOf(Date);
    expect(await iam.getApplication({ applicationId: made.id })).toEqual(made);
    const updated = await iam.updateApplication({ applicationId: made.id, name: "cd" });
    expect(updated).toMatchObject({ name: "cd", description: "builds" });
    const { applications, totalCount } = await iam.listApplications({ name: "cd" });
    expect({ applications, totalCount }).toEqual({ applications: [updated], totalCount: 1 });
    await iam.deleteApplication({ applicationId: made.id });
    await expect(iam.getApplication({ applicationId: made.id })).rejects.toThrow(
      sdk.Errors.ResourceNotFoundError,
    );
  });

  it("reads every page of a list", async () => {
    for (let index = 0; index < 45; index += 1) {
      await iam.createApplication({ name: `app-${index}`, description: "" });
    }
    const names: string[] = [];
    for await (const page of iam.listApplications({ orderBy: "created_at_asc" })) {
      names.push(...page.map((application) => application.name));
    }
    expect(names).toEqual(Array.from({ length: 45 }, (_, index) => `app-${index}`));
    expect(cloud.counts()["GET /iam/v1alpha1/applications"]).toBe(3);
    expect(await iam.listApplications({ pageSize: 50 }).all()).toHaveLength(45);
  });

  it("keeps groups and their members", async () => {
    const first = await iam.createApplication({ name: "one", description: "" });
    const second = await iam.createApplication({ name: "two", description: "" });
    const { id: groupId } = await iam.createGroup({ name: "devs", description: "" });
    const ids = async (): Promise<string[]> => (await iam.getGroup({ groupId })).applicationIds;
    await iam.addGroupMember({ groupId, applicationId: first.id });
    expect(await ids()).toEqual([first.id]);
    await iam.addGroupMembers({ groupId, applicationIds: [second.id], userIds: [] });
    expect(await ids()).toEqual([first.id, second.id].sort());
    await iam.removeGroupMember({ groupId, applicationId: first.id });
    await iam.setGroupMembers({ groupId, applicationIds: [first.id], userIds: [] });
    expect(await ids()).toEqual([first.id]);
    expect(await iam.updateGroup({ groupId, tags: ["t"] })).toMatchObject({ tags: ["t"] });
    const listed = await iam.listGroups({ applicationIds: [first.id] }).all();
    expect(listed.map((group) => group.id)).toEqual([groupId]);
    await iam.deleteGroup({ groupId });
    await expect(iam.getGroup({ groupId })).rejects.toThrow(sdk.Errors.ResourceNotFoundError);
  });

  it("keeps policies and their rules", async () => {
    const { organizationId } = cloud.description.scaleway;
    const application = await iam.createApplication({ name: "ci", description: "" });
    const policy = await iam.createPolicy({
      name: "storage",
      description: "",
      applicationId: application.id,
      rules: [
        {
          permissionSetNames: ["ObjectStorageFullAccess"],
          condition: "",
          projectIds: [organizationId],
        },
      ],
    });
    const policyId = policy.id;
    expect(await iam.getPolicy({ policyId })).toMatchObject({ nbRules: 1, nbScopes: 1 });
    const { rules } = await iam.setRules({
      policyId,
      rules: [{ permissionSetNames: ["IAMReadOnly"], condition: "1 == 1", organizationId }],
    });
    expect(rules).toMatchObject([
      { permissionSetsScopeType: "organization", condition: "1 == 1", organizationId },
    ]);
    expect(await iam.listRules({ policyId }).all()).toEqual(rules);
    const moved = await iam.updatePolicy({ policyId, noPrincipal: true });
    expect(moved.applicationId).toBeUndefined();
    const clone = await iam.clonePolicy({ policyId });
    const names = (await iam.listPolicies().all()).map(({ name }) => name);
    expect(names).toEqual(["Copy of storage", "storage"]);
    await iam.deletePolicy({ policyId: clone.id });
    expect(await iam.listPolicies({ noPrincipal: true }).all()).toHaveLength(1);
  });

  it("keeps API keys: the secret comes once, the preferred Project changes in place", async () => {
    const application = await iam.createApplication({ name: "ci", description: "" });
    const project = await account.createProject({ name: "second", description: "" });
    const expiresAt = new Date("2027-01-01T00:00:00Z");
    const key = await iam.createAPIKey({
      applicationId: application.id,
      description: "of ci",
      expiresAt,
    });
    expect(key).toMatchObject({ applicationId: application.id, expiresAt });
    expect(key.secretKey).toMatch(/^[0-9a-f-]{36}$/);
    const { accessKey } = key;
    const updated = await iam.updateAPIKey({ accessKey, defaultProjectId: project.id });
    expect(updated).toMatchObject({ accessKey, defaultProjectId: project.id });
    expect(updated.secretKey).toBeNull();
    expect(await iam.getAPIKey({ accessKey })).toEqual(updated);
    const listed = await iam.listAPIKeys({ bearerId: application.id, expired: false }).all();
    expect(listed.map((one) => one.accessKey)).toEqual([accessKey]);
    await iam.deleteAPIKey({ accessKey });
    await expect(iam.getAPIKey({ accessKey })).rejects.toThrow(sdk.Errors.ResourceNotFoundError);
  });

  it("keeps users", async () => {
    const user = await iam.createUser({ member: member() });
    const userId = user.id;
    expect(await iam.getUser({ userId })).toMatchObject({ firstName: "Ada", type: "member" });
    expect(await iam.lockUser({ userId })).toMatchObject({ locked: true });
    expect(await iam.unlockUser({ userId })).toMatchObject({ locked: false });
    const [owner] = await iam.listUsers({ type: "owner" }).all();
    expect(owner).toMatchObject({ type: "owner", deletable: false });
    await iam.deleteUser({ userId });
    expect(await iam.listUsers().all()).toHaveLength(1);
  });

  it("changes a member's profile, username and password", async () => {
    const { id: userId } = await iam.createUser({ member: member({ password: "first" }) });
    await iam.updateUser({ userId, lastName: "Lovelace", tags: ["team=a"], locale: "fr_FR" });
    await iam.updateUserUsername({ userId, username: "lovelace" });
    await iam.updateUserPassword({ userId, password: "second" });
    expect(await iam.getUser({ userId })).toMatchObject({
      username: "lovelace",
      firstName: "Ada",
      lastName: "Lovelace",
      locale: "fr_FR",
      tags: ["team=a"],
    });
    await expect(iam.createUser({ member: member({ username: "lovelace" }) })).rejects.toThrow(
      sdk.Errors.AlreadyExistsError,
    );
    await iam.updateOrganizationSecuritySettings({ enforcePasswordRenewal: true });
    const { gracePeriods } = await iam.listGracePeriods({ userId });
    expect(gracePeriods).toMatchObject([{ type: "update_password" }]);
    expect(gracePeriods[0]?.expiresAt).toBeInstanceOf(Date);
  });

  it("keeps SSH keys", async () => {
    const publicKey =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgM9R4mtlT4GgaxY0J2f4ZqeRhnC0rnohORR86bJsVX";
    const { defaultProjectId: projectId } = cloud.description.scaleway;
    const made = await iam.createSSHKey({ name: "laptop", publicKey: `${publicKey} ada@example` });
    expect(made).toMatchObject({ name: "laptop", publicKey, projectId, disabled: false });
    const sshKeyId = made.id;
    const disabled = await iam.updateSSHKey({ sshKeyId, disabled: true });
    expect(disabled).toMatchObject({ name: "laptop", disabled: true });
    expect(await iam.getSSHKey({ sshKeyId })).toEqual(disabled);
    expect(await iam.listSSHKeys({ projectId, disabled: true }).all()).toEqual([disabled]);
    await iam.deleteSSHKey({ sshKeyId });
    await expect(iam.getSSHKey({ sshKeyId })).rejects.toThrow(sdk.Errors.ResourceNotFoundError);
    await expect(iam.createSSHKey({ name: "x", publicKey: "none" })).rejects.toThrow(
      sdk.Errors.InvalidArgumentsError,
    );
  });

  it("keeps the Organization's alias, login methods and security settings", async () => {
    const { organizationId } = cloud.description.scaleway;
    expect(await iam.getOrganization()).toMatchObject({ id: organizationId, alias: "" });
    expect(await iam.setOrganizationAlias({ alias: "photos" })).toMatchObject({ alias: "photos" });
    await expect(iam.setOrganizationAlias({ alias: "other" })).rejects.toThrow(
      sdk.Errors.PreconditionFailedError,
    );
    await expect(iam.getOrganizationSaml()).rejects.toMatchObject({ status: 404 });
    const methods = await iam.updateOrganizationLoginMethods({ loginOauth2Enabled: false });
    expect(methods).toMatchObject({ loginPasswordEnabled: true, loginOauth2Enabled: false });
    const settings = await iam.updateOrganizationSecuritySettings({
      loginAttemptsBeforeLocked: 3,
      maxApiKeyExpirationDuration: "86400s",
    });
    expect(await iam.getOrganizationSecuritySettings()).toEqual(settings);
    const { id: applicationId } = await iam.createApplication({ name: "ci", description: "" });
    await expect(iam.createAPIKey({ applicationId, description: "" })).rejects.toThrow(
      "organization security settings require an expiration date for API keys",
    );
  });

  it("throws its own type of error where a group is just being changed", async () => {
    await cloud.stop();
    cloud = await startCloud({ seed: "sdk", membershipChangeSeconds: 3600 });
    const { accessKey, secretKey } = cloud.description.scaleway;
    const slow = new sdk.Iam(clientWith(accessKey, secretKey));
    const { id: groupId } = await slow.createGroup({ name: "devs", description: "" });
    await slow.addGroupMembers({ groupId, applicationIds: [], userIds: [] });
    await expect(
      slow.addGroupMembers({ groupId, applicationIds: [], userIds: [] }),
    ).rejects.toMatchObject({ name: "TransientStateError", currentState: "updating" });
  });

  it("reads every permission set", async () => {
    const sets = await iam.listPermissionSets().all();
    expect(sets.map((set) => set.name)).toContain("ObjectStorageFullAccess");
    expect(new Set(sets.map((set) => set.id)).size).toBe(sets.length);
  });

  it("throws its own type of error for each refusal", async () => {
    const restricted = await restrictedIam();
    await expect(restricted.createApplication({ name: "x", description: "" })).rejects.toThrow(
      sdk.Errors.PermissionsDeniedError,
    );
    await expect(
      restricted.createApplication({ name: "x", description: "" }),
    ).rejects.toMatchObject({
      status: 403,
      list: [{ action: "write", resource: "application" }],
    });
    await expect(iam.createApplication({ name: "a:b", description: "" })).rejects.toThrow(
      sdk.Errors.InvalidArgumentsError,
    );
    await expect(iam.getApplication({ applicationId: NOWHERE })).rejects.toMatchObject({
      resource: "application",
      resourceId: NOWHERE,
    });
    await expect(iam.createApplication({ name: "restricted", description: "" })).rejects.toThrow(
      sdk.Errors.AlreadyExistsError,
    );
    const { accessKey } = cloud.description.scaleway;
    const stranger = new sdk.Iam(clientWith(accessKey, NOWHERE));
    await expect(stranger.getAPIKey({ accessKey })).rejects.toThrow(
      sdk.Errors.DeniedAuthenticationError,
    );
  });
});

describe("the vendor's Account client", () => {
  it("makes, reads, lists, changes and deletes Projects", async () => {
    const { defaultProjectId } = cloud.description.scaleway;
    const made = await account.createProject({ name: "second", description: "" });
    const projectId = made.id;
    expect(await account.getProject({ projectId })).toMatchObject({ name: "second" });
    const updated = await account.updateProject({ projectId, description: "for tests" });
    expect(updated).toMatchObject({ name: "second", description: "for tests" });
    const all = await account.listProjects({}).all();
    expect(all.map(({ id }) => id)).toEqual([defaultProjectId, projectId]);
    await account.deleteProject({ projectId });
    await expect(account.getProject({ projectId })).rejects.toThrow(
      sdk.Errors.ResourceNotFoundError,
    );
  });

  it("throws its own type of error where the default Project should go", async () => {
    const { defaultProjectId: projectId } = cloud.description.scaleway;
    await expect(account.deleteProject({ projectId })).rejects.toThrow(
      sdk.Errors.PreconditionFailedError,
    );
  });
});

/**
 * Clients and local cloud, which share no code, on people, their keys and what the Organization asks of them.
 * @module
 */
import { startCloud, type Cloud as LocalCloud } from "../../../../emulator";
import { cloudFor, type Cloud } from "../../../../provider/scaleway/cloud";
import { testContext, testSettings } from "../../../support/context";

const PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgM9R4mtlT4GgaxY0J2f4ZqeRhnC0rnohORR86bJsVX";

let local: LocalCloud;
let cloud: Cloud;
beforeAll(async () => {
  local = await startCloud({ seed: "people" });
  const { apiUrl, s3Endpoint, defaultProjectId, accessKey, secretKey } = local.description.scaleway;
  const settings = testSettings({
    ...{ apiUrl, s3Endpoint, defaultProjectId, accessKey, secretKey },
    organizationId: undefined,
  });
  cloud = cloudFor(testContext({ settings }));
});
afterAll(() => local.stop());

it("a member lives from its invitation to its end", async () => {
  const { iam } = cloud;
  const made = await iam.createUser({
    email: "ada@example.com",
    username: "ada",
    password: "the first one",
    firstName: "Ada",
    tags: ["a"],
    sendWelcomeEmail: true,
  });
  expect(made).toMatchObject({ type: "member", firstName: "Ada", locked: false, tags: ["a"] });
  await iam.updateUser(made.id, { phoneNumber: "+33100000000", locale: "fr_FR" });
  await iam.renameUser(made.id, "lovelace");
  await iam.setUserPassword(made.id, "another one");
  await expect(iam.setUserLocked(made.id, true)).resolves.toMatchObject({ locked: true });
  await expect(iam.setUserLocked(made.id, false)).resolves.toMatchObject({ locked: false });
  await expect(iam.getUser(made.id)).resolves.toMatchObject({
    ...{ username: "lovelace", firstName: "Ada", phoneNumber: "+33100000000", locale: "fr_FR" },
  });
  expect((await iam.listUsers()).map(({ type }) => type)).toEqual(["owner", "member"]);
  await iam.deleteUser(made.id);
  await iam.deleteUser(made.id);
  await expect(iam.getUser(made.id)).resolves.toBeUndefined();
});

it("an SSH key is told without its comment, and listed by Project", async () => {
  const { iam, account } = cloud;
  const { id: projectId } = await account.createProject({ name: "second", description: "" });
  const made = await iam.createSshKey({
    ...{ name: "laptop", publicKey: `${PUBLIC_KEY} ada@example`, projectId },
  });
  expect(made).toMatchObject({ publicKey: PUBLIC_KEY, projectId, disabled: false });
  const disabled = await iam.updateSshKey(made.id, { disabled: true });
  expect(disabled).toMatchObject({ name: "laptop", disabled: true });
  await expect(iam.listSshKeys({ projectId })).resolves.toEqual([disabled]);
  await iam.deleteSshKey(made.id);
  await iam.deleteSshKey(made.id);
  await expect(iam.getSshKey(made.id)).resolves.toBeUndefined();
});

it("members are added to those that are there, and one that is no member is taken out without an error", async () => {
  const { iam } = cloud;
  const [one, two] = await Promise.all(
    ["one", "two"].map((name) => iam.createApplication({ name, description: "", tags: [] })),
  );
  const group = await iam.createGroup({ name: "devs", description: "", tags: [] });
  await iam.addGroupMembers(group.id, { applicationIds: [one!.id], userIds: [] });
  const both = await iam.addGroupMembers(group.id, { applicationIds: [two!.id], userIds: [] });
  expect([...both.applicationIds].sort()).toEqual([one!.id, two!.id].sort());
  await iam.removeGroupMember(group.id, { applicationId: one!.id });
  await iam.removeGroupMember(group.id, { applicationId: one!.id });
  await expect(iam.getGroup(group.id)).resolves.toMatchObject({ applicationIds: [two!.id] });
});

it("security settings are in seconds, and keep what a change does not name", async () => {
  const { iam } = cloud;
  await iam.updateSecuritySettings({ gracePeriodDurationSeconds: 2.5 });
  await iam.updateSecuritySettings({ loginAttemptsBeforeLocked: 3 });
  await expect(iam.getSecuritySettings()).resolves.toMatchObject({
    gracePeriodDurationSeconds: 2.5,
    loginAttemptsBeforeLocked: 3,
    maxApiKeyExpirationDurationSeconds: 0,
  });
});

it("a Project is deleted with everything in it, once it is called by its name", async () => {
  const { account } = cloud;
  const { id } = await account.createProject({ name: "doomed", description: "" });
  await expect(account.deleteProjectWithResources(id, "other")).rejects.toMatchObject({
    kind: "invalid",
  });
  await account.deleteProjectWithResources(id, "doomed");
  await account.deleteProjectWithResources(id, "doomed");
  await expect(account.getProject(id)).resolves.toBeUndefined();
});

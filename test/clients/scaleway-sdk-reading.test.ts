import { startCloud, type Cloud } from "../../emulator/index";
import { loadSdk, sdkClient, type Iam, type Sdk } from "./scaleway";

let cloud: Cloud;
let sdk: Sdk;
let iam: Iam;

beforeAll(async () => (sdk = await loadSdk()));
beforeEach(async () => {
  cloud = await startCloud({ seed: "sdk", quotas: { projects: 25 } });
  iam = new sdk.Iam(sdkClient(sdk, cloud));
});
afterEach(() => cloud.stop());

describe("the vendor's IAM client", () => {
  it("reads quotas: all, some by name, and one", async () => {
    const all = await iam.listQuota({ orderBy: "name_asc" }).all();
    expect(all.map(({ name }) => name)).toContain("IamApplications");
    const some = await iam.listQuota({ quotumNames: ["UsrProjectsWidth", "IamUsers"] });
    expect(some.quota.map(({ name }) => name)).toEqual(["IamUsers", "UsrProjectsWidth"]);
    expect(await iam.getQuotum({ quotumName: "UsrProjectsWidth" })).toMatchObject({
      limit: 25,
      localityType: "global",
      limits: [{ global: true, limit: 25 }],
    });
    await expect(iam.getQuotum({ quotumName: "Nothing" })).rejects.toThrow(
      sdk.Errors.ResourceNotFoundError,
    );
  });

  it("reads the audit log: all, narrowed, and one entry", async () => {
    const before = new Date(0);
    const { id } = await iam.createApplication({ name: "ci", description: "" });
    await iam.deleteApplication({ applicationId: id });
    const entries = await iam.listLogs({ createdAfter: before, resourceType: "application" }).all();
    expect(entries).toMatchObject([
      { action: "created", resourceId: id },
      { action: "deleted", resourceId: id },
    ]);
    const [deleted] = await iam.listLogs({ action: "deleted", search: id }).all();
    expect(deleted?.createdAt).toBeInstanceOf(Date);
    expect(await iam.getLog({ logId: deleted?.id ?? "" })).toEqual(deleted);
    expect(await iam.listLogs({ createdBefore: before }).all()).toEqual([]);
  });

  it("keeps console tokens where the switch lets API keys reach them, and is refused elsewhere", async () => {
    const [owner] = await iam.listUsers({ type: "owner" }).all();
    const userId = owner?.id ?? "";
    await expect(iam.listJWTs({ audienceId: userId })).rejects.toThrow(
      sdk.Errors.PermissionsDeniedError,
    );
    cloud.setSwitches({ apiKeysReachTokens: true });
    const { jwt, token } = await iam.createJWT({ userId, referrer: "https://example.com" });
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    const jti = jwt?.jti ?? "";
    expect(await iam.listJWTs({ audienceId: userId, expired: false }).all()).toEqual([jwt]);
    expect(await iam.getJWT({ jti })).toEqual(jwt);
    await iam.deleteJWT({ jti });
    await expect(iam.getJWT({ jti })).rejects.toThrow(sdk.Errors.ResourceNotFoundError);
  });

  it("narrows lists by every filter that it has", async () => {
    const { organizationId } = cloud.description.scaleway;
    const { id } = await iam.createApplication({ name: "ci", description: "", tags: ["t"] });
    const others = { name: "other", description: "" };
    await iam.createApplication(others);
    const ids = async (list: { all(): Promise<{ id: string }[]> }): Promise<string[]> =>
      (await list.all()).map((one) => one.id);
    expect(await ids(iam.listApplications({ applicationIds: [id] }))).toEqual([id]);
    expect(await ids(iam.listApplications({ tag: "t", editable: true, organizationId }))).toEqual([
      id,
    ]);
    const policy = await iam.createPolicy({ name: "p", description: "", applicationId: id });
    expect(await ids(iam.listPolicies({ applicationIds: [id], policyName: "p" }))).toEqual([
      policy.id,
    ]);
    const key = await iam.createAPIKey({ applicationId: id, description: "d" });
    const keys = await iam.listAPIKeys({ accessKeys: [key.accessKey], description: "d" }).all();
    expect(keys.map(({ accessKey }) => accessKey)).toEqual([key.accessKey]);
    expect(await iam.listUsers({ mfa: true }).all()).toEqual([]);
    expect(await ids(iam.listGroups({ name: "All Users" }))).toHaveLength(1);
  });
});

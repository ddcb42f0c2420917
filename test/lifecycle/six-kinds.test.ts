import { TestDeployment } from "../support/deployment";
import { installedEngines } from "../support/engines";
import { asOwner, everything, type Wire } from "../support/owner";

/** All six kinds; EDIT changes everything that can be changed in place. */
const PROGRAM = `
import * as scaleway from "pulumi-storage-access/scaleway";
const edit = process.env.EDIT !== undefined;
const description = edit ? "edited" : "first";
const project = new scaleway.Project("project", { name: "lifecycle-project", description });
const app = new scaleway.Application("app", { name: "lifecycle-app", description, tags: edit ? ["a", "b"] : ["a"] });
const group = new scaleway.Group("group", { name: "lifecycle-group", description, applicationIds: edit ? [] : [app.id] });
const rule = { projectIds: [project.id], permissionSetNames: ["ObjectStorageReadOnly", "ObjectStorageObjectsWrite"] };
const organizationId = scaleway.getDefaultProjectOutput().organizationId;
const policy = new scaleway.Policy("policy", {
  name: "lifecycle-policy",
  description,
  ...(edit ? { groupId: group.id } : { applicationId: app.id }),
  rules: edit ? [{ organizationId, permissionSetNames: ["ProjectReadOnly"] }, rule] : [rule],
});
const key = new scaleway.ApiKey("key", {
  applicationId: app.id,
  description,
  ...(edit ? { defaultProjectId: project.id } : {}),
  ...(process.env.EXPIRES ? { expiresAt: process.env.EXPIRES } : {}),
  replaceOnExpiryChange: process.env.REPLACE !== undefined,
});
const bucket = new scaleway.Bucket("bucket", {
  name: "lifecycle-bucket",
  projectId: project.id,
  tags: { stage: description },
  versioning: edit,
});
export const ids = { app: app.id, group: group.id, policy: policy.id, project: project.id, bucket: bucket.id };
export const accessKey = key.accessKey;
export const secretKey = key.secretKey;
export const inProject = key.accessKeyFor(project.id);
`;
const EDIT = { EDIT: "1" };

describe.each(installedEngines())("the six kinds under $name", (engine) => {
  let stack: TestDeployment;
  beforeEach(async () => {
    stack = await TestDeployment.open({ program: PROGRAM, engine });
  });
  afterEach(() => stack.close());

  const policyOf = async (): Promise<Wire> => (await everything(stack.cloud)).policies[0] ?? {};

  it("are made, found unchanged, edited in place, and removed without a trace", async () => {
    const before = await everything(stack.cloud);
    await stack.succeed(["up"]);
    const made = await stack.outputs();
    stack.cloud.resetCounts();
    await stack.succeed(["up", "--expect-no-changes"]);
    const calls = Object.keys(stack.cloud.counts()).filter((call) => !call.startsWith("GET "));
    expect(calls).toEqual([]);

    await stack.succeed(["up"], EDIT);
    const edited = await stack.outputs();
    expect(edited).toEqual(made); // same ids, same access key, same secret
    expect(made["inProject"]).toBe(
      `${String(made["accessKey"])}@${(made["ids"] as { project: string }).project}`,
    );
    const all = await everything(stack.cloud);
    expect(all.applications).toMatchObject([{ description: "edited", nb_api_keys: 1 }]);
    expect(all.groups).toMatchObject([{ description: "edited", application_ids: [] }]);
    expect(all.policies).toMatchObject([{ description: "edited", nb_rules: 2 }]);
    expect(all.policies[0]).not.toHaveProperty("application_id");
    expect(all.buckets).toEqual(["lifecycle-bucket"]);

    await stack.succeed(["refresh", "--expect-no-changes"], EDIT);
    await stack.succeed(["destroy"]);
    expect(await everything(stack.cloud)).toEqual(before);
  });

  it("are mended after a principal was changed elsewhere", async () => {
    await stack.succeed(["up"]);
    const policy = await policyOf();
    await asOwner(stack.cloud, "PATCH", `/iam/v1alpha1/policies/${String(policy["id"])}`, {
      no_principal: true,
    });
    await stack.succeed(["refresh"]);
    await stack.succeed(["up"]);
    expect(await policyOf()).toMatchObject({ application_id: policy["application_id"] });
  });

  it("report an edit made elsewhere since the last refresh instead of overwriting it", async () => {
    await stack.succeed(["up"]);
    const policy = await policyOf();
    await asOwner(stack.cloud, "PATCH", `/iam/v1alpha1/policies/${String(policy["id"])}`, {
      description: "edited by somebody else",
    });
    const { code, stdout, stderr } = await stack.run(["up"], EDIT);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain("edited by somebody else");
    expect(await policyOf()).toMatchObject({ description: "edited by somebody else" });
  });

  it("are made again after they were deleted elsewhere", async () => {
    await stack.succeed(["up"]);
    const policy = await policyOf();
    await asOwner(stack.cloud, "DELETE", `/iam/v1alpha1/policies/${String(policy["id"])}`);
    // It was the only policy of the Organization.
    await stack.succeed(["refresh"], { STORAGE_ACCESS_ALLOW_EMPTY: "1" });
    await stack.succeed(["up"]);
    expect(await policyOf()).toMatchObject({ name: "lifecycle-policy", nb_rules: 1 });
  });

  it("never replace a key in silence when the service keeps its expiry", async () => {
    const first = { EXPIRES: "2099-01-01T00:00:00Z" };
    const later = { EXPIRES: "2099-06-01T00:00:00Z" };
    await stack.succeed(["up"], first);
    const { accessKey } = await stack.outputs();
    for (const expiryEditable of ["refuse", "ignore"] as const) {
      stack.cloud.setSwitches({ expiryEditable });
      const { code, stdout, stderr } = await stack.run(["up"], later);
      expect(code).not.toBe(0);
      expect(stdout + stderr).toContain("replaceOnExpiryChange");
      expect((await stack.outputs())["accessKey"]).toBe(accessKey);
    }
    await stack.succeed(["up"], { ...later, REPLACE: "1" });
    expect((await stack.outputs())["accessKey"]).not.toBe(accessKey);
    expect(
      (await everything(stack.cloud)).apiKeys.filter((key) => key["application_id"]),
    ).toHaveLength(1);
  });

  it("move a key's expiry in place where the service lets it", async () => {
    stack.cloud.setSwitches({ expiryEditable: "accept" });
    await stack.succeed(["up"], { EXPIRES: "2099-01-01T00:00:00Z" });
    const made = await stack.outputs();
    await stack.succeed(["up"], { EXPIRES: "2099-06-01T00:00:00Z" });
    expect(await stack.outputs()).toEqual(made);
  });
});

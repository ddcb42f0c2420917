/**
 * @module
 */
import { asOwner } from "../../support/owner";
import { freshStack } from "../../support/fresh-stack";
import { SimulatedStack, type Program, type Values } from "../../support/stack";
import { idsInState, startWorld, type World } from "../../support/world";

const PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgM9R4mtlT4GgaxY0J2f4ZqeRhnC0rnohORR86bJsVX";

const withKey =
  (args: Values = {}): Program =>
  async (declare) => {
    await declare("scaleway:SshKey", "laptop", { publicKey: PUBLIC_KEY, ...args });
  };

describe("an SSH key", () => {
  let world: World;
  let stack: SimulatedStack;
  beforeEach(async () => ({ world, stack } = await freshStack("ssh-key")));
  afterEach(() => world.stop());

  const live = () =>
    asOwner(world.cloud, "GET", `/iam/v1alpha1/ssh-keys/${stack.entry("laptop").id}`);

  it("is the same whatever its comment says", async () => {
    await stack.up(withKey({ publicKey: `${PUBLIC_KEY} ada@example\n` }));
    const { id } = stack.entry("laptop");
    await stack.refresh();
    expect(stack.outputsOf("laptop")).toMatchObject({ publicKey: `${PUBLIC_KEY} ada@example\n` });
    const another = withKey({ publicKey: `${PUBLIC_KEY}   ada@elsewhere` });
    expect(await stack.up(another)).toMatchObject({ replace: 0, update: 0 });
    expect(stack.entry("laptop").id).toBe(id);
    expect(await live()).toMatchObject({ public_key: PUBLIC_KEY });
  });

  it("lies in the default Project, under the resource's name, unless told otherwise", async () => {
    await stack.up(withKey());
    const { defaultProjectId } = world.cloud.description.scaleway;
    expect(stack.outputsOf("laptop")).toMatchObject({
      projectId: defaultProjectId,
      name: expect.stringMatching(/^laptop-[0-9a-f]{7}$/) as string,
      fingerprint: expect.stringMatching(/^256 MD5:.*\(ssh-ed25519\)$/) as string,
    });
  });

  it("is made disabled by a second call; where that fails, the key is kept and disabled by the next run", async () => {
    let isBroken = true;
    await world.stop();
    world = await startWorld({
      seed: "ssh-key",
      faults: ({ method }) =>
        isBroken && method === "PATCH" ? { status: 400, body: { message: "no" } } : undefined,
    });
    stack = new SimulatedStack({ cloud: world.cloud });
    await expect(stack.up(withKey({ disabled: true }))).rejects.toThrow(/update SSH key.*no/);
    expect(await world.ids()).toEqual(idsInState(stack));
    expect(stack.outputsOf("laptop")).toMatchObject({ disabled: false });
    const { id } = stack.entry("laptop");
    isBroken = false;
    expect(await stack.up(withKey({ disabled: true }))).toMatchObject({ update: 1 });
    expect(stack.entry("laptop").id).toBe(id);
    expect(await live()).toMatchObject({ disabled: true });
  });

  it("is never the equal one of another stack: each has its own, and takes only that away", async () => {
    const other = new SimulatedStack({ cloud: world.cloud, stack: "prod" });
    await other.up(withKey({ name: "shared" }));
    await stack.up(withKey({ name: "shared" }));
    expect(stack.entry("laptop").id).not.toBe(other.entry("laptop").id);
    await stack.destroy();
    expect(await world.ids()).toEqual(idsInState(other));
  });

  it("is made, changed and removed with rights on its Project alone, whatever fails", async () => {
    const { organizationId } = world.cloud.description.scaleway;
    const { id: project } = await asOwner(world.cloud, "POST", "/account/v3/projects", {
      name: "second",
      organization_id: organizationId,
    });
    const { id: applicationId } = await asOwner(world.cloud, "POST", "/iam/v1alpha1/applications", {
      name: "deployer",
      organization_id: organizationId,
    });
    await asOwner(world.cloud, "POST", "/iam/v1alpha1/policies", {
      name: "keys-of-second",
      organization_id: organizationId,
      application_id: applicationId,
      rules: [{ project_ids: [project], permission_set_names: ["SSHKeysFullAccess"] }],
    });
    const key = await asOwner(world.cloud, "POST", "/iam/v1alpha1/api-keys", {
      application_id: applicationId,
    });
    const deployer = new SimulatedStack({
      cloud: world.cloud,
      env: {
        SCW_ACCESS_KEY: String(key["access_key"]),
        SCW_SECRET_KEY: String(key["secret_key"]),
      },
    });
    const program = withKey({ projectId: project });
    const wasKilled = world.arm(deployer, { request: 3, phase: "after" });
    await expect(deployer.up(program)).rejects.toThrow("killed");
    expect(wasKilled()).toBe(true);
    expect(await deployer.up(program)).toMatchObject({ create: 1 });
    expect(await deployer.refresh()).toEqual([]);
    expect(await deployer.up(withKey({ projectId: project, disabled: true }))).toMatchObject({
      update: 1,
    });
    const { total_count: count } = await asOwner(world.cloud, "GET", "/iam/v1alpha1/ssh-keys");
    expect(count).toBe(1);
    await deployer.destroy();
    expect((await world.ids())["scaleway:SshKey"]).toEqual([]);
  });

  it("is no private key, and a message about one does not show it", async () => {
    const secret = "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0";
    const failure = stack.up(withKey({ publicKey: secret }));
    await expect(failure).rejects.toThrow("publicKey: it is a private key: give the public one");
    await expect(failure).rejects.not.toThrow("c2VjcmV0");
    await expect(stack.up(withKey({ publicKey: "ada" }))).rejects.toThrow(
      'publicKey: "ada" is not allowed',
    );
    expect(world.cloud.counts()).toEqual({});
  });
});

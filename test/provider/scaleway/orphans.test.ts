/**
 * Applications and groups that policies are still for.
 * @module
 */
import { asOwner } from "../../support/owner";
import { freshStack } from "../../support/fresh-stack";
import { SimulatedStack, type Program, type Values } from "../../support/stack";
import { startWorld, type World } from "../../support/world";

jest.setTimeout(30_000);

const IAM = "/iam/v1alpha1";

describe.each([
  ["Application", "application", "application_id", "applicationId"],
  ["Group", "group", "group_id", "groupId"],
])("an existing %s", (kind, noun, wireName, property) => {
  let world: World;
  let stack: SimulatedStack;
  beforeEach(async () => {
    ({ world, stack } = await freshStack("orphans"));
    await stack.up(principal());
  });
  afterEach(() => world.stop());

  const principal =
    (args: Values = {}): Program =>
    async (declare) => {
      await declare(`scaleway:${kind}`, "principal", { name: "principal", ...args });
    };
  const nothing: Program = () => Promise.resolve();

  /** A policy that somebody else has made for it. */
  const withPolicy = async (): Promise<string> => {
    const { organizationId } = world.cloud.description.scaleway;
    const rules = [
      { permission_set_names: ["ObjectStorageReadOnly"], project_ids: [organizationId] },
    ];
    const policy = await asOwner(world.cloud, "POST", `${IAM}/policies`, {
      ...{ name: "theirs", organization_id: organizationId, rules },
      [wireName]: stack.entry("principal").id,
    });
    return String(policy["id"]);
  };
  const isThere = async (): Promise<boolean> =>
    (await world.ids())[`scaleway:${kind}`]?.length === 1;

  it("is not deleted while a policy is for it, and the refusal names the policy and the ways out", async () => {
    const policy = await withPolicy();
    const failure = stack.up(nothing);
    await expect(failure).rejects.toThrow(
      new RegExp(`policies are still for it, and would serve nobody: "theirs" \\(${policy}\\)`),
    );
    await expect(failure).rejects.toThrow(`orphanPolicies: true on the ${noun}`);
    expect(await isThere()).toBe(true);
    await asOwner(world.cloud, "DELETE", `${IAM}/policies/${policy}`);
    await stack.up(nothing);
    expect(await isThere()).toBe(false);
  });

  it("is deleted all the same where the program has said so", async () => {
    const policy = await withPolicy();
    await stack.up(principal({ orphanPolicies: true }));
    await stack.up(nothing);
    expect(await isThere()).toBe(false);
    expect(await asOwner(world.cloud, "GET", `${IAM}/policies/${policy}`)).toMatchObject({
      name: "theirs",
    });
  });

  const withOwnPolicy =
    (options: Values = {}): Program =>
    async (declare, projectId) => {
      const { id } = await declare(`scaleway:${kind}`, "principal", {}, options);
      const rules = [{ projectIds: [projectId], permissionSetNames: ["ObjectStorageReadOnly"] }];
      await declare("scaleway:Policy", "policy", { [property]: id, rules });
    };

  it("is deleted after the policies of its own program, with one list of them", async () => {
    await stack.up(withOwnPolicy());
    world.cloud.resetCounts();
    await stack.destroy();
    const { [`GET ${IAM}/policies`]: lists, [`GET ${IAM}/policies/{id}`]: reads } =
      world.cloud.counts();
    expect([lists, reads]).toEqual([1, undefined]);
    expect(await isThere()).toBe(false);
  });

  it("is replaced with its policies, unless the old half is made to go first, which would leave them alone", async () => {
    await stack.up(withOwnPolicy());
    const forced = { forceReplace: true };
    expect(await stack.up(withOwnPolicy(forced))).toMatchObject({ replace: 1 });
    expect(stack.outputsOf("policy")[property]).toBe(stack.entry("principal").id);
    const first = stack.up(withOwnPolicy({ ...forced, deleteBeforeReplace: true }));
    await expect(first).rejects.toThrow("policies are still for it");
    expect(await isThere()).toBe(true);
  });

  it("is deleted with a warning where the caller may not see policies", async () => {
    let isHidden = false;
    await world.stop();
    world = await startWorld({
      seed: "hidden",
      faults: ({ path, method }) =>
        isHidden && method === "GET" && path === `${IAM}/policies` ? { status: 403 } : undefined,
    });
    stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(principal());
    isHidden = true;
    await stack.up(nothing);
    expect(stack.lines.join("\n")).toContain("policies are left without anybody cannot be read");
  });
});

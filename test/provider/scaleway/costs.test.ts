/**
 * How many calls an operation makes: counted by the local cloud.
 * @module
 */
import { SimulatedStack, type Program } from "../../support/stack";
import { startWorld, type World } from "../../support/world";

jest.setTimeout(30_000);

const COUNT = 30;
const IAM = "/iam/v1alpha1";

const many: Program = async (declare, projectId) => {
  for (let number = 0; number < COUNT; number += 1) {
    const name = String(number);
    const { id: applicationId } = await declare("scaleway:Application", `app-${name}`);
    const rules = [{ projectIds: [projectId], permissionSetNames: ["ObjectStorageReadOnly"] }];
    await declare("scaleway:Policy", `policy-${name}`, { applicationId, rules });
    await declare("scaleway:ApiKey", `key-${name}`, { applicationId });
  }
};

describe(`${String(COUNT)} applications, policies and keys`, () => {
  let world: World;
  let stack: SimulatedStack;
  beforeAll(async () => {
    world = await startWorld({ seed: "costs" });
    stack = new SimulatedStack({ cloud: world.cloud });
  });
  beforeEach(() => world.cloud.resetCounts());
  afterAll(() => world.stop());

  it("are made with one call each and one list a kind", async () => {
    await stack.up(many);
    expect(world.cloud.counts()).toEqual({
      [`GET ${IAM}/applications`]: 1,
      [`GET ${IAM}/policies`]: 1,
      [`GET ${IAM}/api-keys`]: 1,
      // What the Organization asks of new keys: read once.
      [`GET ${IAM}/organizations/{id}/security-settings`]: 1,
      [`POST ${IAM}/applications`]: COUNT,
      [`POST ${IAM}/policies`]: COUNT,
      [`POST ${IAM}/api-keys`]: COUNT,
    });
  });

  it("cost nothing where nothing changes", async () => {
    await stack.up(many);
    expect(world.cloud.counts()).toEqual({});
  });

  it("are refreshed with one list a kind and one read of rules a policy", async () => {
    await stack.refresh();
    expect(world.cloud.counts()).toEqual({
      [`GET ${IAM}/applications`]: 1,
      [`GET ${IAM}/policies`]: 1,
      [`GET ${IAM}/api-keys`]: 1,
      [`GET ${IAM}/rules`]: COUNT,
    });
  });

  it("are destroyed with one call each and one list a kind", async () => {
    await stack.destroy();
    expect(world.cloud.counts()).toEqual({
      [`GET ${IAM}/applications`]: 1,
      [`GET ${IAM}/policies`]: 1,
      [`GET ${IAM}/api-keys`]: 1,
      [`DELETE ${IAM}/applications/{id}`]: COUNT,
      [`DELETE ${IAM}/policies/{id}`]: COUNT,
      [`DELETE ${IAM}/api-keys/{id}`]: COUNT,
    });
  });
});

/**
 * How many calls an operation makes: counted by the local cloud.
 * @module
 */
import { freshStack } from "../../support/fresh-stack";
import { SimulatedStack, type Program, type Values } from "../../support/stack";
import { startWorld, type World } from "../../support/world";

jest.setTimeout(30_000);

const COUNT = 30;
const IAM = "/iam/v1alpha1";

const PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgM9R4mtlT4GgaxY0J2f4ZqeRhnC0rnohORR86bJsVX a@b";

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
    ({ world, stack } = await freshStack("costs"));
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
      // Whose the key in use is: that identity, and what gives it its rights, is not deleted.
      [`GET ${IAM}/api-keys/{id}`]: 1,
      [`DELETE ${IAM}/applications/{id}`]: COUNT,
      [`DELETE ${IAM}/policies/{id}`]: COUNT,
      [`DELETE ${IAM}/api-keys/{id}`]: COUNT,
    });
  });
});

describe("a refresh of thirty of a kind", () => {
  const LISTED: readonly (readonly [token: string, list: string, args: (n: number) => Values])[] = [
    ["Application", `GET ${IAM}/applications`, () => ({})],
    ["Group", `GET ${IAM}/groups`, () => ({})],
    ["ApiKey", `GET ${IAM}/api-keys`, () => ({})],
    ["Project", "GET /account/v3/projects", () => ({})],
    ["SshKey", `GET ${IAM}/ssh-keys`, () => ({ publicKey: PUBLIC_KEY })],
    ["User", `GET ${IAM}/users`, (n) => ({ email: `${n}@example.com`, username: `user-${n}` })],
  ];

  it.each(LISTED)("%s is one list", async (kind, list, args) => {
    const world = await startWorld({ seed: kind });
    const { cloud } = world;
    try {
      const stack = new SimulatedStack({ cloud });
      await stack.up(async (declare) => {
        const { id } = kind === "ApiKey" ? await declare("scaleway:Application", "bearer") : {};
        const bearer = id === undefined ? {} : { applicationId: id };
        for (let number = 0; number < COUNT; number += 1) {
          await declare(`scaleway:${kind}`, `one-${number}`, { ...args(number), ...bearer });
        }
      });
      cloud.resetCounts();
      expect(await stack.refresh()).toEqual([]);
      // The keys' bearer is refreshed too.
      const bearer = kind === "ApiKey" ? { [`GET ${IAM}/applications`]: 1 } : {};
      expect(cloud.counts()).toEqual({ ...bearer, [list]: 1 });
    } finally {
      await world.stop();
    }
  });
});

/**
 * The mark: a create takes over its own half-made object, and never another's.
 * @module
 */
import type { Fault, RequestRecord } from "../../../emulator";
import { asOwner, type Wire } from "../../support/owner";
import { Killed, SimulatedStack, type Program } from "../../support/stack";
import { killEverywhere } from "../../support/disturbances";
import { idsInState, startWorld, type World } from "../../support/world";
import { kinds, needsOf, programOf } from "./kinds";

jest.setTimeout(60_000);

const oneApplication: Program = async (declare) => {
  await declare("scaleway:Application", "app", { name: "app" });
};

const oneProject =
  (name: string): Program =>
  async (declare) => {
    await declare("scaleway:Project", name);
  };

const oneKey: Program = async (declare) => {
  const { id } = await declare("scaleway:Application", "app", { name: "app" });
  await declare("scaleway:ApiKey", "key", { applicationId: id, description: "nightly" });
};

describe("the mark", () => {
  let world: World;
  let faults: (request: RequestRecord) => Fault | undefined;
  beforeEach(async () => {
    faults = () => undefined;
    world = await startWorld({ seed: "identity", faults: (request) => faults(request) });
  });
  afterEach(() => world.stop());

  const once = (operation: string, fault: Fault) => {
    let isOver = false;
    faults = (request) => {
      if (isOver || request.operation !== operation) return undefined;
      isOver = true;
      return fault;
    };
  };

  const applications = async (): Promise<Wire[]> => {
    const { organizationId } = world.cloud.description.scaleway;
    const path = `/iam/v1alpha1/applications?organization_id=${organizationId}`;
    return (await asOwner(world.cloud, "GET", path))["applications"] as Wire[];
  };

  it("is a tag that no output shows", async () => {
    const stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(oneApplication);
    const [made] = await applications();
    expect(made?.["tags"]).toEqual([
      expect.stringMatching(/^pulumi-storage-access=[0-9a-f]{20}\.[0-9a-f]{8}$/),
    ]);
    expect(stack.outputsOf("app")).toMatchObject({ tags: [] });
    await stack.refresh();
    expect(stack.outputsOf("app")).toMatchObject({ tags: [] });
  });

  it("is the end of a key's description that no output shows", async () => {
    const stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(oneKey);
    const key = await asOwner(
      world.cloud,
      "GET",
      `/iam/v1alpha1/api-keys/${stack.entry("key").id}`,
    );
    expect(key["description"]).toMatch(/^nightly \[pulumi [0-9a-f]{20}\.[0-9a-f]{8}\]$/);
    await stack.refresh();
    expect(stack.outputsOf("key")).toMatchObject({ description: "nightly" });
  });

  it("keeps two people apart whose stacks have equal names, if each has an owner", async () => {
    const ann = new SimulatedStack({ cloud: world.cloud, owner: "ann" });
    const bob = new SimulatedStack({ cloud: world.cloud, owner: "bob" });
    await ann.up(oneProject("project"));
    await bob.up(oneProject("project"));
    expect(ann.entry("project").id).not.toBe(bob.entry("project").id);
    expect(await world.ids()).toEqual(idsInState(ann, bob));
    await bob.destroy();
    expect(await world.ids()).toEqual(idsInState(ann));
  });

  it("keeps stacks, Pulumi projects and organizations of equal resource names apart", async () => {
    const stacks = [
      new SimulatedStack({ cloud: world.cloud }),
      new SimulatedStack({ cloud: world.cloud, stack: "production" }),
      new SimulatedStack({ cloud: world.cloud, project: "website" }),
      new SimulatedStack({ cloud: world.cloud, organization: "acme" }),
    ];
    for (const stack of stacks) {
      await stack.up(oneProject("project"));
    }
    expect(await world.ids()).toEqual(idsInState(...stacks));
    expect((await world.ids())["scaleway:Project"]).toHaveLength(4);
  });

  it("keeps the same name under two component types apart", async () => {
    const stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(async (declare) => {
      await declare("scaleway:Application", "worker", {}, { parentType: "example:Backup" });
      await declare("scaleway:Application", "worker", {}, { parentType: "example:Restore" });
    });
    expect(await applications()).toHaveLength(2);
    expect(await world.ids()).toEqual(idsInState(stack));
  });

  it("leaves an object alone that a renamed resource still holds, when its old name is used anew", async () => {
    const stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(oneProject("old"));
    const held = stack.entry("old");
    // What an alias does: the entry goes on under the new name, with the inputs and outputs it had.
    stack.kept.delete(held.urn);
    const renamed = { ...held, urn: held.urn.replace("::old", "::new") };
    stack.kept.set(renamed.urn, renamed);
    await stack.up(async (declare) => {
      await declare("scaleway:Project", "new", {});
      await declare("scaleway:Project", "old", {});
    });
    expect(stack.entry("new").id).toBe(held.id);
    expect(stack.entry("old").id).not.toBe(held.id);
    expect(await world.ids()).toEqual(idsInState(stack));
  });

  it("says so where the old name is used before the renamed resource is seen", async () => {
    const stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(oneProject("old"));
    const held = stack.entry("old");
    stack.kept.delete(held.urn);
    const urn = held.urn.replace("::old", "::new");
    stack.kept.set(urn, { ...held, urn });
    const program: Program = async (declare) => {
      await declare("scaleway:Project", "old", {});
      await declare("scaleway:Project", "new", {});
    };
    const conflict = `another resource of this stack holds ${held.id} as well`;
    await expect(stack.up(program)).rejects.toThrow(conflict);
    await expect(stack.up(program)).rejects.toThrow(conflict);
  });

  it("fails with both ids where two objects carry it, and touches neither", async () => {
    const stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(oneApplication);
    const [made] = await applications();
    const copy = await asOwner(world.cloud, "POST", "/iam/v1alpha1/applications", {
      name: "copy",
      organization_id: made?.["organization_id"],
      tags: made?.["tags"],
    });
    stack.kept.clear();
    const failure = stack.up(oneApplication);
    await expect(failure).rejects.toThrow(String(made?.["id"]));
    await expect(failure).rejects.toThrow(String(copy["id"]));
    expect(await applications()).toHaveLength(2);
  });

  it("fails where the found object is not what the program describes", async () => {
    const stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(oneKey);
    const { id } = stack.entry("key");
    const { description } = await asOwner(world.cloud, "GET", `/iam/v1alpha1/api-keys/${id}`);
    const { id: other } = await asOwner(world.cloud, "POST", "/iam/v1alpha1/applications", {
      name: "other",
      organization_id: world.cloud.description.scaleway.organizationId,
    });
    const copy = await asOwner(world.cloud, "POST", "/iam/v1alpha1/api-keys", {
      application_id: other,
      description,
    });
    await asOwner(world.cloud, "DELETE", `/iam/v1alpha1/api-keys/${id}`);
    stack.kept.delete(stack.entry("key").urn);
    await expect(stack.up(oneKey)).rejects.toThrow(
      `${String(copy["access_key"])} carries the mark of this resource but is not what the program describes: applicationId`,
    );
  });

  it("lets a lost answer make one application, not two", async () => {
    const stack = new SimulatedStack({ cloud: world.cloud });
    once("POST /iam/v1alpha1/applications", "drop-after");
    await stack.up(oneApplication);
    expect(await applications()).toHaveLength(1);
    expect(await world.ids()).toEqual(idsInState(stack));
  });

  it("lets a lost answer make one usable key, and revokes the lost one after its successor exists", async () => {
    const stack = new SimulatedStack({ cloud: world.cloud });
    once("POST /iam/v1alpha1/api-keys", "drop-after");
    await stack.up(oneKey);
    expect(await world.ids()).toEqual(idsInState(stack));
    const order = world.cloud.requests
      .map(({ operation }) => operation)
      .filter((operation) => /^(POST|DELETE) .*api-keys/.test(operation));
    expect(order).toEqual([
      "POST /iam/v1alpha1/api-keys",
      "POST /iam/v1alpha1/api-keys",
      "DELETE /iam/v1alpha1/api-keys/{id}",
    ]);
    const { accessKey, secretKey } = stack.outputsOf("key");
    expect(accessKey).toBe(stack.entry("key").id);
    expect(secretKey).toEqual(expect.stringMatching(/^[0-9a-f-]{36}$/));
  });

  it("keeps a useless key in the outputs until it is revoked", async () => {
    const stack = new SimulatedStack({ cloud: world.cloud });
    // An application by list and creation; the keys' list, the longest life of a key, and the key.
    world.arm(stack, { request: 5, phase: "after" });
    await expect(stack.up(oneKey)).rejects.toThrow(Killed);
    once("DELETE /iam/v1alpha1/api-keys/{id}", {
      status: 403,
      body: { type: "permissions_denied", message: "insufficient permissions", details: [] },
    });
    await expect(stack.up(oneKey)).rejects.toThrow("insufficient permissions");
    expect(stack.outputsOf("key")["superseded"]).toHaveLength(1);
    await stack.up(oneKey);
    expect(stack.outputsOf("key")["superseded"]).toBeUndefined();
    expect(await world.ids()).toEqual(idsInState(stack));
  });

  it("makes delete leave an object that a newer create has taken over, however often, and say so", async () => {
    const stack = new SimulatedStack({ cloud: world.cloud });
    await stack.up(oneApplication);
    const { id } = stack.entry("app");
    for (const time of [1, 2]) {
      await stack.up(async (declare) => {
        await declare("scaleway:Application", "app", { name: "app" }, { forceReplace: true });
      });
      const said = stack.lines.filter((line) =>
        line.includes(`${id} is left as it is: a newer resource has taken it over`),
      );
      expect(said).toHaveLength(time);
      expect(stack.entry("app").id).toBe(id);
      expect(await world.ids()).toEqual(idsInState(stack));
    }
  });
});

// Names that only one object of the Organization can have leave nothing for a second stack; and what the cloud has nothing
// of cannot be touched.
const shareable = kinds.filter(
  ({ uniqueNames, inapplicable }) => !uniqueNames && inapplicable?.drift === undefined,
);
describe.each(shareable)("$token of two stacks with equal names and an owner each", (kind) => {
  it("is never touched by the other's killed run", async () => {
    const kills = await killEverywhere(async ({ cloud, ids }) => {
      const ann = new SimulatedStack({ cloud, owner: "ann" });
      const bob = new SimulatedStack({ cloud, owner: "bob" });
      await ann.up(programOf(kind));
      // What it needs are kinds with rows of their own.
      await bob.up(needsOf(kind));
      return {
        stack: bob,
        run: () => bob.up(programOf(kind)),
        verify: async () => {
          expect(await ids()).toEqual(idsInState(ann, bob));
          await bob.destroy();
          expect(await ids()).toEqual(idsInState(ann));
        },
      };
    });
    expect(kills).toBeGreaterThan(1);
  });
});

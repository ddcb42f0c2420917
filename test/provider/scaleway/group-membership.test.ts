/**
 * @module
 */
import type { Cloud, Fault } from "../../../emulator";
import { faultEverywhere, killEverywhere } from "../../support/disturbances";
import { asOwner } from "../../support/owner";
import { simulatedClock } from "../../support/simulated-clock";
import { freshStack } from "../../support/fresh-stack";
import { SimulatedStack, type Declare, type Program, type Values } from "../../support/stack";
import { startWorld, type World } from "../../support/world";

jest.setTimeout(30_000);

type Ids = Record<"group" | "one" | "two" | "three", unknown>;

/** A group and three applications. */
async function needs(declare: Declare): Promise<Ids> {
  const { id: group } = await declare("scaleway:Group", "group");
  const { id: one } = await declare("scaleway:Application", "one");
  const { id: two } = await declare("scaleway:Application", "two");
  const { id: three } = await declare("scaleway:Application", "three");
  return { group, one, two, three };
}

/** A program with one membership. */
const withMembers =
  (members: (ids: Ids) => Values): Program =>
  async (declare) => {
    const ids = await needs(declare);
    await declare("scaleway:GroupMembership", "members", { groupId: ids.group, ...members(ids) });
  };

const onlyNeeds: Program = async (declare) => {
  await needs(declare);
};

const oneAndTwo = withMembers(({ one, two }) => ({ applicationIds: [one, two] }));
const twoAndThree = withMembers(({ two, three }) => ({ applicationIds: [two, three] }));

/** Names of the applications in the group, as the service has them. */
async function applicationsIn(cloud: Cloud, stack: SimulatedStack): Promise<string[]> {
  const path = `/iam/v1alpha1/groups/${stack.entry("group").id}`;
  const group = await asOwner(cloud, "GET", path);
  const ids = group["application_ids"] as string[];
  return ["one", "two", "three"].filter((name) => ids.includes(stack.entry(name).id));
}

describe("a group membership", () => {
  let world: World;
  let stack: SimulatedStack;
  beforeEach(async () => ({ world, stack } = await freshStack("membership")));
  afterEach(() => world.stop());

  const members = () => applicationsIn(world.cloud, stack);
  const elsewhere = async (call: "add-member" | "remove-member", name: string): Promise<void> => {
    const path = `/iam/v1alpha1/groups/${stack.entry("group").id}/${call}`;
    await asOwner(world.cloud, "POST", path, { application_id: stack.entry(name).id });
  };

  it("adds all its members by one call, and changes them in place", async () => {
    await stack.up(oneAndTwo);
    expect(world.cloud.counts()["POST /iam/v1alpha1/groups/{id}/add-members"]).toBe(1);
    expect(await members()).toEqual(["one", "two"]);
    const { id } = stack.entry("members");
    expect(await stack.up(twoAndThree)).toMatchObject({ update: 1, replace: 0 });
    expect(stack.entry("members").id).toBe(id);
    expect(await members()).toEqual(["two", "three"]);
  });

  it("costs nothing where nothing changes, in any order", async () => {
    await stack.up(oneAndTwo);
    world.cloud.resetCounts();
    const turned = withMembers(({ one, two }) => ({ applicationIds: [two, one] }));
    expect(await stack.up(turned)).toMatchObject({ update: 0 });
    expect(world.cloud.counts()).toEqual({});
  });

  it("leaves others alone: when it is made, changed, refreshed and removed", async () => {
    await stack.up(onlyNeeds);
    await elsewhere("add-member", "three");
    const one = withMembers(({ one: id }) => ({ applicationIds: [id] }));
    await stack.up(one);
    await stack.refresh();
    expect(await stack.up(one)).toMatchObject({ update: 0 });
    await stack.up(withMembers(({ two }) => ({ applicationIds: [two] })));
    expect(await members()).toEqual(["two", "three"]);
    await stack.up(onlyNeeds);
    expect(await members()).toEqual(["three"]);
  });

  it("puts its own members back after a refresh has seen that somebody took one out", async () => {
    await stack.up(oneAndTwo);
    await elsewhere("remove-member", "one");
    await stack.refresh();
    expect(stack.outputsOf("members")["applicationIds"]).toEqual([stack.entry("two").id]);
    expect(await stack.up(oneAndTwo)).toMatchObject({ update: 1 });
    expect(await members()).toEqual(["one", "two"]);
  });

  it("is not changed where somebody took one of its members out since the last refresh", async () => {
    await stack.up(oneAndTwo);
    await elsewhere("remove-member", "one");
    const all = withMembers(({ one, two, three }) => ({ applicationIds: [one, two, three] }));
    await expect(stack.up(all)).rejects.toThrow(/applicationIds is .* and was .* at the last run/);
    expect(await members()).toEqual(["two"]);
    // The program does not want it back either: nothing is lost.
    await stack.up(twoAndThree);
    expect(await members()).toEqual(["two", "three"]);
  });

  it("takes users as well, and a member that was taken out already is no error", async () => {
    const { accessKey } = world.cloud.description.scaleway;
    const key = await asOwner(world.cloud, "GET", `/iam/v1alpha1/api-keys/${accessKey}`);
    const owner = key["user_id"];
    await stack.up(withMembers(({ one }) => ({ userIds: [owner], applicationIds: [one] })));
    const path = `/iam/v1alpha1/groups/${stack.entry("group").id}`;
    expect((await asOwner(world.cloud, "GET", path))["user_ids"]).toEqual([owner]);
    await elsewhere("remove-member", "one");
    await stack.up(onlyNeeds);
    expect((await asOwner(world.cloud, "GET", path))["user_ids"]).toEqual([]);
  });

  it("is gone where its group is gone, and removing it then is no error", async () => {
    await stack.up(oneAndTwo);
    const kept = new Map(stack.kept);
    await asOwner(world.cloud, "DELETE", `/iam/v1alpha1/groups/${stack.entry("group").id}`);
    await expect(stack.refresh()).rejects.toThrow("The state is kept");
    await new SimulatedStack({ cloud: world.cloud, project: "other" }).up(async (declare) => {
      await declare("scaleway:Group", "other");
    });
    expect((await stack.refresh()).sort()).toEqual(["group", "members"]);
    for (const [urn, entry] of kept) stack.kept.set(urn, entry);
    await stack.destroy();
    expect(stack.kept.size).toBe(0);
  });

  it("moves to another group, and leaves the first without its members", async () => {
    const inGroup =
      (name: string): Program =>
      async (declare) => {
        const { one } = await needs(declare);
        await declare("scaleway:Group", "second");
        const { id: groupId } = stack.entry(name);
        await declare("scaleway:GroupMembership", "members", { groupId, applicationIds: [one] });
      };
    await stack.up(async (declare) => {
      await needs(declare);
      await declare("scaleway:Group", "second");
    });
    await stack.up(inGroup("group"));
    expect(await stack.up(inGroup("second"))).toMatchObject({ replace: 1 });
    expect(await members()).toEqual([]);
    const second = await asOwner(
      world.cloud,
      "GET",
      `/iam/v1alpha1/groups/${stack.entry("second").id}`,
    );
    expect(second["application_ids"]).toEqual([stack.entry("one").id]);
  });

  it("keeps its members in the group when the engine is forced to replace it", async () => {
    await stack.up(oneAndTwo);
    await stack.up(async (declare) => {
      const { group: groupId, one, two } = await needs(declare);
      const args = { groupId, applicationIds: [one, two] };
      await declare("scaleway:GroupMembership", "members", args, { forceReplace: true });
    });
    expect(await members()).toEqual(["one", "two"]);
  });

  it("is not taken for gone where the right to read the group is missing", async () => {
    await stack.up(oneAndTwo);
    const { organizationId } = world.cloud.description.scaleway;
    const nobody = { name: "nobody", organization_id: organizationId };
    const { id } = await asOwner(world.cloud, "POST", "/iam/v1alpha1/applications", nobody);
    const key = await asOwner(world.cloud, "POST", "/iam/v1alpha1/api-keys", {
      application_id: id,
    });
    const poor = new SimulatedStack({
      cloud: world.cloud,
      env: {
        SCW_ACCESS_KEY: String(key["access_key"]),
        SCW_SECRET_KEY: String(key["secret_key"]),
      },
    });
    for (const [urn, entry] of stack.kept) poor.kept.set(urn, entry);
    await expect(poor.refresh()).rejects.toThrow(/read on group/);
  });
});

describe("memberships of one group, which takes its time to change", () => {
  const clock = simulatedClock("2026-06-01T10:00:00Z");
  let world: World;
  let stack: SimulatedStack;
  beforeEach(async () => {
    world = await startWorld({ seed: "busy", clock, membershipChangeSeconds: 3 });
    stack = new SimulatedStack({ cloud: world.cloud, clock });
  });
  afterEach(() => world.stop());

  const three: Program = async (declare) => {
    const { group: groupId, ...applications } = await needs(declare);
    await Promise.all(
      Object.entries(applications).map(([name, id]) =>
        declare("scaleway:GroupMembership", `of-${name}`, { groupId, applicationIds: [id] }),
      ),
    );
  };

  it("are made and removed at the same time: each waits for its turn, and for the group", async () => {
    await stack.up(three);
    expect(await applicationsIn(world.cloud, stack)).toEqual(["one", "two", "three"]);
    await stack.up(onlyNeeds);
    expect(await applicationsIn(world.cloud, stack)).toEqual([]);
    const refused = world.cloud.requests.filter(({ status }) => status === 409);
    expect(refused.length).toBeGreaterThan(0);
  });

  it("wait no longer than their time allows, and then say for what", async () => {
    await world.stop();
    world = await startWorld({ seed: "stuck", clock, membershipChangeSeconds: 3600 });
    stack = new SimulatedStack({ cloud: world.cloud, clock });
    await stack.up(oneAndTwo);
    const timeouts = { updateSeconds: 30 };
    const change = withMembers(({ three: id }) => ({ applicationIds: [id], timeouts }));
    await expect(stack.up(change)).rejects.toThrow(/transient_state|transient state/);
    expect(stack.lines.join("\n")).toContain("to settle");
  });
});

describe("a group membership that is disturbed at any request", () => {
  const scene = (before: Program | undefined, program: Program, expected: readonly string[]) =>
    async function set({ cloud }: World) {
      const stack = new SimulatedStack({ cloud });
      await stack.up(before ?? onlyNeeds);
      return {
        stack,
        run: () => stack.up(program),
        verify: async () => {
          expect(await applicationsIn(cloud, stack)).toEqual(expected);
          expect(await stack.up(program)).toMatchObject({ create: 0, update: 0 });
        },
      };
    };
  const scenes = [
    ["made", scene(undefined, oneAndTwo, ["one", "two"])],
    ["changed", scene(oneAndTwo, twoAndThree, ["two", "three"])],
    ["removed", scene(oneAndTwo, onlyNeeds, [])],
  ] as const;

  it.each(scenes)("by a kill is %s by the next run", async (_name, set) => {
    expect(await killEverywhere(set)).toBeGreaterThan(1);
  });

  const faults: readonly (readonly [string, Fault])[] = [
    ["drop-before", "drop-before"],
    ["drop-after", "drop-after"],
    ["429", { status: 429 }],
    ["500", { status: 500, body: { message: "Internal error" } }],
  ];
  it.each(faults)("by a fault (%s) is as wished in the end", async (_name, fault) => {
    for (const [, set] of scenes) expect(await faultEverywhere(fault, set)).toBeGreaterThan(0);
  });
});

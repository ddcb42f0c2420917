/**
 * Whose state it is: copies of a stack that have no state touch nothing of what the first one made.
 * @module
 */
import { killEverywhere } from "../../support/disturbances";
import { asOwner } from "../../support/owner";
import { SimulatedStack, type Program } from "../../support/stack";
import { idsInState, startWorld, type World } from "../../support/world";

jest.setTimeout(60_000);

/** Names that the service takes any number of times, or that the provider chooses. */
const nameless: Program = async (declare) => {
  const { id } = await declare("scaleway:Application", "app");
  const project = await declare("scaleway:Project", "project");
  await declare("scaleway:ApiKey", "key", { applicationId: id, defaultProjectId: project["id"] });
  const bucket = await declare("scaleway:Bucket", "bucket", { projectId: project["id"] });
  const place = { bucket: bucket["name"], projectId: project["id"], region: bucket["region"] };
  await declare("scaleway:BucketAcl", "acl", { ...place, acl: "private" });
};

const named: Program = async (declare) => {
  await declare("scaleway:Application", "app", { name: "reports" });
};

describe("a copy of a stack without its state", () => {
  let world: World;
  let first: SimulatedStack;
  beforeEach(async () => {
    world = await startWorld({ seed: "lineage" });
    first = new SimulatedStack({ cloud: world.cloud });
  });
  afterEach(() => world.stop());

  const keyOf = async (stack: SimulatedStack): Promise<unknown> =>
    asOwner(world.cloud, "GET", `/iam/v1alpha1/api-keys/${stack.entry("key").id}`);

  it("makes objects of its own, and the first one's key lives on as it was", async () => {
    await first.up(nameless);
    const before = await keyOf(first);
    const copy = new SimulatedStack(first.options);
    await copy.up(nameless);
    expect(await keyOf(first)).toEqual(before);
    expect(await world.ids()).toEqual(idsInState(first, copy));
    expect(await first.up(nameless)).toMatchObject({ same: 5 });
    expect(copy.lines.join("\n")).not.toContain("which an interrupted run left");
    await copy.destroy();
    expect(await world.ids()).toEqual(idsInState(first));
    expect(await keyOf(first)).toEqual(before);
  });

  it("does so beside the first one, too", async () => {
    const copy = new SimulatedStack(first.options);
    await Promise.all([first.up(nameless), copy.up(nameless)]);
    expect(await world.ids()).toEqual(idsInState(first, copy));
  });

  it("is refused a name that the first one has, with the id and the way to adopt", async () => {
    await first.up(named);
    const copy = new SimulatedStack(first.options);
    const { id } = first.entry("app");
    await expect(copy.up(named)).rejects.toThrow(
      new RegExp(`${id} is there already, and this stack's state did not make it.*adopt`, "s"),
    );
    expect(copy.kept.size).toBe(0);
    expect(await first.up(named)).toMatchObject({ same: 1 });
  });

  it("touches nothing of the first one's, killed at any request", async () => {
    const kills = await killEverywhere(async ({ cloud, ids }) => {
      const maker = new SimulatedStack({ cloud });
      await maker.up(nameless);
      const stack = new SimulatedStack({ cloud });
      return {
        stack,
        run: () => stack.up(nameless),
        verify: async () => {
          expect(await ids()).toEqual(idsInState(maker, stack));
          expect(await maker.up(nameless)).toMatchObject({ same: 5 });
        },
      };
    });
    expect(kills).toBeGreaterThan(10);
  });

  it("which had a state from before there were lineages keeps it, and its objects, as they are", async () => {
    await first.up(nameless);
    first.lineage = undefined;
    for (const entry of first.kept.values()) {
      entry.inputs = { ...entry.inputs, mark: String(entry.inputs["mark"]).split(".")[0] };
      entry.outputs = { ...entry.outputs, mark: entry.inputs["mark"] };
    }
    world.cloud.resetCounts();
    expect(await first.up(nameless)).toMatchObject({ same: 5 });
    expect(
      Object.keys(world.cloud.counts()).filter((call) => /^(POST|PATCH|PUT|DELETE)/.test(call)),
    ).toEqual([]);
    await first.destroy();
    expect(Object.values(await world.ids()).flat()).toEqual([]);
  });
});

/**
 * @module
 */
import { asOwner } from "../../support/owner";
import { freshStack } from "../../support/fresh-stack";
import type { SimulatedStack, Program, Values } from "../../support/stack";
import type { World } from "../../support/world";

describe("a group", () => {
  let world: World;
  let stack: SimulatedStack;
  let ownerId: string;
  beforeEach(async () => {
    ({ world, stack } = await freshStack("group"));
    const { accessKey } = world.cloud.description.scaleway;
    const key = await asOwner(world.cloud, "GET", `/iam/v1alpha1/api-keys/${accessKey}`);
    ownerId = String(key["user_id"]);
  });
  afterEach(() => world.stop());

  const program =
    (args: (ids: { one: unknown; two: unknown }) => Values): Program =>
    async (declare) => {
      const { id: one } = await declare("scaleway:Application", "one");
      const { id: two } = await declare("scaleway:Application", "two");
      await declare("scaleway:Group", "group", args({ one, two }));
    };

  const members = async () => {
    const group = await asOwner(
      world.cloud,
      "GET",
      `/iam/v1alpha1/groups/${stack.entry("group").id}`,
    );
    return { applications: group["application_ids"], users: group["user_ids"] };
  };

  const addElsewhere = (body: Values) =>
    asOwner(
      world.cloud,
      "POST",
      `/iam/v1alpha1/groups/${stack.entry("group").id}/add-member`,
      body,
    );

  it("has the applications that are given and no others, in no order", async () => {
    await stack.up(program(({ one, two }) => ({ applicationIds: [one, two] })));
    const turned = program(({ one, two }) => ({ applicationIds: [two, one] }));
    expect(await stack.up(turned)).toMatchObject({ update: 0 });
    await stack.up(program(({ two }) => ({ applicationIds: [two] })));
    expect(await members()).toEqual({ applications: [stack.entry("two").id], users: [] });
  });

  it("loses a member that was added elsewhere, after a refresh", async () => {
    const given = program(({ one }) => ({ applicationIds: [one] }));
    await stack.up(given);
    await addElsewhere({ application_id: stack.entry("two").id });
    await stack.refresh();
    expect(await stack.up(given)).toMatchObject({ update: 1 });
    expect(await members()).toMatchObject({ applications: [stack.entry("one").id] });
  });

  it("leaves members alone of which the program says nothing", async () => {
    const silent = program(() => ({ description: "one" }));
    await stack.up(silent);
    await addElsewhere({ application_id: stack.entry("two").id });
    await stack.refresh();
    expect(stack.outputsOf("group")).not.toHaveProperty("applicationIds");
    expect(await stack.up(silent)).toMatchObject({ update: 0 });
    await stack.up(program(() => ({ description: "two" })));
    expect(await members()).toMatchObject({ applications: [stack.entry("two").id] });
  });

  it("leaves users alone where only applications are given", async () => {
    await stack.up(program(({ one }) => ({ applicationIds: [one] })));
    await addElsewhere({ user_id: ownerId });
    await stack.up(program(({ two }) => ({ applicationIds: [two] })));
    expect(await members()).toEqual({ applications: [stack.entry("two").id], users: [ownerId] });
  });

  it("is emptied by an empty list, and left alone once the list is no longer given", async () => {
    await stack.up(program(({ one }) => ({ applicationIds: [one] })));
    await stack.up(program(() => ({ applicationIds: [] })));
    expect(await members()).toMatchObject({ applications: [] });
    await stack.up(program(({ one }) => ({ applicationIds: [one] })));
    expect(await stack.up(program(() => ({})))).toMatchObject({ update: 0 });
    expect(await members()).toMatchObject({ applications: [stack.entry("one").id] });
  });
  it("has the users that are given and no others, in no order", async () => {
    const { id: other } = await asOwner(world.cloud, "POST", "/iam/v1alpha1/users", {
      organization_id: world.cloud.description.scaleway.organizationId,
      member: { email: "ada@example.com", username: "ada" },
    });
    const both = [ownerId, String(other)];
    await stack.up(program(() => ({ userIds: both })));
    expect(await stack.up(program(() => ({ userIds: both.toReversed() })))).toMatchObject({
      update: 0,
    });
    await addElsewhere({ application_id: stack.entry("one").id });
    expect(await stack.up(program(() => ({ userIds: [ownerId] })))).toMatchObject({ update: 1 });
    expect(await members()).toEqual({ applications: [stack.entry("one").id], users: [ownerId] });
  });
});

/**
 * @module
 */
import { asOwner, type Wire } from "../../support/owner";
import { freshStack } from "../../support/fresh-stack";
import { CheckFailed, type Program, type SimulatedStack, type Values } from "../../support/stack";
import type { World } from "../../support/world";

const SOME_ID = "0a0a0a0a-0000-4000-8000-000000000001";

describe("a policy", () => {
  let world: World;
  let stack: SimulatedStack;
  let projectId: string;
  beforeEach(async () => {
    ({ world, stack } = await freshStack("policy"));
    projectId = world.cloud.description.scaleway.defaultProjectId;
  });
  afterEach(() => world.stop());

  const withPolicy =
    (args: Values): Program =>
    async (declare) => {
      const { id } = await declare("scaleway:Application", "app");
      await declare("scaleway:Policy", "policy", { applicationId: id, ...args });
    };

  const rule = (...permissionSetNames: string[]): Values => ({
    projectIds: [projectId],
    permissionSetNames,
  });

  const live = (): Promise<Wire> =>
    asOwner(world.cloud, "GET", `/iam/v1alpha1/policies/${stack.entry("policy").id}`);

  const putRules = (rules: readonly Values[]): Promise<Wire> =>
    asOwner(world.cloud, "PUT", "/iam/v1alpha1/rules", {
      policy_id: stack.entry("policy").id,
      rules: rules.map((one) => ({
        permission_set_names: one["permissionSetNames"],
        project_ids: one["projectIds"],
        condition: "",
      })),
    });

  it("has rules without order: neither the program's nor the service's makes a difference", async () => {
    const first = rule("ObjectStorageReadOnly", "ObjectStorageBucketsRead");
    const second = { ...rule("ObjectStorageFullAccess"), condition: "1 == 1" };
    await stack.up(withPolicy({ rules: [first, second] }));
    const turned = {
      ...first,
      permissionSetNames: ["ObjectStorageBucketsRead", "ObjectStorageReadOnly"],
    };
    expect(await stack.up(withPolicy({ rules: [second, turned] }))).toMatchObject({ update: 0 });
    await stack.refresh();
    expect(await stack.up(withPolicy({ rules: [second, turned] }))).toMatchObject({ update: 0 });
  });

  it("has as many rules as one likes: all pages are read", async () => {
    const rules = Array.from({ length: 130 }, (_, index) => ({
      ...rule("ObjectStorageReadOnly"),
      condition: `request.user_agent == "agent-${String(index)}"`,
    }));
    await stack.up(withPolicy({ rules }));
    await stack.refresh();
    expect(await stack.up(withPolicy({ rules }))).toMatchObject({ update: 0 });
    expect(stack.outputsOf("policy")["rules"]).toHaveLength(130);
  });

  it("gets its rules back after they were changed elsewhere", async () => {
    const rules = [rule("ObjectStorageReadOnly")];
    await stack.up(withPolicy({ rules }));
    await putRules([rule("ObjectStorageFullAccess")]);
    await stack.refresh();
    expect(await stack.up(withPolicy({ rules }))).toMatchObject({ update: 1 });
    await stack.refresh();
    expect(stack.outputsOf("policy")["rules"]).toEqual(rules);
  });

  it("compares the live rules with the state before it writes new ones", async () => {
    await stack.up(withPolicy({ rules: [rule("ObjectStorageReadOnly")] }));
    await putRules([rule("ObjectStorageFullAccess")]);
    await expect(
      stack.up(withPolicy({ rules: [rule("ObjectStorageBucketsRead")] })),
    ).rejects.toThrow(/rules is .*ObjectStorageFullAccess.* and was .*ObjectStorageReadOnly/);
  });

  it("gets its principal back after it was given another one elsewhere", async () => {
    const program: Program = async (declare) => {
      const { id: groupId } = await declare("scaleway:Group", "group");
      await declare("scaleway:Policy", "policy", { groupId, rules: [] });
    };
    await stack.up(program);
    await asOwner(world.cloud, "PATCH", `/iam/v1alpha1/policies/${stack.entry("policy").id}`, {
      no_principal: true,
    });
    await stack.refresh();
    expect(stack.outputsOf("policy")).toMatchObject({ noPrincipal: true });
    expect(stack.outputsOf("policy")).not.toHaveProperty("groupId");
    expect(await stack.up(program)).toMatchObject({ update: 1 });
    expect(await live()).toMatchObject({ group_id: stack.entry("group").id });
  });

  it("moves from one kind of principal to another in place", async () => {
    await stack.up(withPolicy({ rules: [] }));
    const { id } = stack.entry("policy");
    await stack.up(async (declare) => {
      await declare("scaleway:Application", "app");
      const { id: groupId } = await declare("scaleway:Group", "group");
      await declare("scaleway:Policy", "policy", { groupId, rules: [] });
    });
    expect(stack.entry("policy").id).toBe(id);
    expect(await live()).not.toHaveProperty("application_id");
  });

  it("serves its principal where noPrincipal is false, and has nothing to change then", async () => {
    const program: Program = async (declare) => {
      const { id } = await declare("scaleway:Application", "app");
      const served = { applicationId: id, noPrincipal: false, rules: [] };
      await declare("scaleway:Policy", "policy", served);
    };
    await stack.up(program);
    expect(await stack.up(program)).toMatchObject({ same: 2 });
  });

  describe("refuses before any call", () => {
    const failure = async (args: Values): Promise<readonly string[]> => {
      const outcome = await stack
        .up(async (declare) => {
          await declare("scaleway:Policy", "policy", args);
        })
        .catch((thrown: unknown) => thrown);
      if (!(outcome instanceof CheckFailed)) throw outcome;
      expect(world.cloud.counts()).toEqual({});
      return outcome.failures.map(({ property, reason }) => `${property}: ${reason}`);
    };

    it("two principals, and none; noPrincipal: false is none", async () => {
      expect(await failure({ rules: [] })).toEqual([
        "applicationId: none of applicationId, userId, groupId, noPrincipal is given: exactly one is needed",
      ]);
      expect(await failure({ rules: [], userId: SOME_ID, noPrincipal: true })).toEqual([
        `noPrincipal: userId ("${SOME_ID}") and noPrincipal (true) are given: of applicationId, userId, groupId, noPrincipal, exactly one is allowed`,
      ]);
      expect(await failure({ rules: [], noPrincipal: false })).toEqual([
        "applicationId: none of applicationId, userId, groupId, noPrincipal is given: exactly one is needed",
      ]);
    });

    it("a rule without scope, with both scopes, or with none of a list", async () => {
      const sets = { permissionSetNames: ["ObjectStorageReadOnly"] };
      expect(await failure({ noPrincipal: true, rules: [sets] })).toEqual([
        "rules[0].projectIds: none of projectIds, organizationId is given: exactly one is needed",
      ]);
      const both = { ...sets, projectIds: [SOME_ID], organizationId: SOME_ID };
      expect(await failure({ noPrincipal: true, rules: [both] })).toEqual([
        `rules[0].organizationId: projectIds (["${SOME_ID}"]) and organizationId ("${SOME_ID}") are given: of projectIds, organizationId, exactly one is allowed`,
      ]);
      const empty = { projectIds: [], permissionSetNames: [] };
      expect(await failure({ noPrincipal: true, rules: [empty] })).toEqual([
        "rules[0].projectIds: [] is not allowed: at least one is needed",
        "rules[0].permissionSetNames: [] is not allowed: at least one is needed",
      ]);
    });

    it("everything at once, whatever else is wrong", async () => {
      expect(await failure({ rules: [], tags: ["a:b"], userId: "me", groupId: "us" })).toEqual([
        expect.stringMatching(/^tags\[0\]: "a:b"/),
        expect.stringMatching(/^userId: "me"/),
        expect.stringMatching(/^groupId: "us"/),
        expect.stringMatching(/^groupId: userId \("me"\) and groupId \("us"\) are given/),
      ]);
    });

    it("sets of two scope types in one rule", async () => {
      const mixed = rule("ObjectStorageFullAccess", "IAMManager");
      expect(await failure({ noPrincipal: true, rules: [mixed] })).toEqual([
        'rules[0].permissionSetNames: the sets of one rule must be of one scope type: write two rules, one for Projects ("ObjectStorageFullAccess") and one for the Organization ("IAMManager")',
      ]);
    });

    it("a tag with a colon, and a tenth tag", async () => {
      expect(await failure({ noPrincipal: true, rules: [], tags: ["team:storage"] })).toEqual([
        'tags[0]: "team:storage" is not allowed: it must be a text of 1 to 1000 characters, of letters, digits, blanks and . _ - / = + @ (no colon)',
      ]);
      const ten = Array.from({ length: 10 }, (_, index) => `tag-${String(index)}`);
      expect(await failure({ noPrincipal: true, rules: [], tags: ten })).toEqual([
        "tags: 10 entries are too many: there may be at most 9",
      ]);
    });
  });

  it("warns of a permission set that the catalog does not know, and lets the service decide", async () => {
    world.cloud.setSwitches({ unknownPermissionSet: "noEffect" });
    await stack.up(withPolicy({ rules: [rule("ObjectStorageFulAccess")] }));
    expect(stack.lines.join("\n")).toMatch(
      /"ObjectStorageFulAccess" is no permission set of the catalog of \d{4}-\d\d-\d\d; did you mean "ObjectStorageFullAccess"\?/,
    );
  });
});

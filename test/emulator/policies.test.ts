import { openCloud, type Json, type OpenCloud } from "./support";

const POLICIES = "/iam/v1alpha1/policies";
const RULES = "/iam/v1alpha1/rules";
let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

const create = (body: object): Promise<Json> =>
  open.owner.ok("POST", POLICIES, {
    name: "p",
    organization_id: open.owner.organizationId,
    no_principal: true,
    ...body,
  });
const rulesOf = async (policyId: unknown): Promise<Json[]> =>
  (await open.owner.ok("GET", `${RULES}?policy_id=${String(policyId)}`)).rules;
const refusal = async (rule: object): Promise<Json> => {
  const { status, body } = await open.owner.call("POST", POLICIES, {
    name: "p",
    organization_id: open.owner.organizationId,
    no_principal: true,
    rules: [rule],
  });
  return { status, ...((body.details as Json[] | undefined)?.[0] ?? body) };
};

describe("IAM policies [recorded]", () => {
  it("answer a POST without counts, a GET with them", async () => {
    const { owner } = open;
    const project = await owner.project("second");
    const policy = await create({
      rules: [
        { permission_set_names: ["IAMReadOnly"], organization_id: owner.organizationId },
        {
          permission_set_names: ["ObjectStorageReadOnly", "ObjectStorageObjectsWrite"],
          project_ids: [project.id],
        },
        { permission_set_names: ["ObjectStorageReadOnly"], project_ids: [project.id] },
      ],
    });
    expect(policy).toMatchObject({ nb_rules: 0, nb_scopes: 0, nb_permission_sets: 0 });
    expect(Object.keys(policy)).not.toContain("rules");
    expect(policy.no_principal).toBe(true);
    const read = await owner.ok("GET", `${POLICIES}/${policy.id}`);
    expect(read).toMatchObject({ nb_rules: 3, nb_scopes: 2, nb_permission_sets: 4 });
  });

  it("count the default Project beside the Organization, though both have one id [assumed]", async () => {
    const { owner } = open;
    const { organizationId } = owner;
    const { id } = await create({
      rules: [
        { permission_set_names: ["IAMReadOnly"], organization_id: organizationId },
        { permission_set_names: ["ObjectStorageReadOnly"], project_ids: [organizationId] },
      ],
    });
    expect(await owner.ok("GET", `${POLICIES}/${id}`)).toMatchObject({ nb_scopes: 2 });
  });

  it("cannot say that they have a principal without naming it", async () => {
    const body = { name: "p", organization_id: open.owner.organizationId, no_principal: false };
    expect((await open.owner.call("POST", POLICIES, body)).body).toEqual({
      details: [
        {
          argument_name: "no_principal",
          help_message: "must be set to true when used",
          reason: "constraint",
        },
      ],
      message: "invalid argument(s)",
      type: "invalid_arguments",
    });
  });

  it("have exactly one principal, which exists [assumed]", async () => {
    const { owner } = open;
    const application = await owner.application("ci");
    const body = { name: "p", organization_id: owner.organizationId };
    const refused = async (principal: object): Promise<unknown> =>
      (await owner.call("POST", POLICIES, { ...body, ...principal })).body;
    expect(await refused({})).toMatchObject({ type: "invalid_arguments" });
    expect(await refused({ no_principal: true, application_id: application.id })).toMatchObject({
      type: "invalid_arguments",
    });
    expect(await refused({ user_id: application.id })).toMatchObject({
      type: "not_found",
      resource: "user",
    });
  });

  it("change principal by PATCH: the old member vanishes, the date stays", async () => {
    const { owner, clock } = open;
    const policy = await create({});
    clock.forward(5);
    const application = await owner.application("ci");
    const path = `${POLICIES}/${policy.id}`;
    const given = await owner.ok("PATCH", path, { application_id: application.id, tags: ["t"] });
    expect(Object.keys(given)).not.toContain("no_principal");
    expect(given).toMatchObject({
      application_id: application.id,
      tags: ["t"],
      updated_at: policy.updated_at,
    });
  });

  /** The names of the policies that are found, of "b" for nobody and "a" for an application. */
  const found = async (query: (applicationId: string) => string): Promise<unknown[]> => {
    const { owner } = open;
    const { id } = await owner.application("ci");
    await create({ name: "b" });
    await owner.policy("a", ["IAMReadOnly"], { application_id: id });
    return (await owner.list(POLICIES, query(id))).policies.map(({ name }) => name);
  };

  it("are listed by name unless asked otherwise", async () => {
    expect(await found(() => "")).toEqual(["a", "b"]);
  });

  it("are listed by age where that is asked for [SDK]", async () => {
    expect(await found(() => "&order_by=created_at_asc")).toEqual(["b", "a"]);
  });

  it("are found by their whole name", async () => {
    expect(await found(() => "&policy_name=b")).toEqual(["b"]);
  });

  it("are found by principal [SDK]", async () => {
    expect(await found((id) => `&application_ids=${id}`)).toEqual(["a"]);
  });

  it("are found by having no principal [SDK]", async () => {
    expect(await found(() => "&no_principal=true")).toEqual(["b"]);
  });

  it("are not found by application_id, which is passed over [reported]", async () => {
    expect(await found((id) => `&application_id=${id}`)).toEqual(["a", "b"]);
  });

  const copyOfOne = async (): Promise<Json> => {
    const { owner } = open;
    const principal = { application_id: (await owner.application("ci")).id, tags: ["t"] };
    const { id } = await owner.policy("p", ["IAMReadOnly"], principal);
    return owner.ok("POST", `${POLICIES}/${id}/clone`, {});
  };

  it("are cloned under another name, without principal and tags [reported]", async () => {
    const clone = await copyOfOne();
    expect(clone).toMatchObject({ name: "Copy of p", no_principal: true, tags: [] });
    expect(Object.keys(clone)).not.toContain("application_id");
  });

  it("are cloned with their rules [assumed]", async () => {
    const clone = await copyOfOne();
    expect(clone).toMatchObject({ nb_rules: 1 });
    expect(await rulesOf(clone.id)).toMatchObject([{ permission_set_names: ["IAMReadOnly"] }]);
  });
});

describe("IAM rules [recorded]", () => {
  it("come back in the order set, each with its sets sorted, and with new ids after every PUT", async () => {
    const { owner } = open;
    const { id } = await create({});
    const organization_id = owner.organizationId;
    const body = {
      policy_id: id,
      rules: [
        { permission_set_names: ["ProjectReadOnly", "IAMReadOnly"], organization_id },
        { permission_set_names: ["AllProductsFullAccess"], organization_id, condition: "1 == 1" },
      ],
    };
    const put = (await owner.ok("PUT", RULES, body)).rules;
    expect(put).toEqual([
      {
        id: expect.any(String) as string,
        permission_set_names: ["IAMReadOnly", "ProjectReadOnly"],
        permission_sets_scope_type: "organization",
        condition: "",
        organization_id,
      },
      {
        id: expect.any(String) as string,
        permission_set_names: ["AllProductsFullAccess"],
        permission_sets_scope_type: "projects",
        condition: "1 == 1",
        organization_id,
      },
    ]);
    expect(await rulesOf(id)).toEqual(put);
    const again = (await owner.ok("PUT", RULES, body)).rules;
    expect(again.map((rule) => rule.id)).not.toEqual(put.map((rule) => rule.id));
  });

  it("move the policy's date when replaced", async () => {
    const { owner, clock } = open;
    const { id } = await owner.policy("p", ["IAMReadOnly"], { no_principal: true });
    clock.forward(1);
    const organization_id = owner.organizationId;
    const rules = [{ permission_set_names: ["IAMManager"], organization_id }];
    await owner.ok("PUT", RULES, { policy_id: id, rules });
    const read = await owner.ok("GET", `${POLICIES}/${id}`);
    expect(read).toMatchObject({ nb_rules: 1, updated_at: "2026-06-01T10:00:01Z" });
  });

  it("may be replaced by none [assumed]", async () => {
    const { owner } = open;
    const { id } = await owner.policy("p", ["IAMReadOnly"], { no_principal: true });
    expect(await owner.ok("PUT", RULES, { policy_id: id, rules: [] })).toEqual({ rules: [] });
    expect(await owner.ok("GET", `${POLICIES}/${id}`)).toMatchObject({ nb_rules: 0 });
  });

  /** What is left of a rule on those Projects when the second one is gone. */
  const leftOf = async (projectIds: (second: string) => string[]): Promise<Json> => {
    const { owner } = open;
    const second = await owner.project("second");
    const project_ids = projectIds(second.id);
    const { id } = await create({
      rules: [{ permission_set_names: ["ObjectStorageReadOnly"], project_ids }],
    });
    await owner.ok("DELETE", `/account/v3/projects/${second.id}`);
    return (await rulesOf(id))[0]!;
  };

  it("whose only Project was deleted have no scope", async () => {
    const rule = await leftOf((second) => [second]);
    expect(Object.keys(rule)).not.toContain("project_ids");
    expect(rule["permission_sets_scope_type"]).toBe("unknown_scope_type");
  });

  it("keep their other Projects when one is deleted [assumed]", async () => {
    const { organizationId } = open.owner;
    const rule = await leftOf((second) => [organizationId, second]);
    expect(rule["project_ids"]).toEqual([organizationId]);
  });

  /** The detail of the refusal, ORG standing for the Organization's id. */
  const expectRefusal = async (rule: object, detail: object): Promise<void> => {
    const text = JSON.stringify(rule).replaceAll("ORG", open.owner.organizationId);
    const named = { permission_set_names: ["IAMReadOnly"], ...(JSON.parse(text) as object) };
    expect(await refusal(named)).toMatchObject({ status: 400, ...detail });
  };

  it.each([
    ["no scope", {}, { argument_name: "rules[0]", reason: "format" }],
    [
      "sets of two scope types",
      { permission_set_names: ["IAMManager", "ObjectStorageReadOnly"], organization_id: "ORG" },
      {
        argument_name: "rules[0].permission_set_names",
        reason: "constraint",
        help_message: "permission sets must be of the same scope type",
      },
    ],
  ])("are refused with %s [reported]", async (_what, rule, detail) => {
    await expectRefusal(rule, detail);
  });

  it.each([
    [
      "no set",
      { permission_set_names: [], organization_id: "ORG" },
      { argument_name: "rules[0].permission_set_names", reason: "required" },
    ],
    [
      "an unknown set",
      { permission_set_names: ["NoSuchSet"], organization_id: "ORG" },
      { argument_name: "rules[0].permission_set_names", reason: "constraint" },
    ],
    [
      "an organization set on Projects",
      { permission_set_names: ["IAMManager"], project_ids: ["ORG"] },
      { argument_name: "rules[0].project_ids", reason: "constraint" },
    ],
    [
      "a condition that is no CEL",
      { permission_set_names: ["IAMManager"], organization_id: "ORG", condition: "1 +" },
      { argument_name: "rules[0].condition", reason: "constraint" },
    ],
    [
      "both scopes",
      {
        permission_set_names: ["ObjectStorageReadOnly"],
        organization_id: "ORG",
        project_ids: ["ORG"],
      },
      { argument_name: "rules[0]", reason: "format" },
    ],
  ])("are refused with %s as well [assumed]", async (_what, rule, detail) => {
    await expectRefusal(rule, detail);
  });

  it("are refused for a Project that does not exist [assumed]", async () => {
    const nowhere = "7f1b1a3e-0000-4000-8000-000000000000";
    const rule = { permission_set_names: ["ObjectStorageReadOnly"], project_ids: [nowhere] };
    expect(await refusal(rule)).toMatchObject({ status: 404, resource_id: nowhere });
  });

  it("are not found for a policy that is gone [assumed]", async () => {
    const { id } = await create({});
    await open.owner.ok("DELETE", `${POLICIES}/${id}`);
    const answer = await open.owner.call("GET", `${RULES}?policy_id=${id}`);
    expect(answer).toMatchObject({ status: 404, body: { resource: "policy" } });
  });
});

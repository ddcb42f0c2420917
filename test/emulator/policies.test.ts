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
          project_ids: [project.id, owner.organizationId],
        },
        { permission_set_names: ["ObjectStorageReadOnly"], project_ids: [project.id] },
      ],
    });
    expect(policy).toMatchObject({ nb_rules: 0, nb_scopes: 0, nb_permission_sets: 0 });
    expect(Object.keys(policy)).not.toContain("rules");
    expect(policy.no_principal).toBe(true);
    const read = await owner.ok("GET", `${POLICIES}/${policy.id}`);
    expect(read).toMatchObject({ nb_rules: 3, nb_scopes: 3, nb_permission_sets: 4 });
  });

  it("have exactly one principal, which exists", async () => {
    const { owner } = open;
    const application = await owner.application("ci");
    const body = { name: "p", organization_id: owner.organizationId };
    const refused = async (principal: object): Promise<unknown> =>
      (await owner.call("POST", POLICIES, { ...body, ...principal })).body;
    expect(await refused({})).toMatchObject({ type: "invalid_arguments" });
    expect(await refused({ no_principal: true, application_id: application.id })).toMatchObject({
      type: "invalid_arguments",
    });
    expect(await refused({ no_principal: false })).toMatchObject({
      details: [
        {
          argument_name: "no_principal",
          help_message: "must be set to true when used",
          reason: "constraint",
        },
      ],
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

  it("are listed by name unless asked otherwise, and found by principal", async () => {
    const { owner } = open;
    const application = await owner.application("ci");
    await create({ name: "b" });
    await owner.policy("a", ["IAMReadOnly"], { application_id: application.id });
    const names = async (query: string): Promise<string[]> =>
      ((await owner.list(POLICIES, query)).policies as { name: string }[]).map(({ name }) => name);
    expect(await names("")).toEqual(["a", "b"]);
    expect(await names("&order_by=created_at_asc")).toEqual(["b", "a"]);
    expect(await names(`&application_ids=${application.id}`)).toEqual(["a"]);
    expect(await names(`&application_id=${application.id}`)).toEqual(["a", "b"]);
    expect(await names("&no_principal=true")).toEqual(["b"]);
    expect(await names("&policy_name=b")).toEqual(["b"]);
  });

  it("are cloned without principal and tags, with their rules [reported]", async () => {
    const { owner } = open;
    const application = await owner.application("ci");
    const policy = await owner.policy("p", ["IAMReadOnly"], { application_id: application.id });
    const clone = await owner.ok("POST", `${POLICIES}/${policy.id}/clone`, {});
    expect(clone).toMatchObject({ name: "Copy of p", no_principal: true, tags: [], nb_rules: 1 });
    expect(Object.keys(clone)).not.toContain("application_id");
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

  it("move the policy's date when replaced, and may be replaced by none", async () => {
    const { owner, clock } = open;
    const policy = await owner.policy("p", ["IAMReadOnly"], { no_principal: true });
    clock.forward(1);
    expect(await owner.ok("PUT", RULES, { policy_id: policy.id, rules: [] })).toEqual({
      rules: [],
    });
    const read = await owner.ok("GET", `${POLICIES}/${policy.id}`);
    expect(read).toMatchObject({ nb_rules: 0, updated_at: "2026-06-01T10:00:01Z" });
  });

  it("lose a deleted Project; without any Project left they have no scope", async () => {
    const { owner } = open;
    const project = await owner.project("second");
    const { id } = await create({
      rules: [
        { permission_set_names: ["ObjectStorageReadOnly"], project_ids: [project.id] },
        {
          permission_set_names: ["ObjectStorageReadOnly"],
          project_ids: [owner.organizationId, project.id],
        },
      ],
    });
    await owner.ok("DELETE", `/account/v3/projects/${project.id}`);
    const [scopeless, narrowed] = await rulesOf(id);
    expect(Object.keys(scopeless ?? {})).not.toContain("project_ids");
    expect(scopeless?.["permission_sets_scope_type"]).toBe("unknown_scope_type");
    expect(narrowed?.["project_ids"]).toEqual([owner.organizationId]);
  });

  it.each([
    ["no scope", {}, { argument_name: "rules[0]", reason: "format" }],
    [
      "no set",
      { permission_set_names: [], organization_id: "ORG" },
      { argument_name: "rules[0].permission_set_names", reason: "required" },
    ],
    [
      "sets of two scope types",
      { permission_set_names: ["IAMManager", "ObjectStorageReadOnly"], organization_id: "ORG" },
      {
        argument_name: "rules[0].permission_set_names",
        reason: "constraint",
        help_message: "permission sets must be of the same scope type",
      },
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
  ])("are refused with %s [reported]", async (_what, rule, detail) => {
    const text = JSON.stringify(rule).replaceAll("ORG", open.owner.organizationId);
    const named = { permission_set_names: ["IAMReadOnly"], ...(JSON.parse(text) as object) };
    expect(await refusal(named)).toMatchObject({ status: 400, ...detail });
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

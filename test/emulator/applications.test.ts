import { openCloud, type OpenCloud } from "./support";

const PATH = "/iam/v1alpha1/applications";
const MOMENT = /^2026-06-01T10:00:00\.\d{6}Z$/;
let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

describe("IAM applications [recorded]", () => {
  it("are answered with every field of the service, tags in the order given", async () => {
    const { owner } = open;
    expect(await owner.application("ci", { tags: ["b", "a"] })).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      name: "ci",
      description: "",
      created_at: expect.stringMatching(MOMENT) as string,
      updated_at: expect.stringMatching(MOMENT) as string,
      organization_id: owner.organizationId,
      editable: true,
      deletable: true,
      managed: false,
      nb_api_keys: 0,
      tags: ["b", "a"],
    });
  });

  it("move their date at every PATCH, also where it empties the tags only", async () => {
    const { owner, clock } = open;
    const made = await owner.application("ci", { tags: ["a"] });
    clock.forward(1.5);
    const patched = await owner.ok("PATCH", `${PATH}/${made.id}`, { tags: [] });
    expect(patched).toEqual({ ...made, tags: [], updated_at: "2026-06-01T10:00:01.500Z" });
    expect(await owner.ok("GET", `${PATH}/${made.id}`)).toEqual(patched);
  });

  it("keep what a PATCH does not name [SDK]", async () => {
    const { owner } = open;
    const made = await owner.application("ci", { description: "builds", tags: ["a"] });
    const patched = await owner.ok("PATCH", `${PATH}/${made.id}`, { name: "cd" });
    expect(patched).toMatchObject({ name: "cd", description: "builds", tags: ["a"] });
  });

  it("count their keys", async () => {
    const { owner } = open;
    const made = await owner.application("ci");
    await owner.as({ application_id: made.id });
    await owner.as({ application_id: made.id });
    expect(await owner.ok("GET", `${PATH}/${made.id}`)).toMatchObject({ nb_api_keys: 2 });
  });

  it("treat tags of null as none", async () => {
    expect(await open.owner.application("ci", { tags: null })).toMatchObject({ tags: [] });
  });

  it("treat a description of null as empty [assumed]", async () => {
    const made = await open.owner.application("ci", { description: null });
    expect(made).toMatchObject({ description: "" });
  });

  const names = async (query: string): Promise<string[]> => {
    const { applications } = await open.owner.list(PATH, query);
    return (applications as { name: string }[]).map(({ name }) => name);
  };

  it("are found by name and by tag", async () => {
    await open.owner.application("one", { tags: ["x"] });
    await open.owner.application("two", { tags: ["x", "y"] });
    expect(await names("&name=two")).toEqual(["two"]);
    expect(await names("&tag=x")).toEqual(["one", "two"]);
    expect(await names("&tag=y")).toEqual(["two"]);
  });

  it("are listed in the order asked for, and found by ids and by all filters together [SDK]", async () => {
    const { owner } = open;
    const first = await owner.application("one", { tags: ["x"] });
    const second = await owner.application("two", { tags: ["x", "y"] });
    expect(await names("")).toEqual(["one", "two"]);
    expect(await names("&order_by=name_desc")).toEqual(["two", "one"]);
    expect(await names(`&application_ids=${first.id}&application_ids=${second.id}`)).toEqual([
      "one",
      "two",
    ]);
    expect(await names(`&application_ids=${first.id}&tag=y`)).toEqual([]);
    expect(await names("&editable=false")).toEqual([]);
  });

  it("are listed as if a parameter that nobody knows were not there [reported]", async () => {
    await open.owner.application("ci");
    expect(await names("&no_such_parameter=1")).toEqual(["ci"]);
  });

  it("are gone after a DELETE, from their groups as well; their policies stay, for somebody else", async () => {
    const { owner } = open;
    const { id } = await owner.application("ci");
    const group = await owner.group("devs");
    const groupPath = `/iam/v1alpha1/groups/${group.id}`;
    await owner.ok("POST", `${groupPath}/add-member`, { application_id: id });
    const policy = await owner.policy("p", ["IAMReadOnly"], { application_id: id });
    const deleted = await owner.call("DELETE", `${PATH}/${id}`);
    expect(deleted.status).toBe(204);
    expect(await owner.call("GET", `${PATH}/${id}`)).toMatchObject({
      status: 404,
      body: { resource: "application", resource_id: id, type: "not_found" },
    });
    expect(await owner.ok("GET", groupPath)).toMatchObject({ application_ids: [] });
    const moved = await owner.ok("PATCH", `/iam/v1alpha1/policies/${policy.id}`, {
      group_id: group.id,
    });
    expect(moved).toMatchObject({ group_id: group.id });
  });

  it("take their keys with them [SDK]", async () => {
    const { owner } = open;
    const { id } = await owner.application("ci");
    const key = await owner.ok("POST", "/iam/v1alpha1/api-keys", { application_id: id });
    await owner.call("DELETE", `${PATH}/${id}`);
    const answer = await owner.call("GET", `/iam/v1alpha1/api-keys/${key.access_key}`);
    expect(answer).toMatchObject({ status: 404, body: { resource: "access_key" } });
  });

  it("leave their policies without any word of a principal, and as old as they were [assumed]", async () => {
    const { owner } = open;
    const { id } = await owner.application("ci");
    const policy = await owner.policy("p", ["IAMReadOnly"], { application_id: id });
    await owner.call("DELETE", `${PATH}/${id}`);
    const orphan = await owner.ok("GET", `/iam/v1alpha1/policies/${policy.id}`);
    expect(Object.keys(orphan)).not.toContain("application_id");
    expect(Object.keys(orphan)).not.toContain("no_principal");
    expect(orphan).toMatchObject({ nb_rules: 1, updated_at: policy.updated_at });
  });

  it("refuse a second one of the same name, unless the switch accepts it [assumed]", async () => {
    const { owner, cloud } = open;
    const first = await owner.application("ci");
    const body = { name: "ci", organization_id: owner.organizationId };
    expect(await owner.call("POST", PATH, body)).toMatchObject({
      status: 409,
      body: { type: "already_exists", resource: "application", resource_id: first.id },
    });
    cloud.setSwitches({ duplicateName: "accept" });
    expect((await owner.call("POST", PATH, body)).status).toBe(200);
  });

  it("keep their own name in a PATCH that repeats it [assumed]", async () => {
    const made = await open.owner.application("ci");
    const answer = await open.owner.call("PATCH", `${PATH}/${made.id}`, { name: "ci" });
    expect(answer.status).toBe(200);
  });
});

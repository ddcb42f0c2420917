import { openCloud, type Json, type OpenCloud } from "./support";

const PATH = "/account/v3/projects";
let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

describe("Account Projects", () => {
  it("begin with the default one, whose id is the Organization's", async () => {
    const { owner } = open;
    const { projects, total_count } = await owner.list(PATH);
    expect(total_count).toBe(1);
    expect(projects).toEqual([
      {
        id: owner.organizationId,
        name: "default",
        organization_id: owner.organizationId,
        created_at: expect.any(String) as string,
        updated_at: expect.any(String) as string,
        description: "",
        qualification: { architecture_type: "unknown_architecture_type" },
      },
    ]);
  });

  it("have no qualification in the answers that write, and one in those that read", async () => {
    const { owner } = open;
    const made = await owner.project("second");
    expect(made.qualification).toBeNull();
    const renamed = await owner.ok("PATCH", `${PATH}/${made.id}`, { name: "2nd" });
    expect(renamed).toMatchObject({ name: "2nd", qualification: null });
    const read = await owner.ok("GET", `${PATH}/${made.id}`);
    expect(read.qualification).toEqual({ architecture_type: "unknown_architecture_type" });
  });

  it("come a hundred a page unless asked otherwise", async () => {
    const { owner } = open;
    for (let index = 0; index < 104; index += 1) await owner.project(`p ${index}`);
    const first = await owner.list(PATH);
    expect(first.total_count).toBe(105);
    expect(first.projects).toHaveLength(100);
    expect((await owner.list(PATH, "&page=2")).projects).toHaveLength(5);
    expect((await owner.list(PATH, "&name=p%207")).projects).toHaveLength(1);
  });

  it("cannot be deleted or renamed where they are the default", async () => {
    const { owner } = open;
    const path = `${PATH}/${owner.organizationId}`;
    expect((await owner.call("DELETE", path)).status).toBe(412);
    expect((await owner.call("PATCH", path, { name: "main" })).status).toBe(412);
    expect((await owner.call("PATCH", path, { description: "main" })).status).toBe(200);
  });

  it("are gone after a DELETE; keys that preferred them still say so", async () => {
    const { owner } = open;
    const { id } = await owner.project("second");
    const application = await owner.application("ci");
    const body = { application_id: application.id, default_project_id: id };
    const key: Json = await owner.ok("POST", "/iam/v1alpha1/api-keys", body);
    expect((await owner.call("DELETE", `${PATH}/${id}`)).status).toBe(204);
    expect(await owner.call("GET", `${PATH}/${id}`)).toMatchObject({
      status: 404,
      body: { resource: "project_id", resource_id: id },
    });
    const read = await owner.ok("GET", `/iam/v1alpha1/api-keys/${key.access_key}`);
    expect(read.default_project_id).toBe(id);
  });
});

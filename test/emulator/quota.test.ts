import { openCloud, type OpenCloud } from "./support";

const PATH = "/iam/v1alpha1/quota";
let open: OpenCloud;
beforeEach(async () => (open = await openCloud({ quotas: { projects: 25 } })));
afterEach(() => open.cloud.stop());

describe("quotas [SDK]", () => {
  it("are listed by name, in either order, those asked for by name alone", async () => {
    const { owner } = open;
    const names = async (query = ""): Promise<string[]> =>
      (await owner.list(PATH, query)).quota.map(({ name }) => name);
    const all = await names();
    expect(all).toEqual([...all].sort());
    expect(all).toEqual(expect.arrayContaining(["IamApiKeys", "IamSshKeys", "UsrProjectsWidth"]));
    expect(await names("&order_by=name_desc")).toEqual([...all].reverse());
    expect(await names("&quotum_names=IamGroups&quotum_names=IamUsers")).toEqual([
      "IamGroups",
      "IamUsers",
    ]);
    expect(await names("&page_size=2&page=2")).toEqual(all.slice(2, 4));
  });

  it("tell a limit, or that there is none", async () => {
    const { owner } = open;
    const read = (name: string) =>
      owner.ok("GET", `${PATH}/${name}?organization_id=${owner.organizationId}`);
    expect(await read("UsrProjectsWidth")).toEqual({
      name: "UsrProjectsWidth",
      limit: 25,
      pretty_name: "Projects",
      unit: "",
      description: "How many Projects the Organization may have",
      locality_type: "global",
      limits: [{ global: true, limit: 25 }],
    });
    const unlimited = await read("IamGroups");
    expect(unlimited).toMatchObject({
      unlimited: true,
      limits: [{ global: true, unlimited: true }],
    });
    expect(unlimited).not.toHaveProperty("limit");
  });

  it("of an unknown name do not exist, and need OrganizationReadOnly [assumed]", async () => {
    const { owner } = open;
    const path = `${PATH}/Other?organization_id=${owner.organizationId}`;
    expect(await owner.call("GET", path)).toMatchObject({
      status: 404,
      body: { resource: "quotum", resource_id: "Other" },
    });
    expect((await owner.call("GET", `${PATH}/IamGroups`)).body.details).toEqual([
      { argument_name: "organization_id", help_message: "", reason: "required" },
    ]);
    const reader = await owner.applicationWith("reader", ["OrganizationReadOnly"]);
    expect((await reader.call("GET", path)).status).toBe(404);
    const nobody = await owner.applicationWith("nobody", []);
    expect(await nobody.call("GET", path)).toMatchObject({
      status: 403,
      body: { details: [{ action: "read", resource: "quota" }] },
    });
  });
});

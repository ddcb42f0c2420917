import { Caller, openCloud, type Json, type OpenCloud } from "./support";

const PATH = "/iam/v1alpha1/applications";
let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

describe("the gateway [recorded]", () => {
  it("answers with the headers of the real one, also where there is no body", async () => {
    const { id } = await open.owner.application("ci");
    for (const [method, path] of [
      ["GET", `${PATH}/${id}`],
      ["DELETE", `${PATH}/${id}`],
      ["GET", `${PATH}/${id}`],
    ] as const) {
      const { headers } = await open.owner.call(method, path);
      expect(headers.get("content-type")).toBe("application/json");
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get("server")).toBe("Scaleway API Gateway (fr-par-1;edge02)");
      expect(headers.get("x-total-count")).toBeNull();
    }
  });

  const refusalOf = async (secretKey?: string): Promise<unknown> => {
    const { status, body } = await new Caller(open.cloud, secretKey).call("GET", PATH);
    return { status, ...body };
  };

  it("does not know a caller with an unknown key", async () => {
    expect(await refusalOf("11111111-1111-1111-1111-111111111111")).toEqual({
      status: 401,
      message: "authentication is denied",
      method: "api_key",
      reason: "not_found",
      type: "denied_authentication",
    });
  });

  it("does not know a caller without any key [assumed]", async () => {
    const refusal = { status: 401, type: "denied_authentication", method: "api_key" };
    expect(await refusalOf()).toMatchObject({ ...refusal, reason: "invalid_argument" });
  });

  it("does not know a caller whose session token is none [SDK]", async () => {
    const answer = await new Caller(open.cloud, undefined, { "X-Session-Token": "eyJ" }).call(
      "GET",
      PATH,
    );
    expect(answer).toMatchObject({ status: 401, body: { method: "jwt" } });
  });

  it("asks for the Organization of a list, with an empty help text", async () => {
    expect((await open.owner.call("GET", PATH)).body).toEqual({
      details: [{ argument_name: "organization_id", help_message: "", reason: "required" }],
      message: "invalid argument(s)",
      type: "invalid_arguments",
    });
  });

  it("refuses an id that is no UUID", async () => {
    expect((await open.owner.call("GET", "/account/v3/projects/default")).body).toEqual({
      details: [
        {
          argument_name: "project_id",
          help_message: "value must be a valid UUID",
          reason: "format",
        },
      ],
      message: "invalid argument(s)",
      type: "invalid_arguments",
    });
  });

  it("names every wrong argument of a body [assumed]", async () => {
    const answer = await open.owner.call("POST", PATH, {
      name: " blank first",
      organization_id: "x",
      tags: ["fine", "a:b"],
      description: 3,
    });
    expect(answer.status).toBe(400);
    const details = answer.body.details;
    expect(details).toHaveLength(4);
    expect(details).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ argument_name: "name", reason: "constraint" }),
        {
          argument_name: "organization_id",
          help_message: "value must be a valid UUID",
          reason: "format",
        },
        {
          argument_name: "tags[1]",
          help_message: 'value does not match regex pattern "^[a-zA-Z0-9._\\-/=+@ ]+$"',
          reason: "constraint",
        },
        expect.objectContaining({ argument_name: "description", reason: "format" }),
      ]),
    );
  });

  it.each([
    ["name", "x".repeat(65)],
    ["name", ""],
    ["description", "x".repeat(201)],
    ["tags", Array.from({ length: 11 }, (_, index) => `t${index}`)],
  ])("refuses a %s outside the service's limits [SDK]", async (field, value) => {
    const body = { name: "ci", organization_id: open.owner.organizationId, [field]: value };
    const answer = await open.owner.call("POST", PATH, body);
    expect(answer).toMatchObject({ status: 400, body: { details: [{ argument_name: field }] } });
  });

  it("refuses a body that is no JSON [assumed]", async () => {
    const answer = await open.owner.call("POST", PATH, "{");
    expect(answer).toMatchObject({ status: 400, body: { type: "invalid_arguments" } });
  });

  it("knows no lists in brackets [reported]", async () => {
    const answer = await open.owner.call(
      "GET",
      `/iam/v1alpha1/groups?organization_id=${open.owner.organizationId}&group_ids[]=x`,
    );
    expect(answer).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "group_ids[]" }] },
    });
  });

  it("tells a wrong method from a wrong path [reported]", async () => {
    expect((await open.owner.call("POST", "/iam/v1alpha1/rules", {})).status).toBe(405);
    const path = "/iam/v1alpha1/policies/7f1b1a3e-0000-4000-8000-000000000000/rules";
    expect((await open.owner.call("GET", path)).status).toBe(404);
  });

  it("refuses one more application than the quota that was asked for, as it does for SSH keys [assumed]", async () => {
    await open.cloud.stop();
    open = await openCloud({ quotas: { applications: 1 } });
    await open.owner.application("ci");
    const body = { name: "cd", organization_id: open.owner.organizationId };
    expect(await open.owner.call("POST", PATH, body)).toMatchObject({
      status: 403,
      body: {
        details: [{ current: 1, quota: 1, resource: "IamApplications" }],
        message: "quota(s) exceeded for this resource",
        type: "quotas_exceeded",
      },
    });
  });
});

describe("lists [recorded]", () => {
  beforeEach(async () => {
    for (let index = 0; index < 25; index += 1) await open.owner.application(`app ${index}`);
  });
  const page = (query: string): Promise<Json> => open.owner.list(PATH, query);

  it("come twenty a page, with the number of all", async () => {
    expect((await page("")).applications).toHaveLength(20);
    expect((await page("&page=2")).applications).toHaveLength(5);
    expect((await page("&page=2")).total_count).toBe(25);
  });

  it("come oldest first, and nothing twice over the pages [SDK]", async () => {
    const names: unknown[] = [];
    for (let number = 1; number <= 4; number += 1) {
      const { applications } = await page(`&page_size=8&page=${number}`);
      names.push(...applications.map((application) => application.name));
    }
    expect(names).toEqual(Array.from({ length: 25 }, (_, index) => `app ${index}`));
  });

  it("are empty past the end [assumed]", async () => {
    expect(await page("&page=4")).toEqual({ applications: [], total_count: 25 });
  });

  it.each(["page=0", "page_size=0", "page_size=101", "page=x", "order_by=color_asc"])(
    "refuse %s [SDK]",
    async (query) => {
      const path = `${PATH}?organization_id=${open.owner.organizationId}&${query}`;
      expect(await open.owner.call("GET", path)).toMatchObject({
        status: 400,
        body: { type: "invalid_arguments" },
      });
    },
  );
});

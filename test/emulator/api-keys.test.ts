import type { Json, OpenCloud } from "./support";
import { openCloud } from "./support";

const PATH = "/iam/v1alpha1/api-keys";
let open: OpenCloud;
let applicationId: string;
beforeEach(async () => {
  open = await openCloud();
  applicationId = (await open.owner.application("ci")).id;
});
afterEach(() => open.cloud.stop());

const create = (more: object = {}): Promise<Json> =>
  open.owner.ok("POST", PATH, { application_id: applicationId, ...more });

describe("IAM API keys [recorded]", () => {
  it("show their secret once, and prefer the default Project unless told otherwise", async () => {
    const { owner } = open;
    const key = await create();
    expect(key).toEqual({
      access_key: expect.stringMatching(/^SCW[0-9A-HJKMNP-TV-Z]{17}$/) as string,
      secret_key: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      description: "",
      created_at: expect.any(String) as string,
      updated_at: key.created_at,
      expires_at: null,
      default_project_id: owner.organizationId,
      editable: true,
      deletable: true,
      managed: false,
      creation_ip: "127.0.0.1",
      application_id: applicationId,
    });
    const read = await owner.ok("GET", `${PATH}/${key.access_key}`);
    expect(read).toEqual({ ...key, secret_key: null });
    const { api_keys: listed } = await owner.list(PATH, `&bearer_id=${applicationId}`);
    expect(listed).toEqual([read]);
  });

  it("change their preferred Project and description in place [documented]", async () => {
    const { owner } = open;
    const project = await owner.project("second");
    const key = await create();
    const change = { default_project_id: project.id, description: "now there" };
    const patched = await owner.ok("PATCH", `${PATH}/${key.access_key}`, change);
    expect(patched).toMatchObject({ ...change, access_key: key.access_key });
    expect(patched.secret_key).toBeNull();
    expect(patched.updated_at).not.toBe(key.updated_at);
  });

  it("prefer no Project that does not exist [assumed]", async () => {
    const nowhere = "7f1b1a3e-0000-4000-8000-000000000000";
    const body = { application_id: applicationId, default_project_id: nowhere };
    expect((await open.owner.call("POST", PATH, body)).status).toBe(404);
  });

  it("have their expiry normalized to UTC", async () => {
    const key = await create({ expires_at: "2026-06-01T13:00:00.123456789+02:00" });
    expect(key.expires_at).toBe("2026-06-01T11:00:00.123456Z");
  });

  it("end at their expiry, and stay listed [reported]", async () => {
    const { owner, clock } = open;
    const key = await create({ expires_at: "2026-06-01T11:00:00Z" });
    const ci = owner.sending({ "X-Auth-Token": key.secret_key });
    expect((await ci.call("GET", PATH)).status).not.toBe(401);
    clock.forward(3601);
    expect(await ci.call("GET", PATH)).toMatchObject({
      status: 401,
      body: { type: "denied_authentication", method: "api_key", reason: "expired" },
    });
    const { api_keys: expired } = await owner.list(PATH, "&expired=true");
    expect(expired.map((one) => one.access_key)).toEqual([key.access_key]);
  });

  it("end in the future, unless the switch accepts a past date [assumed]", async () => {
    const body = { application_id: applicationId, expires_at: "2020-01-01T00:00:00Z" };
    expect(await open.owner.call("POST", PATH, body)).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "expires_at", reason: "constraint" }] },
    });
    open.cloud.setSwitches({ pastExpiry: "accept" });
    expect((await open.owner.call("POST", PATH, body)).status).toBe(200);
  });

  it("may get an expiry later where they have none [documented]", async () => {
    const key = await create();
    const expires_at = "2027-01-01T00:00:00Z";
    const answer = await open.owner.ok("PATCH", `${PATH}/${key.access_key}`, { expires_at });
    expect(answer.expires_at).toBe(expires_at);
  });

  it.each([
    ["refuse", 400, "2027-01-01T00:00:00Z"],
    ["ignore", 200, "2027-01-01T00:00:00Z"],
    ["accept", 200, "2028-01-01T00:00:00Z"],
  ] as const)(
    "%s another expiry as the switch says [assumed]",
    async (expiryEditable, status, left) => {
      const { owner, cloud } = open;
      const key = await create({ expires_at: "2027-01-01T00:00:00Z" });
      cloud.setSwitches({ expiryEditable });
      const path = `${PATH}/${key.access_key}`;
      const answer = await owner.call("PATCH", path, { expires_at: "2028-01-01T00:00:00Z" });
      expect(answer.status).toBe(status);
      expect((await owner.ok("GET", path)).expires_at).toBe(left);
    },
  );

  it("take the same expiry again without complaint [assumed]", async () => {
    const { owner } = open;
    const key = await create({ expires_at: "2027-01-01T00:00:00Z" });
    const same = { expires_at: "2027-01-01T01:00:00+01:00" };
    const answer = await owner.call("PATCH", `${PATH}/${key.access_key}`, same);
    expect(answer.status).toBe(200);
  });

  it("have one bearer [SDK]", async () => {
    const { owner } = open;
    expect((await owner.call("POST", PATH, {})).status).toBe(400);
    const both = { application_id: applicationId, user_id: applicationId };
    expect((await owner.call("POST", PATH, both)).status).toBe(400);
  });

  it("have a bearer that exists [assumed]", async () => {
    const nobody = { application_id: open.owner.organizationId };
    expect((await open.owner.call("POST", PATH, nobody)).status).toBe(404);
  });

  const found = async (query: string): Promise<unknown[]> =>
    (await open.owner.list(PATH, query)).api_keys.map((one) => one.access_key);

  it("are found by bearer, kind of bearer, description and whether they are over", async () => {
    const { accessKey } = open.cloud.description.scaleway;
    const key = await create({ description: "of ci" });
    expect(await found("")).toEqual([accessKey, key.access_key]);
    expect(await found("&bearer_type=user")).toEqual([accessKey]);
    expect(await found("&bearer_type=unknown_bearer_type")).toHaveLength(2);
    expect(await found(`&bearer_id=${applicationId}`)).toEqual([key.access_key]);
    expect(await found("&description=of%20ci")).toEqual([key.access_key]);
    expect(await found("&expired=true")).toEqual([]);
  });

  it("are found by access key, and by the older word for a bearer [SDK]", async () => {
    const { accessKey } = open.cloud.description.scaleway;
    const key = await create();
    expect(await found(`&application_id=${applicationId}`)).toEqual([key.access_key]);
    expect(await found(`&access_key=${accessKey}`)).toEqual([accessKey]);
    expect(await found(`&access_keys=${accessKey}&access_keys=${key.access_key}`)).toHaveLength(2);
  });

  it("of another person are made by nobody, the Owner included [documented]", async () => {
    const { owner } = open;
    const member = await owner.member("ada");
    const manager = await owner.applicationWith("manager", ["IAMManager"]);
    for (const caller of [owner, manager]) {
      expect(await caller.call("POST", PATH, { user_id: member.id })).toMatchObject({
        status: 403,
        body: { type: "permissions_denied" },
      });
    }
    const users = (await owner.list("/iam/v1alpha1/users", "&type=owner")).users;
    expect((await owner.call("POST", PATH, { user_id: users[0]!.id })).status).toBe(200);
  });

  it("die with a DELETE: the next call with them is not authenticated", async () => {
    const key = await create();
    const ci = open.owner.sending({ "X-Auth-Token": key.secret_key });
    expect((await open.owner.call("DELETE", `${PATH}/${key.access_key}`)).status).toBe(204);
    const answer = await ci.call("GET", `${PATH}/${key.access_key}`);
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({
      message: "authentication is denied",
      method: "api_key",
      reason: "not_found",
      type: "denied_authentication",
    });
  });
});

import { Caller, openCloud, type Answer, type OpenCloud } from "./support";

const ANOTHER = "7f1b1a3e-0000-4000-8000-000000000000";
let open: OpenCloud;
let path: string;
beforeEach(async () => {
  open = await openCloud();
  path = `/iam/v1alpha1/organizations/${open.owner.organizationId}`;
});
afterEach(() => open.cloud.stop());

const setSecurity = (settings: object): Promise<Answer> =>
  open.owner.call("PATCH", `${path}/security-settings`, settings);

describe("an Organization [SDK]", () => {
  it("tells its name, its alias and how its members sign in", async () => {
    expect(await open.owner.ok("GET", path)).toEqual({
      id: open.owner.organizationId,
      name: "local",
      alias: "",
      login_password_enabled: true,
      login_magic_code_enabled: true,
      login_oauth2_enabled: true,
      login_saml_enabled: false,
    });
  });

  it("gets an alias once", async () => {
    const { owner } = open;
    const set = (alias: string): Promise<Answer> => owner.call("PUT", `${path}/alias`, { alias });
    expect(await set("Upper")).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "alias", reason: "constraint" }] },
    });
    expect(await set("photos")).toMatchObject({ status: 200, body: { alias: "photos" } });
    expect(await set("others")).toMatchObject({
      status: 412,
      body: { precondition: "protected_resource" },
    });
    expect(await owner.ok("GET", path)).toMatchObject({ alias: "photos" });
  });

  it("keeps the ways to sign in that a PATCH does not name", async () => {
    const { owner } = open;
    await owner.ok("PATCH", `${path}/login-methods`, { login_oauth2_enabled: false });
    await owner.ok("PATCH", `${path}/login-methods`, { login_saml_enabled: true });
    expect(await owner.ok("GET", path)).toMatchObject({
      login_password_enabled: true,
      login_oauth2_enabled: false,
      login_saml_enabled: true,
    });
  });

  it.each(["saml", "scim"])("has no %s before it is set up [recorded]", async (feature) => {
    const { owner } = open;
    expect(await owner.call("GET", `${path}/${feature}`)).toMatchObject({
      status: 404,
      body: {
        message: "resource is not found",
        resource: `organization_${feature}`,
        resource_id: owner.organizationId,
        type: "not_found",
      },
    });
  });

  it("is read and changed with rights on it, never by its id alone [assumed]", async () => {
    const { owner } = open;
    const nobody = await owner.applicationWith("nobody", []);
    expect(await nobody.call("GET", path)).toMatchObject({
      status: 403,
      body: { details: [{ action: "read", resource: "organization" }] },
    });
    expect(await nobody.call("PATCH", `${path}/security-settings`, {})).toMatchObject({
      status: 403,
      body: { details: [{ action: "write", resource: "organization_security_settings" }] },
    });
    const reader = await owner.applicationWith("reader", ["IAMReadOnly"]);
    expect((await reader.call("GET", `${path}/security-settings`)).status).toBe(200);
    expect((await reader.call("PATCH", `${path}/security-settings`, {})).status).toBe(403);
    expect((await owner.call("GET", `/iam/v1alpha1/organizations/${ANOTHER}`)).status).toBe(403);
    expect((await owner.call("GET", "/iam/v1alpha1/organizations/us")).status).toBe(400);
  });
});

describe("security settings [SDK]", () => {
  it("keep what a PATCH does not name, and durations in seconds", async () => {
    const { owner } = open;
    expect(await setSecurity({ grace_period_duration: "2.5s" })).toMatchObject({ status: 200 });
    const lifetime = "86400.000000000s";
    expect((await setSecurity({ max_api_key_expiration_duration: lifetime })).status).toBe(200);
    expect((await setSecurity({ login_attempts_before_locked: 3 })).status).toBe(200);
    expect(await owner.ok("GET", `${path}/security-settings`)).toEqual({
      enforce_password_renewal: false,
      grace_period_duration: "2.5s",
      login_attempts_before_locked: 3,
      max_login_session_duration: "0s",
      max_api_key_expiration_duration: "86400s",
    });
  });

  it.each([
    [{ login_attempts_before_locked: 0 }, "login_attempts_before_locked"],
    [{ login_attempts_before_locked: 51 }, "login_attempts_before_locked"],
    [{ grace_period_duration: "1 day" }, "grace_period_duration"],
    [{ max_login_session_duration: "-1s" }, "max_login_session_duration"],
    [{ max_api_key_expiration_duration: 60 }, "max_api_key_expiration_duration"],
  ])("refuse %j", async (settings, argument_name) => {
    expect(await setSecurity(settings)).toMatchObject({
      status: 400,
      body: { details: [{ argument_name }] },
    });
  });

  it("make an expiry compulsory for new keys, and bound it [reported]", async () => {
    const { owner } = open;
    const { id } = await owner.application("ci");
    const post = (expires_at?: string): Promise<Answer> =>
      owner.call("POST", "/iam/v1alpha1/api-keys", { application_id: id, expires_at });
    const old = await post();
    await setSecurity({ max_api_key_expiration_duration: "86400s" });
    expect(await post()).toMatchObject({
      status: 400,
      body: {
        details: [
          {
            argument_name: "expires_at",
            help_message: "organization security settings require an expiration date for API keys",
            reason: "constraint",
          },
        ],
      },
    });
    expect((await post("2026-06-02T10:00:01Z")).status).toBe(400);
    expect((await post("2026-06-02T10:00:00Z")).status).toBe(200);
    const own = `/iam/v1alpha1/api-keys/${old.body.access_key}`;
    expect((await owner.call("PATCH", own, { description: "old" })).status).toBe(200);
    const late = await owner.call("PATCH", own, { expires_at: "2027-01-01T00:00:00Z" });
    expect(late.status).toBe(400);
    await setSecurity({ max_api_key_expiration_duration: "0s" });
    expect((await post()).status).toBe(200);
  });

  it("give a member time to replace a password that somebody else chose [assumed]", async () => {
    const { owner, cloud } = open;
    const member = { username: "ada", email: "ada@example.com", password: "chosen for her" };
    const body = { organization_id: owner.organizationId, member };
    const user = await owner.ok("POST", "/iam/v1alpha1/users", body);
    const ada = new Caller(cloud, cloud.createConsoleKey(user.id).secretKey);
    const periods = async (caller: Caller, query = ""): Promise<unknown> =>
      (await caller.ok("GET", `/iam/v1alpha1/grace-periods${query}`))["grace_periods"];
    expect(await periods(ada)).toEqual([]);
    await setSecurity({ enforce_password_renewal: true, grace_period_duration: "3600s" });
    const expected = [
      {
        type: "update_password",
        created_at: user.created_at,
        expires_at: user.created_at.replace("T10:", "T11:"),
      },
    ];
    expect(await periods(ada)).toEqual(expected);
    expect(await periods(owner, `?user_id=${user.id}`)).toEqual(expected);
    const update = `/iam/v1alpha1/users/${user.id}/update-password`;
    await ada.ok("POST", update, { password: "her own" });
    expect(await periods(ada)).toEqual([]);
    const ci = await owner.applicationWith("ci", []);
    const theirs = `/iam/v1alpha1/grace-periods?user_id=${user.id}`;
    expect((await ci.call("GET", theirs)).status).toBe(403);
    expect((await ci.call("GET", "/iam/v1alpha1/grace-periods")).status).toBe(400);
  });
});

import { openCloud, type Caller, type OpenCloud } from "./support";

const APPLICATIONS = "/iam/v1alpha1/applications";
const API_KEYS = "/iam/v1alpha1/api-keys";
const NOWHERE = "7f1b1a3e-0000-4000-8000-000000000000";
let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

const mayRead = async (caller: Caller): Promise<boolean> => {
  const answer = await caller.call("GET", `${APPLICATIONS}/${NOWHERE}`);
  expect([403, 404]).toContain(answer.status);
  return answer.status === 404;
};

describe("a caller without any policy", () => {
  let ci: Caller;
  beforeEach(async () => (ci = await open.owner.applicationWith("ci", [])));

  /** What the refusal of that call says is missing. */
  const missing = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await ci.call(method, path, body);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({
      message: "insufficient permissions",
      type: "permissions_denied",
    });
    return answer.body.details.map((detail) => `${detail.action} ${detail.resource}`);
  };
  const inOrganization = (): string => `?organization_id=${open.owner.organizationId}`;

  it("is refused with the rights of which any one would do [recorded]", async () => {
    const { owner, cloud } = open;
    const { users } = await owner.list("/iam/v1alpha1/users");
    const key = `${API_KEYS}/${cloud.description.scaleway.accessKey}`;
    const body = { name: "x", organization_id: owner.organizationId };
    expect(await missing("POST", APPLICATIONS, body)).toEqual(["write application"]);
    expect(await missing("GET", `/iam/v1alpha1/groups${inOrganization()}`)).toEqual(["read group"]);
    expect(await missing("GET", `/iam/v1alpha1/users/${users[0]!.id}`)).toEqual([
      "read user",
      "read self_user",
    ]);
    expect(await missing("GET", key)).toEqual(["read api_key"]);
    expect(await missing("PATCH", key, {})).toEqual(["write api_key", "write self_api_key"]);
  });

  it("is refused Projects as account_project [reported]", async () => {
    expect(await missing("GET", `/account/v3/projects${inOrganization()}`)).toEqual([
      "read account_project",
    ]);
  });

  it("is refused before anything is looked up [assumed]", async () => {
    expect(await missing("GET", `${APPLICATIONS}/${NOWHERE}`)).toEqual(["read application"]);
    expect(await missing("GET", `${API_KEYS}/SCWNOBODY`)).toEqual(["read api_key"]);
  });

  it("is refused a DELETE by the word that the switch says [assumed]", async () => {
    const path = `${APPLICATIONS}/${NOWHERE}`;
    expect(await missing("DELETE", path)).toEqual(["write application"]);
    open.cloud.setSwitches({ deleteActionName: "delete" });
    expect(await missing("DELETE", path)).toEqual(["delete application"]);
  });

  it("that is an application has no right on its own key, unless the switch gives it", async () => {
    const { owner, cloud } = open;
    const application = await owner.application("robot");
    const key = await owner.ok("POST", API_KEYS, { application_id: application.id });
    const robot = owner.sending({ "X-Auth-Token": key.secret_key });
    const own = `${API_KEYS}/${key.access_key}`;
    expect((await robot.call("GET", own)).status).toBe(403);
    cloud.setSwitches({ selfRightsForApplications: true });
    expect((await robot.call("GET", own)).status).toBe(200);
    const { accessKey } = cloud.description.scaleway;
    expect((await robot.call("GET", `${API_KEYS}/${accessKey}`)).status).toBe(403);
  });
});

describe("a member without any policy [documented]", () => {
  const member = async (name: string): Promise<{ id: string; caller: Caller; own: string }> => {
    const { id } = await open.owner.member(name);
    const key = open.cloud.createConsoleKey(id);
    const caller = open.owner.sending({ "X-Auth-Token": key.secretKey });
    return { id: id, caller, own: `${API_KEYS}/${key.accessKey}` };
  };

  it("reads itself [assumed]", async () => {
    const { id, caller } = await member("ada");
    expect(await caller.ok("GET", `/iam/v1alpha1/users/${id}`)).toMatchObject({ username: "ada" });
  });

  it("makes, lists, changes and deletes its own keys", async () => {
    const { id, caller, own } = await member("ada");
    const second = await caller.ok("POST", API_KEYS, { user_id: id });
    const list = await caller.list(API_KEYS, `&bearer_id=${id}`);
    expect(list.total_count).toBe(2);
    expect(await caller.ok("PATCH", own, { description: "mine" })).toMatchObject({ user_id: id });
    expect((await caller.call("DELETE", `${API_KEYS}/${second.access_key}`)).status).toBe(204);
  });

  it("has no right on others, nor on lists of all", async () => {
    const ada = await member("ada");
    const eve = await member("eve");
    expect((await eve.caller.call("GET", `/iam/v1alpha1/users/${ada.id}`)).status).toBe(403);
    for (const method of ["GET", "DELETE"]) {
      expect((await eve.caller.call(method, ada.own)).status).toBe(403);
    }
    const all = `${API_KEYS}?organization_id=${open.owner.organizationId}`;
    expect((await eve.caller.call("GET", all)).status).toBe(403);
    expect((await eve.caller.call("GET", `${all}&bearer_id=${ada.id}`)).status).toBe(403);
  });

  it("loses everything while locked, and has it back when unlocked", async () => {
    const { id, caller, own } = await member("ada");
    const path = `/iam/v1alpha1/users/${id}`;
    expect(await open.owner.ok("POST", `${path}/lock`)).toMatchObject({ locked: true });
    expect(await caller.call("GET", own)).toMatchObject({
      status: 403,
      body: { type: "permissions_denied", details: [] },
    });
    open.cloud.setSwitches({ lockedUserAnswer: "deniedAuthentication" });
    expect((await caller.call("GET", own)).status).toBe(401);
    expect(await open.owner.ok("POST", `${path}/unlock`)).toMatchObject({ locked: false });
    expect((await caller.call("GET", own)).status).toBe(200);
  });
});

describe("the Owner [documented]", () => {
  it("needs no policy, and has no say in another Organization", async () => {
    expect(await mayRead(open.owner)).toBe(true);
    const other = await open.owner.call("GET", `${APPLICATIONS}?organization_id=${NOWHERE}`);
    expect(other).toMatchObject({ status: 403, body: { type: "permissions_denied" } });
  });
});

describe("a policy [documented]", () => {
  it("gives its principal exactly what its sets say", async () => {
    const reader = await open.owner.applicationWith("reader", ["IAMApplicationReadOnly"]);
    expect(await mayRead(reader)).toBe(true);
    const organization_id = open.owner.organizationId;
    const write = await reader.call("POST", APPLICATIONS, { name: "x", organization_id });
    expect(write.status).toBe(403);
    expect((await reader.call("GET", `/iam/v1alpha1/groups/${NOWHERE}`)).status).toBe(403);
    const projects = await reader.call("GET", `/account/v3/projects/${organization_id}`);
    expect(projects.status).toBe(403);
  });

  it("of Project sets gives no right over IAM or Projects, wherever it reaches", async () => {
    const ci = await open.owner.applicationWith("ci", ["AllProductsFullAccess"]);
    expect(await mayRead(ci)).toBe(false);
    const { organizationId } = open.owner;
    expect((await ci.call("GET", `/account/v3/projects/${organizationId}`)).status).toBe(403);
  });

  it("that gives an organization set on a Project, where that is accepted, gives nothing [assumed]", async () => {
    const { owner, cloud } = open;
    cloud.setSwitches({ orgSetOnProjects: "noEffect" });
    const { id } = await owner.application("ci");
    const { organizationId } = owner;
    await owner.ok("POST", "/iam/v1alpha1/policies", {
      name: "p",
      organization_id: organizationId,
      application_id: id,
      rules: [{ permission_set_names: ["IAMReadOnly"], project_ids: [organizationId] }],
    });
    expect(await mayRead(await owner.as({ application_id: id }))).toBe(false);
  });

  it("reaches through a group, as long as the membership lasts", async () => {
    const { owner } = open;
    const application = await owner.application("ci");
    const group = await owner.group("devs");
    await owner.policy("p", ["IAMReadOnly"], { group_id: group.id });
    const ci = await owner.as({ application_id: application.id });
    expect(await mayRead(ci)).toBe(false);
    const path = `/iam/v1alpha1/groups/${group.id}`;
    await owner.ok("POST", `${path}/add-member`, { application_id: application.id });
    expect(await mayRead(ci)).toBe(true);
    await owner.ok("PUT", `${path}/members`, { application_ids: [] });
    expect(await mayRead(ci)).toBe(false);
  });

  it("ends with its rules, its principal or itself", async () => {
    const { owner } = open;
    const application = await owner.application("ci");
    const principal = { application_id: application.id };
    const policy = await owner.policy("p", ["IAMReadOnly"], principal);
    const ci = await owner.as(principal);
    expect(await mayRead(ci)).toBe(true);
    await owner.ok("PUT", "/iam/v1alpha1/rules", { policy_id: policy.id, rules: [] });
    expect(await mayRead(ci)).toBe(false);
    const second = await owner.policy("q", ["IAMReadOnly"], principal);
    const path = `/iam/v1alpha1/policies/${second.id}`;
    await owner.ok("PATCH", path, { no_principal: true });
    expect(await mayRead(ci)).toBe(false);
    await owner.ok("PATCH", path, principal);
    expect(await mayRead(ci)).toBe(true);
    await owner.ok("DELETE", path);
    expect(await mayRead(ci)).toBe(false);
  });

  it("on keys of applications does not reach keys of people", async () => {
    const { owner, cloud } = open;
    const manager = await owner.applicationWith("manager", ["IAMApplicationManager"]);
    const { accessKey } = cloud.description.scaleway;
    expect((await manager.call("GET", `${API_KEYS}/${accessKey}`)).status).toBe(403);
    const application = await owner.application("ci");
    const key = await manager.ok("POST", API_KEYS, { application_id: application.id });
    expect((await manager.call("DELETE", `${API_KEYS}/${key.access_key}`)).status).toBe(204);
  });

  it("on keys of applications lists them where nothing else is asked for [assumed]", async () => {
    const { owner } = open;
    const manager = await owner.applicationWith("manager", ["IAMApplicationManager"]);
    const inOrganization = `${API_KEYS}?organization_id=${owner.organizationId}`;
    expect((await manager.call("GET", inOrganization)).status).toBe(403);
    const ofApplications = `${inOrganization}&bearer_type=application`;
    expect((await manager.call("GET", ofApplications)).status).toBe(200);
  });

  it("with ProjectManager makes, renames and deletes Projects", async () => {
    const manager = await open.owner.applicationWith("manager", ["ProjectManager"]);
    const { id } = await manager.project("second");
    const path = `/account/v3/projects/${id}`;
    expect(await manager.ok("PATCH", path, { name: "2nd" })).toMatchObject({ name: "2nd" });
    expect((await manager.call("DELETE", path)).status).toBe(204);
  });
});

describe("a condition [documented]", () => {
  const holds = async (condition: string, headers: Record<string, string>): Promise<boolean> => {
    const caller = await open.owner.applicationWith("ci", ["IAMReadOnly"], { condition });
    return mayRead(caller.sending(headers));
  };

  it.each([
    ["request.ip == '203.0.113.7'", { "X-Forwarded-For": "203.0.113.7" }, true],
    ["request.ip == '203.0.113.7'", {}, false],
    ["request.user_agent.contains('terraform/')", { "User-Agent": "terraform/1.11" }, true],
    ["request.user_agent.contains('terraform/')", { "User-Agent": "curl" }, false],
    ["request.time < timestamp('2027-01-01T00:00:00Z')", {}, true],
    ["request.time > timestamp('2027-01-01T00:00:00Z')", {}, false],
    ["request.time < '2027-01-01T00:00:00Z'", {}, true],
    ["request.time.getHours('Europe/Paris') == 12", {}, true],
    ["request.time.getDayOfWeek() == 1 && request.time.getHours() < 18", {}, true],
    [`resource.id == '${NOWHERE}'`, {}, true],
    ["resource.id == 'another'", {}, false],
    ["resource.locality == 'global'", {}, true],
  ])("%s, asked with %j, holds: %s", async (condition, headers, expected) => {
    expect(await holds(condition, headers)).toBe(expected);
  });

  it.each([
    ["resource.annotation == 'x'", false],
    ["no_such_variable", false],
    ["no_such_variable || true", true],
    ["'neither true nor false'", false],
    ["'2027-01-01T00:00:00Z' > request.time", true],
    ["'2027-01-01T00:00:00Z' < request.time", false],
    ["'some day' < request.time", false],
  ])("of which no page tells the outcome, %s, holds: %s [assumed]", async (condition, expected) => {
    expect(await holds(condition, {})).toBe(expected);
  });

  it("on a resource blocks lists, unless it says what holds without one", async () => {
    const list = `${APPLICATIONS}?organization_id=${open.owner.organizationId}`;
    const condition = `resource.id == '${NOWHERE}'`;
    const strict = await open.owner.applicationWith("strict", ["IAMReadOnly"], { condition });
    expect((await strict.call("GET", list)).status).toBe(403);
    const open2 = await open.owner.applicationWith("open", ["IAMReadOnly"], {
      condition: `${condition} || !has(resource.id)`,
    });
    expect((await open2.call("GET", list)).status).toBe(200);
  });

  it("gives way to an unconditional grant beside it", async () => {
    const { owner } = open;
    const application = await owner.application("ci");
    const principal = { application_id: application.id };
    await owner.policy("never", ["IAMReadOnly"], principal, { condition: "false" });
    const ci = await owner.as(principal);
    expect(await mayRead(ci)).toBe(false);
    await owner.policy("always", ["IAMReadOnly"], principal);
    expect(await mayRead(ci)).toBe(true);
  });

  it("that compares the time with a text is an error where the switch says so [assumed]", async () => {
    open.cloud.setSwitches({ celTimestampEqualsString: "error" });
    expect(await holds("request.time < '2027-01-01T00:00:00Z'", {})).toBe(false);
  });
});

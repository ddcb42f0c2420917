import { Caller, openCloud, type Answer, type Json, type OpenCloud } from "./support";

const PATH = "/iam/v1alpha1/users";
let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

const theOwner = async (): Promise<Json> => (await open.owner.list(PATH, "&type=owner")).users[0]!;

describe("IAM users [recorded]", () => {
  it("begin with the Owner, who is not deletable", async () => {
    const user = await theOwner();
    expect(user).toMatchObject({ type: "owner", deletable: false, status: "activated" });
    expect(user.account_root_user_id).not.toBe("");
  });

  it("begin with an Owner who bears the key that the cloud begins with [own]", async () => {
    const { owner, cloud } = open;
    const user = await theOwner();
    const { accessKey } = cloud.description.scaleway;
    const key = await owner.ok("GET", `/iam/v1alpha1/api-keys/${accessKey}`);
    expect(key).toMatchObject({
      user_id: user.id,
      default_project_id: owner.organizationId,
    });
  });

  it("include an Owner whom nobody deletes or locks [documented]", async () => {
    const { id } = await theOwner();
    for (const [method, path] of [
      ["DELETE", `${PATH}/${id}`],
      ["POST", `${PATH}/${id}/lock`],
    ] as const) {
      expect((await open.owner.call(method, path, {})).status).toBe(412);
    }
    expect(await theOwner()).toMatchObject({ id, locked: false });
  });

  it("are added as members, active at once", async () => {
    expect(await open.owner.member("ada")).toMatchObject({
      email: "ada@example.com",
      username: "ada",
      type: "member",
      status: "activated",
      locale: "en_US",
      deletable: true,
      locked: false,
      mfa: false,
      last_login_at: null,
      account_root_user_id: "",
    });
    const { users } = await open.owner.list(PATH, "&order_by=username_asc");
    expect(users.map((user) => user.username)).toEqual(["ada", "owner"]);
  });

  it("need an e-mail address and a username of their own [SDK]", async () => {
    const { owner } = open;
    await owner.member("ada");
    const post = (member: object): Promise<Answer> =>
      owner.call("POST", PATH, { organization_id: owner.organizationId, member });
    expect(await post({ username: "ada", email: "other@example.com" })).toMatchObject({
      status: 409,
    });
    expect(await post({ username: "eve", email: "nothing" })).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "member.email" }] },
    });
    expect(await post({ username: "eve" })).toMatchObject({
      body: { details: [{ argument_name: "member.email", reason: "required" }] },
    });
  });

  it("have passwords of at most 72 bytes, which no answer shows [SDK]", async () => {
    const { owner } = open;
    const post = (password: string): Promise<Answer> => {
      const member = { username: "ada", email: "ada@example.com", password };
      return owner.call("POST", PATH, { organization_id: owner.organizationId, member });
    };
    expect(await post("é".repeat(37))).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "member.password", reason: "constraint" }] },
    });
    const made = await post("p".repeat(72));
    expect(made.status).toBe(200);
    const path = `${PATH}/${made.body.id}/update-password`;
    const changed = await owner.ok("POST", path, { password: "another one" });
    expect(JSON.stringify([made.body, changed])).not.toMatch(/ppp|another one/);
    for (const password of ["", "é".repeat(37)]) {
      expect(await owner.call("POST", path, { password })).toMatchObject({
        status: 400,
        body: { details: [{ argument_name: "password" }] },
      });
    }
  });

  it("answer a PATCH with the date from before", async () => {
    const { owner, clock } = open;
    const user = await owner.member("ada");
    clock.forward(1);
    const path = `${PATH}/${user.id}`;
    const patched = await owner.ok("PATCH", path, { first_name: "Ada" });
    expect(patched).toMatchObject({ first_name: "Ada", updated_at: user.updated_at });
    expect((await owner.ok("GET", path)).updated_at).not.toBe(user.updated_at);
  });

  it("keep what a PATCH does not name [SDK]", async () => {
    const { owner } = open;
    const path = `${PATH}/${(await owner.member("ada")).id}`;
    const patched = await owner.ok("PATCH", path, { first_name: "Ada", tags: ["team=a"] });
    expect(patched).toMatchObject({
      first_name: "Ada",
      email: "ada@example.com",
      tags: ["team=a"],
    });
    const emptied = await owner.ok("PATCH", path, { tags: [], locale: "" });
    expect(emptied).toMatchObject({ first_name: "Ada", tags: [], locale: "en_US" });
  });

  it("take neither the e-mail address nor the username of another [SDK]", async () => {
    const { owner } = open;
    await owner.member("eve");
    const { id } = await owner.member("ada");
    const patch = await owner.call("PATCH", `${PATH}/${id}`, { email: "eve@example.com" });
    expect(patch).toMatchObject({ status: 409, body: { type: "already_exists" } });
    const path = `${PATH}/${id}/update-username`;
    expect((await owner.call("POST", path, { username: "eve" })).status).toBe(409);
    expect(await owner.call("POST", path, { username: "a b" })).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "username", reason: "constraint" }] },
    });
    expect(await owner.ok("POST", path, { username: "ada.b" })).toMatchObject({
      username: "ada.b",
    });
    expect(await owner.ok("POST", path, { username: "ada.b" })).toMatchObject({
      username: "ada.b",
    });
  });

  it("lose every right while they are locked, and have them again afterwards [documented]", async () => {
    const { owner, cloud } = open;
    const user = await owner.member("ada");
    await owner.policy("p", ["IAMReadOnly"], { user_id: user.id });
    const ada = new Caller(cloud, cloud.createConsoleKey(user.id).secretKey);
    const path = `${PATH}/${user.id}`;
    expect((await ada.call("GET", path)).status).toBe(200);
    expect(await owner.ok("POST", `${path}/lock`, {})).toMatchObject({ locked: true });
    expect(await ada.call("GET", path)).toMatchObject({
      status: 403,
      body: { type: "permissions_denied" },
    });
    cloud.setSwitches({ lockedUserAnswer: "deniedAuthentication" });
    expect((await ada.call("GET", path)).status).toBe(401);
    expect(await owner.ok("POST", `${path}/unlock`, {})).toMatchObject({ locked: false });
    expect((await ada.call("GET", path)).status).toBe(200);
  });

  it("edit their own profile and password, and neither their username nor their lock [documented]", async () => {
    const { owner, cloud } = open;
    const user = await owner.member("ada");
    const ada = new Caller(cloud, cloud.createConsoleKey(user.id).secretKey);
    const path = `${PATH}/${user.id}`;
    expect((await ada.call("PATCH", path, { first_name: "Ada" })).status).toBe(200);
    const password = { password: "secret enough" };
    expect((await ada.call("POST", `${path}/update-password`, password)).status).toBe(200);
    const refused = { status: 403, body: { details: [{ action: "write", resource: "user" }] } };
    const rename = await ada.call("POST", `${path}/update-username`, { username: "other" });
    expect(rename).toMatchObject(refused);
    expect(rename.body.details).toHaveLength(1);
    expect(await ada.call("POST", `${path}/lock`, {})).toMatchObject(refused);
    const stranger = await ada.call("PATCH", `${PATH}/${(await theOwner()).id}`, {});
    expect(stranger.body.details).toEqual([
      { action: "write", resource: "user" },
      { action: "write", resource: "self_user" },
    ]);
  });

  it("are locked by a holder of IAMUserManager, unless the switch keeps that to others [assumed]", async () => {
    const { owner, cloud } = open;
    const { id } = await owner.member("ada");
    const manager = await owner.applicationWith("manager", ["IAMUserManager"]);
    expect((await manager.call("POST", `${PATH}/${id}/lock`, {})).status).toBe(200);
    cloud.setSwitches({ iamUserManagerMayLock: false });
    expect((await manager.call("POST", `${PATH}/${id}/unlock`, {})).status).toBe(403);
    expect((await manager.call("PATCH", `${PATH}/${id}`, { tags: ["a"] })).status).toBe(200);
    const iam = await owner.applicationWith("iam", ["IAMManager"]);
    expect((await iam.call("POST", `${PATH}/${id}/unlock`, {})).status).toBe(200);
  });

  it("take their keys and memberships with them, and leave their policies without principal [SDK]", async () => {
    const { owner, cloud } = open;
    const user = await owner.member("ada");
    const { accessKey } = cloud.createConsoleKey(user.id);
    const group = await owner.group("devs");
    const members = `/iam/v1alpha1/groups/${group.id}/members`;
    await owner.ok("PUT", members, { user_ids: [user.id] });
    const policy = await owner.policy("p", ["IAMReadOnly"], { user_id: user.id });
    expect((await owner.call("DELETE", `${PATH}/${user.id}`)).status).toBe(204);
    expect(await owner.call("GET", `${PATH}/${user.id}`)).toMatchObject({
      status: 404,
      body: { resource: "user" },
    });
    expect((await owner.call("GET", `/iam/v1alpha1/api-keys/${accessKey}`)).status).toBe(404);
    const left = await owner.ok("GET", `/iam/v1alpha1/groups/${group.id}`);
    expect(left.user_ids).toEqual([]);
    const orphan = await owner.ok("GET", `/iam/v1alpha1/policies/${policy.id}`);
    expect(Object.keys(orphan)).not.toContain("user_id");
  });
});

import { openCloud, type Answer, type Json, type OpenCloud } from "./support";

const PATH = "/iam/v1alpha1/users";
let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

const theOwner = async (): Promise<Json> => (await open.owner.list(PATH, "&type=owner")).users[0]!;

describe("IAM users", () => {
  it("begin with the Owner, who bears the bootstrap key and cannot be deleted or locked", async () => {
    const { owner, cloud } = open;
    const user = await theOwner();
    expect(user).toMatchObject({ type: "owner", deletable: false, status: "activated" });
    expect(user.account_root_user_id).not.toBe("");
    const { accessKey } = cloud.description.scaleway;
    const key = await owner.ok("GET", `/iam/v1alpha1/api-keys/${accessKey}`);
    expect(key).toMatchObject({
      user_id: user.id,
      default_project_id: owner.organizationId,
    });
    for (const [method, path] of [
      ["DELETE", `${PATH}/${user.id}`],
      ["POST", `${PATH}/${user.id}/lock`],
    ] as const) {
      expect((await owner.call(method, path, {})).status).toBe(412);
    }
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

  it("need an e-mail address and a username of their own", async () => {
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

  it("lose their keys when they are deleted", async () => {
    const { owner } = open;
    const user = await owner.member("ada");
    expect((await owner.call("DELETE", `${PATH}/${user.id}`)).status).toBe(204);
    expect(await owner.call("GET", `${PATH}/${user.id}`)).toMatchObject({
      status: 404,
      body: { resource: "user" },
    });
  });
});

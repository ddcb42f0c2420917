import { openCloud, type Answer, type Json, type OpenCloud } from "./support";

const PATH = "/iam/v1alpha1/groups";
const MOMENT = /^2026-06-01T10:00:00\.\d{6}Z$/;
let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

const applications = async (count: number): Promise<string[]> => {
  const made: string[] = [];
  for (let index = 0; index < count; index += 1) {
    made.push((await open.owner.application(`app-${index}`)).id);
  }
  return made;
};

describe("IAM groups [recorded]", () => {
  it("begin empty", async () => {
    const { owner } = open;
    const group = await owner.group("devs");
    expect(group).toEqual({
      id: group.id,
      created_at: expect.stringMatching(MOMENT) as string,
      updated_at: expect.stringMatching(MOMENT) as string,
      organization_id: owner.organizationId,
      name: "devs",
      description: "",
      user_ids: [],
      application_ids: [],
      tags: [],
      editable: true,
      deletable: true,
      managed: false,
    });
  });

  it("echo replaced members in the order given and list them sorted later", async () => {
    const { owner } = open;
    const { id } = await owner.group("devs");
    const given = (await applications(4)).sort().reverse();
    const put = await owner.ok("PUT", `${PATH}/${id}/members`, { application_ids: given });
    expect(put.application_ids).toEqual(given);
    const read = await owner.ok("GET", `${PATH}/${id}`);
    expect(read.application_ids).toEqual([...given].sort());
  });

  it("do not move their date when members change, and do when the name changes", async () => {
    const { owner, clock } = open;
    const group = await owner.group("devs");
    const [application] = await applications(1);
    clock.forward(1);
    const path = `${PATH}/${group.id}`;
    await owner.ok("POST", `${path}/add-member`, { application_id: application });
    const grown = await owner.ok("POST", `${path}/add-members`, { user_ids: [] });
    expect(grown).toMatchObject({ application_ids: [application] });
    expect(grown.updated_at).toBe(group.updated_at);
    const renamed = await owner.ok("PATCH", path, { name: "developers" });
    expect(renamed.updated_at).not.toBe(group.updated_at);
  });

  it("lose a member once: the second time it is not found, under no kind of resource", async () => {
    const { owner } = open;
    const { id } = await owner.group("devs");
    const [application] = await applications(1);
    await owner.ok("POST", `${PATH}/${id}/add-member`, { application_id: application });
    const remove = { application_id: application };
    const removed = await owner.ok("POST", `${PATH}/${id}/remove-member`, remove);
    expect(removed).toMatchObject({ application_ids: [] });
    expect(await owner.call("POST", `${PATH}/${id}/remove-member`, remove)).toMatchObject({
      status: 404,
      body: { resource: "", resource_id: application, type: "not_found" },
    });
  });

  it("add members and keep the others [SDK]", async () => {
    const { owner } = open;
    const { id } = await owner.group("devs");
    const [one, two, three] = await applications(3);
    const add = (application_ids: (string | undefined)[]): Promise<Json> =>
      owner.ok("POST", `${PATH}/${id}/add-members`, { application_ids });
    await add([one, two]);
    expect((await add([two, three])).application_ids).toEqual([one, two, three]);
    expect((await add([])).application_ids).toEqual([one, two, three]);
  });

  it("refuse a change of members while another takes its time", async () => {
    await open.cloud.stop();
    open = await openCloud({ membershipChangeSeconds: 2 });
    const { owner, clock } = open;
    const devs = await owner.group("devs");
    const [one, two] = await applications(2);
    const change = (group: Json, call: string, body: object): Promise<Answer> =>
      owner.call(call === "members" ? "PUT" : "POST", `${PATH}/${group.id}/${call}`, body);
    expect((await change(devs, "add-members", { application_ids: [one] })).status).toBe(200);
    for (const [call, body] of [
      ["add-members", { application_ids: [two] }],
      ["add-member", { application_id: two }],
      ["remove-member", { application_id: one }],
      ["members", { application_ids: [] }],
    ] as const) {
      expect(await change(devs, call, body)).toMatchObject({
        status: 409,
        body: {
          current_state: "updating",
          message: "resource is in a transient state",
          resource: "group",
          resource_id: devs.id,
          type: "transient_state",
        },
      });
    }
    clock.forward(2);
    expect((await change(devs, "remove-member", { application_id: one })).status).toBe(200);
  });

  it("take other changes, and those of other groups, meanwhile [assumed]", async () => {
    await open.cloud.stop();
    open = await openCloud({ membershipChangeSeconds: 2 });
    const { owner } = open;
    const [devs, ops] = [await owner.group("devs"), await owner.group("ops")];
    const [one] = await applications(1);
    const body = { application_id: one };
    await owner.ok("POST", `${PATH}/${devs.id}/add-member`, body);
    expect((await owner.call("POST", `${PATH}/${ops.id}/add-member`, body)).status).toBe(200);
    expect((await owner.call("PATCH", `${PATH}/${devs.id}`, { name: "all" })).status).toBe(200);
  });

  it("take no member that does not exist, and exactly one at a time [assumed]", async () => {
    const { owner } = open;
    const { id } = await owner.group("devs");
    const nobody = { application_id: id };
    expect(await owner.call("POST", `${PATH}/${id}/add-member`, nobody)).toMatchObject({
      status: 404,
      body: { resource: "application" },
    });
    expect((await owner.call("POST", `${PATH}/${id}/add-member`, {})).status).toBe(400);
    const two = { application_id: id, user_id: id };
    expect((await owner.call("POST", `${PATH}/${id}/add-member`, two)).status).toBe(400);
  });

  it("are found by their members [SDK]", async () => {
    const { owner } = open;
    const devs = await owner.group("devs");
    await owner.group("ops");
    const [application] = await applications(1);
    const body = { application_id: application };
    await owner.ok("POST", `${PATH}/${devs.id}/add-member`, body);
    const { groups } = await owner.list(PATH, `&application_ids=${application}`);
    expect((groups as { name: string }[]).map(({ name }) => name)).toEqual(["devs"]);
  });

  it("are deleted with their members in them", async () => {
    const { owner } = open;
    const { id } = await owner.group("devs");
    const application_ids = await applications(1);
    await owner.ok("PUT", `${PATH}/${id}/members`, { application_ids });
    expect((await owner.call("DELETE", `${PATH}/${id}`)).status).toBe(204);
    expect(await owner.call("GET", `${PATH}/${id}`)).toMatchObject({
      status: 404,
      body: { resource: "group", resource_id: id },
    });
  });

  it("leave policies that apply to nobody, and name no group [reported]", async () => {
    const { owner } = open;
    const { id } = await owner.group("devs");
    const application = await owner.application("ci");
    await owner.ok("PUT", `${PATH}/${id}/members`, { application_ids: [application.id] });
    const policy = await owner.policy("p", ["IAMReadOnly"], { group_id: id });
    const ci = await owner.as({ application_id: application.id });
    expect((await ci.call("GET", `${PATH}/${id}`)).status).toBe(200);
    expect((await owner.call("DELETE", `${PATH}/${id}`)).status).toBe(204);
    expect((await ci.call("GET", `${PATH}/${id}`)).status).toBe(403);
    const orphan = await owner.ok("GET", `/iam/v1alpha1/policies/${policy.id}`);
    expect(Object.keys(orphan)).not.toContain("group_id");
  });

  const ofEveryone = async (): Promise<Json> =>
    (await open.owner.list(PATH, "&name=All Applications")).groups[0]!;

  it("of everyone list nobody, yet their policies reach all [documented]", async () => {
    const { owner } = open;
    const { id, managed, application_ids } = await ofEveryone();
    expect([managed, application_ids]).toEqual([true, []]);
    const ci = await owner.applicationWith("ci", []);
    expect((await ci.call("GET", `${PATH}/${id}`)).status).toBe(403);
    await owner.policy("p", ["IAMGroupReadOnly"], { group_id: id });
    expect((await ci.call("GET", `${PATH}/${id}`)).status).toBe(200);
  });

  it("of everyone are changed by nobody [assumed]", async () => {
    const { owner } = open;
    const { id, editable } = await ofEveryone();
    expect(editable).toBe(false);
    const path = `${PATH}/${id}`;
    for (const [method, at] of [
      ["PATCH", path],
      ["DELETE", path],
      ["PUT", `${path}/members`],
    ] as const) {
      expect(await owner.call(method, at, {})).toMatchObject({
        status: 412,
        body: { precondition: "protected_resource" },
      });
    }
  });
});

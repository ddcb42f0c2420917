import type { Caller } from "./support";
import { openCloud, type Answer, type Json, type OpenCloud } from "./support";

const PATH = "/iam/v1alpha1/ssh-keys";
const NOWHERE = "7f1b1a3e-0000-4000-8000-000000000000";

/** One key of each type, made by ssh-keygen, with the fingerprint that `ssh-keygen -l -E md5` prints. */
const ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgM9R4mtlT4GgaxY0J2f4ZqeRhnC0rnohORR86bJsVX";
const FINGERPRINTS: readonly (readonly [string, string])[] = [
  [ED25519, "256 MD5:90:86:62:71:24:b3:92:d3:08:dd:eb:43:92:3a:be:1c (ssh-ed25519)"],
  [
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDCONGfxtSz/qQn50tpLShqH+ANlLUH7YytvJBscFghQKW/ytdmwIejr7LNRPfvvA50i914uDgtIc3N4JjElfkl1KCH+dQ3keRkWC85LQPQWFcjgbBE2bc2uS4r9QCV4FDJPcJnzADOozlc1mp9WRa9BCn9vr6+g3e0YVXshZ3kiw==",
    "1024 MD5:4b:5a:43:53:c5:16:ca:b9:e0:62:47:f3:44:4d:88:a7 (ssh-rsa)",
  ],
  [
    "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBK8gZcs6Cp4j1gVU4M1Od8bWsescRrVWkTMlFEhj0RPKBoK/+E7v416sw/nIGc4MxLlmQ6HrTyFkM9XY23xyyjBXvubd8ki8FrjKtM2+detKTEmK00nTbxsnJVwNf/8S1g==",
    "384 MD5:8f:fd:90:4c:6d:0e:5d:f8:60:01:e1:a2:a9:47:51:48 (ecdsa-sha2-nistp384)",
  ],
];

let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

const add = (project_id: string, more: object = {}): Promise<Json> =>
  open.owner.ok("POST", PATH, {
    name: "k",
    public_key: `${ED25519} ada@example`,
    project_id,
    ...more,
  });

const listIn = async (caller: Caller, query: string): Promise<Answer> =>
  caller.call("GET", `${PATH}?${query}`);

describe("SSH keys [recorded]", () => {
  it("are kept without their comment, and enabled", async () => {
    const { owner } = open;
    const key = await add(owner.organizationId);
    expect(key).toEqual({
      id: key.id,
      name: "k",
      public_key: ED25519,
      fingerprint: FINGERPRINTS[0]?.[1],
      created_at: expect.any(String) as string,
      updated_at: expect.any(String) as string,
      organization_id: owner.organizationId,
      project_id: owner.organizationId,
      disabled: false,
    });
    expect(await owner.ok("GET", `${PATH}/${key.id}`)).toEqual(key);
  });

  it.each(
    FINGERPRINTS.map(([line, fingerprint]) => ({ type: line.split(" ")[0], line, fingerprint })),
  )("of type $type have a fingerprint of bits, MD5 and type", async ({ line, fingerprint }) => {
    const key = await add(open.owner.organizationId, { public_key: line });
    expect(key).toMatchObject({ fingerprint });
  });

  it("may be there more than once, name and key alike", async () => {
    const { owner } = open;
    const [one, two] = [await add(owner.organizationId), await add(owner.organizationId)];
    expect(one.id).not.toBe(two.id);
    expect(await owner.list(PATH, "&name=k")).toMatchObject({ total_count: 2 });
  });

  it("are disabled and renamed by a PATCH, which moves their date", async () => {
    const { owner, clock } = open;
    const key = await add(owner.organizationId);
    clock.forward(1);
    const disabled = await owner.ok("PATCH", `${PATH}/${key.id}`, { disabled: true, name: "old" });
    expect(disabled).toMatchObject({ disabled: true, name: "old", public_key: ED25519 });
    expect(disabled.updated_at).not.toBe(key.updated_at);
  });

  it("are enabled when they are made, and found by whether they are [SDK]", async () => {
    const { owner } = open;
    await add(owner.organizationId, { disabled: true });
    expect(await owner.list(PATH, "&disabled=true")).toMatchObject({ total_count: 0 });
    expect(await owner.list(PATH, "&disabled=false")).toMatchObject({ total_count: 1 });
  });

  const expectRefusal = async (public_key: string, help_message: string): Promise<void> => {
    const { owner } = open;
    const body = { name: "k", public_key, project_id: owner.organizationId };
    expect(await owner.call("POST", PATH, body)).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "public_key", reason: "format", help_message }] },
    });
  };

  it.each([
    ["nothing", "Invalid SSH public key"],
    ["ssh-ed25519 AAAA!AAA", "invalid key format: illegal base64 data at input byte 4"],
  ])("are refused where they are none, in the words of the older API: %s", expectRefusal);

  it.each([
    ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA", "Invalid SSH public key"],
    [ED25519.replace("ssh-ed25519", "ssh-rsa"), "Invalid SSH public key"],
  ])("are refused where they only look like one: %s [assumed]", expectRefusal);

  it("need a Project that is there [assumed]", async () => {
    const body = { name: "k", public_key: ED25519 };
    expect(await open.owner.call("POST", PATH, body)).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "project_id", reason: "required" }] },
    });
    const nowhere = { ...body, project_id: NOWHERE };
    expect(await open.owner.call("POST", PATH, nowhere)).toMatchObject({
      status: 404,
      body: { resource: "project_id" },
    });
  });

  it("are gone after a DELETE", async () => {
    const { owner } = open;
    const { id } = await add(owner.organizationId);
    expect((await owner.call("DELETE", `${PATH}/${id}`)).status).toBe(204);
    expect(await owner.call("GET", `${PATH}/${id}`)).toMatchObject({
      status: 404,
      body: { resource: "ssh_key", resource_id: id },
    });
  });

  it("are reached by rights on their Project, in that Project alone [documented]", async () => {
    const { owner } = open;
    const second = await owner.project("second");
    const [own, other] = [await add(second.id), await add(owner.organizationId)];
    const ci = await owner.applicationWith("ci", ["SSHKeysFullAccess"], {
      organization_id: undefined,
      project_ids: [second.id],
    });
    expect((await ci.call("GET", `${PATH}/${own.id}`)).status).toBe(200);
    expect(await ci.call("GET", `${PATH}/${other.id}`)).toMatchObject({
      status: 403,
      body: { details: [{ action: "read", resource: "ssh_key" }] },
    });
    expect((await listIn(ci, `project_id=${second.id}`)).body).toMatchObject({ total_count: 1 });
    expect((await ci.call("DELETE", `${PATH}/${own.id}`)).status).toBe(204);
  });

  it("of the whole Organization are not listed by rights on one Project [reported]", async () => {
    const { organizationId } = open.owner;
    const inOne = { organization_id: undefined, project_ids: [organizationId] };
    const ci = await open.owner.applicationWith("ci", ["SSHKeysFullAccess"], inOne);
    expect((await listIn(ci, `organization_id=${organizationId}`)).status).toBe(403);
  });

  it("that are not there are refused as those of other Projects are [assumed]", async () => {
    const inOne = { organization_id: undefined, project_ids: [open.owner.organizationId] };
    const ci = await open.owner.applicationWith("ci", ["SSHKeysFullAccess"], inOne);
    expect((await ci.call("GET", `${PATH}/${NOWHERE}`)).status).toBe(403);
  });

  it("of all Projects are reached by rights on the Organization [documented]", async () => {
    const { owner } = open;
    await add(owner.organizationId);
    const ci = await owner.applicationWith("ci", ["SSHKeysReadOnly"]);
    expect((await listIn(ci, "")).body).toMatchObject({ total_count: 1 });
    const body = { name: "k", public_key: ED25519, project_id: owner.organizationId };
    expect((await ci.call("POST", PATH, body)).status).toBe(403);
  });

  it("are as many as the quota allows", async () => {
    await open.cloud.stop();
    open = await openCloud({ quotas: { sshKeys: 1 } });
    const { owner } = open;
    await add(owner.organizationId);
    const body = { name: "k", public_key: ED25519, project_id: owner.organizationId };
    expect(await owner.call("POST", PATH, body)).toMatchObject({
      status: 403,
      body: { details: [{ current: 1, quota: 1, resource: "IamSshKeys" }] },
    });
  });
});

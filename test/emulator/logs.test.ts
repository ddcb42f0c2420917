import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryStore } from "../../emulator/memory-store";
import { Organization } from "../../emulator/organization/organization";
import { MovedClock, openCloud, type Caller, type Json, type OpenCloud } from "./support";

const IAM = "/iam/v1alpha1";
const PATH = `${IAM}/logs`;
let open: OpenCloud;
beforeEach(async () => (open = await openCloud()));
afterEach(() => open.cloud.stop());

const theOwnersId = async (owner: Caller): Promise<string> =>
  (await owner.list(`${IAM}/users`, "&type=owner")).users[0]!.id;

/** `created application`, ids left out. */
const told = ({ action, resource_type }: Json): string => `${action} ${String(resource_type)}`;

describe("the audit log of IAM [SDK]", () => {
  it("has an entry for each thing made, changed and deleted: who did it, from where, with what", async () => {
    const { owner } = open;
    const caller = owner.sending({
      "X-Auth-Token": open.cloud.description.scaleway.secretKey,
      "X-Forwarded-For": "203.0.113.7",
      "User-Agent": "terraform/1",
    });
    const { id } = await caller.application("ci");
    await caller.ok("PATCH", `${IAM}/applications/${id.toUpperCase()}`, { description: "d" });
    await caller.call("DELETE", `${IAM}/applications/${id}`);
    const { logs, total_count } = await owner.list(PATH);
    expect(total_count).toBe(3);
    expect(logs.map(({ action }) => action)).toEqual(["created", "updated", "deleted"]);
    expect(logs[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      created_at: expect.any(String) as string,
      ip: "203.0.113.7",
      user_agent: "terraform/1",
      action: "created",
      bearer_id: await theOwnersId(owner),
      organization_id: owner.organizationId,
      resource_type: "application",
      resource_id: id,
    });
    expect(logs.every(({ resource_id }) => resource_id === id)).toBe(true);
    expect(await owner.ok("GET", `${PATH}/${logs[1]!.id}`)).toEqual(logs[1]);
  });

  it("covers keys, users, groups with their members, policies with their rules and their copies [assumed]", async () => {
    const { owner } = open;
    const application = await owner.application("ci");
    const group = await owner.group("devs");
    const user = await owner.member("ada");
    const policy = await owner.policy("p", ["IAMReadOnly"], { group_id: group.id });
    const bearer = { application_id: application.id };
    const key = await owner.ok("POST", `${IAM}/api-keys`, bearer);
    await owner.ok("POST", `${IAM}/groups/${group.id}/add-member`, bearer);
    await owner.ok("POST", `${IAM}/users/${user.id}/lock`, {});
    await owner.ok("PUT", `${IAM}/rules`, { policy_id: policy.id, rules: [] });
    const copy = await owner.ok("POST", `${IAM}/policies/${policy.id}/clone`, {});
    await owner.call("DELETE", `${IAM}/api-keys/${key.access_key}`);
    const { logs } = await owner.list(PATH, "&page_size=100");
    expect(logs.map((entry) => [told(entry), entry.resource_id])).toEqual([
      ["created application", application.id],
      ["created group", group.id],
      ["created user", user.id],
      ["created policy", policy.id],
      ["created api_key", key.access_key],
      ["updated group", group.id],
      ["updated user", user.id],
      ["updated policy", policy.id],
      ["created policy", copy.id],
      ["deleted api_key", key.access_key],
    ]);
  });

  it("says nothing of reading and of Projects", async () => {
    const { owner } = open;
    await owner.project("second");
    await owner.list(`${IAM}/applications`);
    expect((await owner.list(PATH)).logs).toEqual([]);
  });

  it("says nothing of what was refused [assumed]", async () => {
    const { owner } = open;
    await owner.call("POST", `${IAM}/applications`, { name: "a:b" });
    expect((await owner.list(PATH)).logs).toEqual([]);
  });

  it("is searched by action, kind, bearer, object and time, in either order", async () => {
    const { owner, clock } = open;
    const first = await owner.application("one");
    clock.forward(3600);
    const manager = await owner.applicationWith("manager", ["IAMManager"]);
    clock.forward(3600);
    const second = await manager.application("two");
    await manager.call("DELETE", `${IAM}/applications/${second.id}`);
    const found = async (query: string): Promise<string[]> =>
      (await owner.list(PATH, query)).logs.map(told);
    expect(await found("&action=deleted")).toEqual(["deleted application"]);
    expect(await found("&action=unknown_action")).toHaveLength(6);
    expect(await found("&resource_type=policy")).toEqual(["created policy"]);
    expect(await found(`&search=${first.id}`)).toEqual(["created application"]);
    expect(await found("&created_after=2026-06-01T12:00:00Z")).toHaveLength(2);
    expect(await found("&created_before=2026-06-01T10:30:00Z")).toEqual(["created application"]);
    const newestFirst = await found("&order_by=created_at_desc");
    expect(newestFirst[0]).toBe("deleted application");
    const bearer = (await owner.list(PATH, "&action=deleted")).logs[0]!["bearer_id"];
    expect(await found(`&search=${String(bearer)}`)).toEqual([
      "created application",
      "created application",
      "deleted application",
    ]);
  });

  it("refuses what is no moment, action or order", async () => {
    const { owner } = open;
    const refused = async (query: string): Promise<unknown> => {
      const path = `${PATH}?organization_id=${owner.organizationId}&${query}`;
      return (await owner.call("GET", path)).body.details[0]?.["argument_name"];
    };
    expect(await refused("created_after=yesterday")).toBe("created_after");
    expect(await refused("action=read")).toBe("action");
    expect(await refused("order_by=name_asc")).toBe("order_by");
    expect((await owner.call("GET", PATH)).body.details).toEqual([
      { argument_name: "organization_id", help_message: "", reason: "required" },
    ]);
  });

  it("is read with IAMReadOnly, and not without a set that gives it [assumed]", async () => {
    const { owner } = open;
    const reader = await owner.applicationWith("reader", ["IAMReadOnly"]);
    const nobody = await owner.applicationWith("nobody", []);
    const { logs } = await reader.list(PATH);
    for (const path of [
      `${PATH}?organization_id=${owner.organizationId}`,
      `${PATH}/${logs[0]!.id}`,
    ]) {
      expect(await nobody.call("GET", path)).toMatchObject({
        status: 403,
        body: { details: [{ action: "read", resource: "log" }] },
      });
    }
    const nowhere = `${PATH}/7f1b1a3e-0000-4000-8000-000000000000`;
    expect(await reader.call("GET", nowhere)).toMatchObject({
      status: 404,
      body: { resource: "log" },
    });
  });

  it("survives a restart with the rest [own]", async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), "logs-"));
    try {
      const before = await openCloud({ dataDirectory });
      await before.owner.application("ci");
      const { logs } = await before.owner.list(PATH);
      await before.cloud.stop();
      const after = await openCloud({ dataDirectory });
      expect((await after.owner.list(PATH)).logs).toEqual(logs);
      await after.cloud.stop();
    } finally {
      rmSync(dataDirectory, { recursive: true });
    }
  });

  it("keeps the newest ten thousand [own]", () => {
    const organization = new Organization({ store: new MemoryStore(), clock: new MovedClock() });
    for (let index = 1; index <= 10_003; index += 1) {
      organization.log({
        action: "created",
        resourceType: "application",
        resourceId: String(index),
        bearerId: "",
        ip: "",
        userAgent: "",
      });
    }
    expect(organization.logs.size).toBe(10_000);
    expect(organization.logs.first()?.resourceId).toBe("4");
  });
});

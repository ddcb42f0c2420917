import { sameInstant } from "../../../../provider/scaleway/clients/iam";
import type { Answer, Received } from "../../../support/json-server";
import {
  startScriptedCloud,
  wireApplication,
  type ScriptedCloud,
} from "../../../support/scripted-cloud";

let running: ScriptedCloud;
afterEach(() => running.server.stop());

const NOT_FOUND: Answer = {
  status: 404,
  json: {
    message: "resource is not found",
    resource: "application",
    resource_id: "x",
    type: "not_found",
  },
};

async function start(
  ...args: Parameters<typeof startScriptedCloud>
): Promise<ScriptedCloud["cloud"]> {
  running = await startScriptedCloud(...args);
  return running.cloud;
}

/** Answers a list by pages of the size asked for. */
function page(field: string, items: readonly unknown[], { query }: Received): Answer {
  const size = Number(query.get("page_size"));
  const first = (Number(query.get("page")) - 1) * size;
  return {
    status: 200,
    json: { [field]: items.slice(first, first + size), total_count: items.length },
  };
}

const applications = (count: number): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, index) => wireApplication(index + 1));

describe("a list", () => {
  it("reads every page of a hundred, of one Organization, in an order that stays", async () => {
    const all = applications(250);
    const { iam } = await start((request) => page("applications", all, request));
    const listed = await iam.listApplications();
    expect(listed.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(running.server.received.map(({ query }) => query.toString())).toEqual(
      ["1", "2", "3"].map(
        (number) =>
          `organization_id=0a0a0a0a-0000-4000-8000-000000000001&order_by=created_at_asc&page=${number}&page_size=100`,
      ),
    );
  });

  it("asks once for nothing", async () => {
    const { iam } = await start((request) => page("api_keys", [], request));
    await expect(iam.listApiKeys()).resolves.toEqual([]);
    expect(running.server.received).toHaveLength(1);
  });

  it("misses no object when another one is deleted between two pages", async () => {
    let all = applications(150);
    const { iam } = await start((request, number) => {
      if (number === 2) all = all.slice(1);
      return page("applications", all, request);
    });
    const ids = (await iam.listApplications()).map(({ id }) => id);
    expect(ids).toContain("app-101");
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("shows no object twice when one is made between two pages of another order", async () => {
    let all = applications(150);
    const { iam } = await start((request, number) => {
      if (number === 2) all = [wireApplication(999), ...all];
      return page("applications", all, request);
    });
    const ids = (await iam.listApplications()).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(151);
  });

  it("ends although the list never stands still", async () => {
    let count = 120;
    const { iam } = await start((request) => {
      count += 1;
      return page("applications", applications(count), request);
    });
    expect((await iam.listApplications()).length).toBeGreaterThan(120);
  });

  it("of rules reads all pages of one policy", async () => {
    const all = Array.from({ length: 130 }, (_, index) => ({
      id: `rule-${String(index)}`,
      permission_set_names: ["ObjectStorageFullAccess"],
      condition: "",
      project_ids: ["p"],
    }));
    const { iam } = await start((request) => page("rules", all, request));
    expect(await iam.listRules("policy-1")).toHaveLength(130);
    expect(running.server.received[0]?.query.get("policy_id")).toBe("policy-1");
  });
});

describe("a list whose count is wrong", () => {
  const pages = (): string[] => running.server.received.map(({ query }) => query.get("page")!);
  const counting = (total: number, items: readonly unknown[], request: Received): Answer => {
    const { json } = page("applications", items, request) as { json: object };
    return { status: 200, json: { ...json, total_count: total } };
  };

  it.each([
    ["too low, at the end of a full page", 100, 131, ["1", "2"]],
    ["too low, within a page", 30, 131, ["1", "2"]],
    ["zero", 0, 250, ["1", "2", "3"]],
    ["too low, with a last page that is full", 100, 200, ["1", "2", "3"]],
  ])("is read to its end: %s", async (_name, total, count, read) => {
    const all = applications(count);
    const { iam } = await start((request) => counting(total, all, request));
    const ids = (await iam.listApplications()).map(({ id }) => id);
    expect(ids).toEqual(all.map(({ id }) => id));
    expect(pages()).toEqual(read);
    const said = `the service counts ${String(total)} applications and lists ${String(count)}`;
    expect(running.context.lines.join("\n")).toContain(said);
  });

  it("costs a full page that is the last one a call more, and a short one none", async () => {
    for (const [count, read] of [
      [100, ["1", "2"]],
      [99, ["1"]],
    ] as const) {
      const { iam } = await start((request) => page("applications", applications(count), request));
      expect(await iam.listApplications()).toHaveLength(count);
      expect(pages()).toEqual(read);
      if (count === 100) await running.server.stop();
    }
  });

  it("is read again while it shows less than it counts, until it shows all", async () => {
    const { iam } = await start((request, number) =>
      counting(131, applications(number > 4 ? 131 : 100), request),
    );
    expect(await iam.listApplications()).toHaveLength(131);
  });

  it("is an error naming both numbers where it goes on showing less than it counts", async () => {
    const { iam } = await start((request) => counting(131, applications(100), request));
    await expect(iam.listApplications()).rejects.toMatchObject({
      kind: "unavailable",
      code: "incomplete_list",
      answer: expect.stringContaining("counts 131 and lists 100") as string,
    });
  });

  it("is read to its end where the service gives smaller pages than it was asked for", async () => {
    const { iam } = await start((request) => {
      const first = (Number(request.query.get("page")) - 1) * 50;
      const json = { applications: applications(120).slice(first, first + 50), total_count: 120 };
      return { status: 200, json };
    });
    expect(await iam.listApplications()).toHaveLength(120);
  });

  it("ends where every page is the first one", async () => {
    const { iam } = await start(() => ({
      status: 200,
      json: { applications: applications(100), total_count: 100 },
    }));
    expect(await iam.listApplications()).toHaveLength(100);
    expect(pages()).toEqual(["1", "2"]);
  });
});

describe("an object", () => {
  it("is read into our own names", async () => {
    const { iam } = await start(() => ({ status: 200, json: wireApplication(1) }));
    await expect(iam.getApplication("app-1")).resolves.toEqual({
      id: "app-1",
      name: "application 1",
      description: "",
      tags: ["a", "b"],
      organizationId: "0a0a0a0a-0000-4000-8000-000000000001",
      createdAt: "2026-05-21T14:55:59.968247Z",
      updatedAt: "2026-05-21T14:55:59.968247Z",
      editable: true,
      deletable: true,
      managed: false,
      apiKeyCount: 0,
    });
  });

  it("is undefined when the service says that it does not exist", async () => {
    const { iam } = await start(() => NOT_FOUND);
    await expect(iam.getApplication("x")).resolves.toBeUndefined();
  });

  it.each<[string, Answer]>([
    ["a page of something else", { status: 404, text: "<html></html>" }],
    ["JSON of something else", { status: 404, json: { message: "no route", code: 404 } }],
  ])("is not taken for gone because of %s", async (_name, answer) => {
    const { iam } = await start(() => answer);
    await expect(iam.getApplication("x")).rejects.toMatchObject({ kind: "protocol" });
    await expect(iam.deleteApplication("x")).rejects.toMatchObject({ kind: "protocol" });
  });

  it("without a field that it must have is an error that names the field", async () => {
    const { iam } = await start(() => ({ status: 200, json: { ...wireApplication(1), name: 7 } }));
    await expect(iam.getApplication("app-1")).rejects.toThrow(
      /read application "app-1": the answer has no field "name" that is text/,
    );
  });

  it("is deleted as well when it is gone already", async () => {
    const { iam } = await start(() => NOT_FOUND);
    await expect(iam.deleteGroup("x")).resolves.toBeUndefined();
  });

  it("is deleted once the service stops changing it", async () => {
    const busy: Answer = {
      status: 409,
      json: {
        current_state: "updating",
        message: "resource is in a transient state",
        resource: "group",
        resource_id: "g",
        type: "transient_state",
      },
    };
    const { iam } = await start((_request, number) => (number <= 4 ? busy : { status: 204 }));
    await expect(iam.deleteGroup("g")).resolves.toBeUndefined();
    expect(running.server.received).toHaveLength(5);
  });

  it("that stays busy ends at the deadline, saying so", async () => {
    const busy: Answer = {
      status: 409,
      json: { message: "resource is in a transient state", type: "transient_state" },
    };
    const { iam } = await start(() => busy, { deadlineSeconds: 60 });
    await expect(
      iam.setGroupMembers("g", { applicationIds: [], userIds: [] }),
    ).rejects.toMatchObject({
      kind: "conflict",
      code: "transient_state",
      hint: expect.stringContaining("after the deadline") as string,
    });
    expect(running.context.lines[0]).toContain("waiting for group g to settle");
  });

  it("that exists already is refused at once", async () => {
    const exists: Answer = {
      status: 409,
      json: { message: "resource already exists", type: "already_exists" },
    };
    const { iam } = await start(() => exists);
    const creation = iam.createGroup({ name: "devs", description: "", tags: [] });
    await expect(creation).rejects.toMatchObject({
      kind: "conflict",
      code: "already_exists",
      hint: 'Choose another name, or remove the existing object; adopt: "existing" (or adopt: { id }) takes it over as it is.',
    });
    expect(running.server.received).toHaveLength(1);
  });
});

describe("a creation", () => {
  it("is sent once when the answer is lost", async () => {
    const { iam } = await start(() => "drop");
    await expect(
      iam.createApplication({ name: "ci", description: "", tags: [] }),
    ).rejects.toMatchObject({
      kind: "network",
    });
    expect(running.server.received).toHaveLength(1);
  });

  it("names the Organization", async () => {
    const { iam } = await start(() => ({ status: 200, json: wireApplication(1) }));
    await iam.createApplication({ name: "ci", description: "d", tags: ["t"] });
    expect(JSON.parse(running.server.received[0]!.body)).toEqual({
      name: "ci",
      description: "d",
      tags: ["t"],
      organization_id: "0a0a0a0a-0000-4000-8000-000000000001",
    });
  });
});

describe("a patch", () => {
  it("leaves out what is not given, and is repeated after a lost answer", async () => {
    const { iam } = await start((_request, number) =>
      number === 1 ? "drop" : { status: 200, json: wireApplication(1) },
    );
    await iam.updateApplication("app-1", { description: "new" });
    expect(running.server.received.map(({ body }) => body)).toEqual(
      Array(2).fill('{"description":"new"}'),
    );
  });
});

describe("a refusal", () => {
  const refusal = (status: number, json: Record<string, unknown>) => (): Answer => ({
    status,
    json,
    headers: { "X-Request-Id": "r-1" },
  });

  it("for a missing right names the right, and the sets that give it with their scope", async () => {
    const { iam } = await start(
      refusal(403, {
        details: [
          { action: "write", resource: "api_key" },
          { action: "write", resource: "self_api_key" },
        ],
        message: "insufficient permissions",
        type: "permissions_denied",
      }),
    );
    const outcome = iam.createApiKey({ bearer: { applicationId: "a" }, description: "" });
    await expect(outcome).rejects.toMatchObject({ kind: "denied", status: 403, requestId: "r-1" });
    await expect(outcome).rejects.toThrow(
      /needs write on api_key.*The caller needs write on api_key: one of .*IAMManager \(at Organization scope\)/,
    );
    await expect(outcome).rejects.not.toThrow(/Or:/);
  });

  it("of a key for another person promises nothing of any set", async () => {
    const { iam } = await start(
      refusal(403, {
        details: [{ action: "write", resource: "self_api_key" }],
        message: "insufficient permissions",
        type: "permissions_denied",
      }),
    );
    const outcome = iam.createApiKey({ bearer: { userId: "u" }, description: "" });
    await expect(outcome).rejects.toThrow(
      /Only the bearer itself has write on self_api_key: no policy gives it to another\.$/,
    );
  });

  it("because another object is missing names that object", async () => {
    const { iam } = await start(
      refusal(404, {
        message: "resource is not found",
        resource: "application",
        resource_id: "a",
        type: "not_found",
      }),
    );
    const outcome = iam.createApiKey({ bearer: { applicationId: "a" }, description: "" });
    await expect(outcome).rejects.toThrow(/resource is not found \(application a\)/);
  });

  it("by a quota says how much of it is used", async () => {
    const { account } = await start(
      refusal(403, {
        details: [{ current: 25, quota: 25, resource: "UsrProjectsWidth" }],
        message: "quota(s) exceeded for this resource",
        type: "quotas_exceeded",
      }),
    );
    const outcome = account.createProject({ name: "p", description: "" });
    await expect(outcome).rejects.toMatchObject({ kind: "quota" });
    await expect(outcome).rejects.toThrow(/25 of 25 UsrProjectsWidth/);
  });

  it("of an argument names it and why", async () => {
    const { iam } = await start(
      refusal(400, {
        details: [
          {
            argument_name: "tags[0]",
            help_message: "value does not match regex pattern",
            reason: "constraint",
          },
        ],
        message: "invalid argument(s)",
        type: "invalid_arguments",
      }),
    );
    const outcome = iam.createApplication({ name: "a", description: "", tags: ["a:b"] });
    await expect(outcome).rejects.toMatchObject({ kind: "invalid", code: "invalid_arguments" });
    await expect(outcome).rejects.toThrow(/tags\[0\]: value does not match regex pattern/);
  });

  it.each([
    ["expired", /has expired/],
    ["not_found", /still exists/],
  ])("of a key that is %s says what to do", async (reason, hint) => {
    const { iam } = await start(
      refusal(401, {
        message: "authentication is denied",
        method: "api_key",
        reason,
        type: "denied_authentication",
      }),
    );
    const outcome = iam.listGroups();
    await expect(outcome).rejects.toMatchObject({ kind: "denied", code: reason });
    await expect(outcome).rejects.toThrow(hint);
  });
});

it("two timestamps are the same instant however they are written", () => {
  expect(sameInstant("2035-07-06T11:00:00+02:00", "2035-07-06T09:00:00Z")).toBe(true);
  expect(sameInstant("2035-07-06T09:00:00.000Z", "2035-07-06T09:00:00Z")).toBe(true);
  expect(sameInstant("2035-07-06T09:00:01Z", "2035-07-06T09:00:00Z")).toBe(false);
  expect(sameInstant(undefined, undefined)).toBe(true);
  expect(sameInstant(undefined, "2035-07-06T09:00:00Z")).toBe(false);
  return running.server.stop();
});

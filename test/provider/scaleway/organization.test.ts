import type { Answer, Received } from "../../support/json-server";
import {
  startScriptedCloud,
  wireApiKey,
  wireApplication,
  type ScriptedCloud,
} from "../../support/scripted-cloud";

let running: ScriptedCloud;
afterEach(() => running.server.stop());

const DENIED: Answer = {
  status: 403,
  json: { details: [], message: "insufficient permissions", type: "permissions_denied" },
};
const ORGANIZATION = "0a0a0a0a-0000-4000-8000-000000000001";
const PROJECT = {
  id: "p",
  name: "default",
  organization_id: ORGANIZATION,
  created_at: "2026-05-21T14:55:59Z",
  updated_at: "2026-05-21T14:55:59Z",
  description: "",
};

async function start(
  answers: Record<string, Answer>,
  settings: Record<string, string | undefined> = { organizationId: undefined },
): Promise<ScriptedCloud["cloud"]> {
  running = await startScriptedCloud(
    ({ path }: Received) => answers[path.split("/")[3]!] ?? DENIED,
    { settings },
  );
  return running.cloud;
}

describe("the caller's Organization", () => {
  it("is the configured one, without a call", async () => {
    const cloud = await start({}, { organizationId: "configured" });
    await expect(cloud.organizationId()).resolves.toBe("configured");
    expect(running.server.received).toHaveLength(0);
  });

  it("is that of the key's bearer, asked once for all", async () => {
    const cloud = await start({
      "api-keys": { status: 200, json: wireApiKey() },
      applications: { status: 200, json: wireApplication(1) },
    });
    const answers = await Promise.all([cloud.organizationId(), cloud.organizationId()]);
    await cloud.organizationId();
    expect(answers).toEqual([ORGANIZATION, ORGANIZATION]);
    expect(running.server.received).toHaveLength(2);
  });

  it("is that of the default Project where the caller may not read its key", async () => {
    const cloud = await start({ projects: { status: 200, json: PROJECT } });
    await expect(cloud.organizationId()).resolves.toBe(ORGANIZATION);
  });

  it("is an error that names the variable where the caller may read neither", async () => {
    const cloud = await start({});
    await expect(cloud.organizationId()).rejects.toThrow(/SCW_DEFAULT_ORGANIZATION_ID/);
  });

  it("is an error that names the rights of which one would do", async () => {
    const denied = (resource: string): Answer => ({
      status: 403,
      json: {
        details: [{ action: "read", resource }],
        message: "insufficient permissions",
        type: "permissions_denied",
      },
    });
    const cloud = await start(
      {
        "api-keys": { status: 200, json: wireApiKey() },
        applications: denied("application"),
        projects: denied("account_project"),
      },
      { organizationId: undefined, defaultProjectId: "p" },
    );
    await expect(cloud.organizationId()).rejects.toThrow(
      /needs read on application: one of .* Or: The caller needs read on account_project: one of /,
    );
  });

  it("is not searched further with a key that is not accepted", async () => {
    const cloud = await start({
      "api-keys": {
        status: 401,
        json: {
          message: "authentication is denied",
          reason: "not_found",
          type: "denied_authentication",
        },
      },
      projects: { status: 200, json: PROJECT },
    });
    await expect(cloud.organizationId()).rejects.toMatchObject({ kind: "denied", status: 401 });
    expect(running.server.received).toHaveLength(1);
  });
});

import { redact } from "../../../../provider/core/redact";
import {
  startScriptedCloud,
  wireApiKey,
  wireApplication,
  type ScriptedCloud,
} from "../../../support/scripted-cloud";

let running: ScriptedCloud;
afterEach(() => running.server.stop());

async function start(
  ...args: Parameters<typeof startScriptedCloud>
): Promise<ScriptedCloud["cloud"]> {
  running = await startScriptedCloud(...args);
  return running.cloud;
}

describe("a policy", () => {
  const wirePolicy = (changes: Record<string, unknown>): Record<string, unknown> => ({
    ...wireApplication(1),
    nb_rules: 0,
    ...changes,
  });

  it.each([
    [{ application_id: "a" }, { applicationId: "a" }],
    [{ user_id: "u" }, { userId: "u" }],
    [{ group_id: "g" }, { groupId: "g" }],
    [{ no_principal: true }, { noPrincipal: true }],
    [{}, undefined],
  ])("whose answer has %j serves %j", async (wire, principal) => {
    const { iam } = await start(() => ({ status: 200, json: wirePolicy(wire) }));
    expect((await iam.getPolicy("p"))?.principal).toEqual(principal);
  });

  it("is made with its rules in one call", async () => {
    const { iam } = await start(() => ({ status: 200, json: wirePolicy({ application_id: "a" }) }));
    await iam.createPolicy({
      name: "p",
      description: "",
      tags: [],
      principal: { applicationId: "a" },
      rules: [
        { permissionSetNames: ["ObjectStorageFullAccess"], projectIds: ["x", "y"] },
        { permissionSetNames: ["IAMManager"], organizationId: "o", condition: "1 == 1" },
      ],
    });
    expect(JSON.parse(running.server.received[0]!.body)).toMatchObject({
      application_id: "a",
      rules: [
        {
          permission_set_names: ["ObjectStorageFullAccess"],
          condition: "",
          project_ids: ["x", "y"],
        },
        { permission_set_names: ["IAMManager"], condition: "1 == 1", organization_id: "o" },
      ],
    });
  });

  it("may have a rule whose Project was deleted: it has no scope", async () => {
    const rule = { id: "r", permission_set_names: ["X"], condition: "" };
    const { iam } = await start(() => ({ status: 200, json: { rules: [rule], total_count: 1 } }));
    await expect(iam.listRules("p")).resolves.toEqual([
      {
        id: "r",
        permissionSetNames: ["X"],
        condition: "",
        projectIds: undefined,
        organizationId: undefined,
      },
    ]);
  });
});

describe("an API key", () => {
  it("tells its secret once, and no message ever shows it", async () => {
    const secret = "5e5e5e5e-1111-4222-8333-canary777777";
    const { iam } = await start(() => ({ status: 200, json: wireApiKey({ secret_key: secret }) }));
    const made = await iam.createApiKey({ bearer: { applicationId: "app-1" }, description: "" });
    expect(made).toMatchObject({
      secretKey: secret,
      id: "SCW0A1B2C3D4E5F6G7H8",
      bearer: { applicationId: "app-1" },
    });
    expect(redact(`key ${secret}`)).toBe("key [secret]");
  });

  it("made without a secret in the answer is an error that names the useless key", async () => {
    const { iam } = await start(() => ({ status: 200, json: wireApiKey() }));
    await expect(
      iam.createApiKey({ bearer: { applicationId: "app-1" }, description: "" }),
    ).rejects.toThrow(/made SCW0A1B2C3D4E5F6G7H8 without telling its secret/);
  });

  it("has no secret when it is read or listed", async () => {
    const { iam } = await start(() => ({
      status: 200,
      json: wireApiKey({ user_id: "u", application_id: undefined }),
    }));
    const key = await iam.getApiKey("SCW0A1B2C3D4E5F6G7H8");
    expect(key).toMatchObject({ bearer: { userId: "u" }, expiresAt: undefined });
    expect(key).not.toHaveProperty("secretKey");
  });

  it("loses its expiry by null, and keeps it when nothing is said", async () => {
    const { iam } = await start(() => ({ status: 200, json: wireApiKey() }));
    await iam.updateApiKey("SCW0A1B2C3D4E5F6G7H8", { expiresAt: null });
    await iam.updateApiKey("SCW0A1B2C3D4E5F6G7H8", { defaultProjectId: "p" });
    expect(running.server.received.map(({ body }) => body)).toEqual([
      '{"expires_at":null}',
      '{"default_project_id":"p"}',
    ]);
  });
});

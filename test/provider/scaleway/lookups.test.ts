import * as pulumi from "@pulumi/pulumi";
import { readCallerIdentity } from "../../../provider/scaleway/lookups/get-caller-identity";
import { readDefaultProject } from "../../../provider/scaleway/lookups/get-default-project";
import { defineLookup } from "../../../provider/scaleway/lookups/lookup";
import { testContext } from "../../support/context";
import { unknownOutput, valueOf } from "../../support/outputs";
import type { Answer, Received } from "../../support/json-server";
import {
  startScriptedCloud,
  wireApiKey,
  wireApplication,
  type ScriptedCloud,
} from "../../support/scripted-cloud";

const ORGANIZATION = "0a0a0a0a-0000-4000-8000-000000000001";

const wireProject = (id: string, description = ""): Answer => ({
  status: 200,
  json: {
    id,
    name: "default",
    description,
    organization_id: ORGANIZATION,
    created_at: "2026-05-21T14:55:59Z",
    updated_at: "2026-05-21T14:55:59Z",
  },
});

describe("what a lookup reads", () => {
  let running: ScriptedCloud;
  afterEach(() => running.server.stop());

  const start = async (
    handler: (request: Received) => Answer,
    settings: Record<string, string | undefined> = {},
  ): Promise<void> => {
    running = await startScriptedCloud(handler, { settings });
  };

  it("is the configured default Project", async () => {
    await start(({ path }) => wireProject(path.split("/").at(-1)!), { defaultProjectId: "mine" });
    await expect(readDefaultProject(running.context)).resolves.toEqual({
      id: "mine",
      name: "default",
      description: "",
      organizationId: ORGANIZATION,
      createdAt: "2026-05-21T14:55:59Z",
    });
  });

  it("shows no mark in the description of a Project that a program made", async () => {
    const marked = `Archives [pulumi ${"0".repeat(20)}.${"1".repeat(8)}]`;
    await start(() => wireProject("mine", marked), { defaultProjectId: "mine" });
    await expect(readDefaultProject(running.context)).resolves.toMatchObject({
      description: "Archives",
    });
  });

  it("is the Organization's own default Project where none is configured", async () => {
    await start(({ path }) => wireProject(path.split("/").at(-1)!), {
      defaultProjectId: undefined,
    });
    await expect(readDefaultProject(running.context)).resolves.toMatchObject({ id: ORGANIZATION });
  });

  it("is an error that names the source of a wrong id", async () => {
    const gone: Answer = {
      status: 404,
      json: { message: "resource is not found", type: "not_found" },
    };
    await start(() => gone);
    await expect(readDefaultProject(running.context)).rejects.toMatchObject({ kind: "notFound" });
  });

  it("is the caller, without its secret", async () => {
    await start(({ path }) => ({
      status: 200,
      json: path.includes("api-keys")
        ? wireApiKey({ expires_at: "2027-06-01T00:00:00Z" })
        : wireApplication(1),
    }));
    const caller = await readCallerIdentity(running.context);
    expect(caller).toEqual({
      accessKey: "SCWTEST0000000000000",
      bearer: { kind: "application", id: "app-1" },
      organizationId: ORGANIZATION,
      defaultProjectId: ORGANIZATION,
      expiresAt: "2027-06-01T00:00:00Z",
    });
    expect(JSON.stringify(caller)).not.toContain(running.context.settings.secretKey);
  });

  it("is an error that names the missing right, and the sets that give it", async () => {
    await start(() => ({
      status: 403,
      json: {
        details: [{ action: "read", resource: "api_key" }],
        message: "insufficient permissions",
        type: "permissions_denied",
      },
    }));
    await expect(readCallerIdentity(running.context)).rejects.toThrow(
      /needs read on api_key: one of .*IAMApplicationReadOnly \(at Organization scope, for keys of applications\)/,
    );
  });
});

describe("a lookup", () => {
  const surroundings = jest.fn((_name: string, profile: string | undefined) =>
    Promise.resolve({ ...testContext(), asked: profile }),
  );
  beforeEach(() => surroundings.mockClear());

  it("asks once per profile, in plain and in Output form together", async () => {
    const ask = jest.fn(() => Promise.resolve("answer"));
    const lookup = defineLookup({ name: "getAnswer", members: {}, ask }, surroundings);
    await Promise.all([lookup.plain(), lookup.plain({}), valueOf(lookup.output())]);
    expect(ask).toHaveBeenCalledTimes(1);
    await lookup.plain({ profile: "work" });
    expect(ask).toHaveBeenCalledTimes(2);
    expect(surroundings.mock.calls).toEqual([
      ["getAnswer", undefined],
      ["getAnswer", "work"],
    ]);
  });

  it("is known where its arguments are, and unknown, without a call, where one is not", async () => {
    const ask = jest.fn(() => Promise.resolve({ id: "p" }));
    const lookup = defineLookup({ name: "getAnswer", members: {}, ask }, surroundings);
    const known = lookup.output({ profile: pulumi.output("work") });
    await expect(valueOf(known.id)).resolves.toEqual({ isKnown: true, value: "p" });
    ask.mockClear();
    const unknown = lookup.output({ profile: unknownOutput<string>() });
    await expect(valueOf(unknown)).resolves.toMatchObject({ isKnown: false });
    expect(ask).not.toHaveBeenCalled();
  });
});

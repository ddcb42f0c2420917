import type { Answer } from "../../../support/json-server";
import { startScriptedCloud, type ScriptedCloud } from "../../../support/scripted-cloud";

let running: ScriptedCloud;
afterEach(() => running.server.stop());

async function start(
  ...args: Parameters<typeof startScriptedCloud>
): Promise<ScriptedCloud["cloud"]> {
  running = await startScriptedCloud(...args);
  return running.cloud;
}

const precondition = (word: string, help: string): Answer => ({
  status: 412,
  json: {
    help_message: help,
    message: "precondition is not respected",
    precondition: word,
    type: "precondition_failed",
  },
});

describe("the deletion of a Project", () => {
  it("is asked for again while the service cannot count what is left, and says that it waits", async () => {
    const counting = precondition("resource_not_usable", "please retry later");
    const { account } = await start((_request, number) =>
      number <= 5 ? counting : { status: 204 },
    );
    await expect(account.deleteProject("p")).resolves.toBeUndefined();
    expect(running.server.received).toHaveLength(6);
    expect(running.context.lines[0]).toContain("waiting for Project p to become deletable");
  });

  it("ends at the deadline with an explanation", async () => {
    const { account } = await start(
      () => precondition("resource_not_usable", "please retry later"),
      {
        deadlineSeconds: 120,
      },
    );
    await expect(account.deleteProject("p")).rejects.toMatchObject({
      kind: "precondition",
      code: "resource_not_usable",
      hint: expect.stringContaining("20 minutes") as string,
    });
  });

  it("of one that holds something fails at once, saying what to do", async () => {
    const { account } = await start(() =>
      precondition("resource_still_in_use", "all resources are not deleted"),
    );
    const outcome = account.deleteProject("p");
    await expect(outcome).rejects.toMatchObject({
      kind: "precondition",
      code: "resource_still_in_use",
    });
    await expect(outcome).rejects.toThrow(/all resources are not deleted/);
    expect(running.server.received).toHaveLength(1);
  });

  it("counts when the Project is gone after a failure of the service", async () => {
    const gone: Answer = {
      status: 404,
      json: {
        message: "resource is not found",
        resource: "project_id",
        resource_id: "p",
        type: "not_found",
      },
    };
    const { account } = await start((_request, number) =>
      number === 1 ? { status: 500, json: { message: "Internal error" } } : gone,
    );
    await expect(account.deleteProject("p")).resolves.toBeUndefined();
  });
});

it("a Project is read into our own names, whether or not the service tells its status", async () => {
  const project = {
    id: "p",
    name: "photos",
    organization_id: "o",
    created_at: "2026-05-21T14:55:59Z",
    updated_at: "2026-05-21T14:55:59Z",
    description: "",
    qualification: null,
  };
  const { account } = await start((_request, number) => ({
    status: 200,
    json: number === 1 ? project : { ...project, status: "deleting" },
  }));
  const expected = {
    id: "p",
    name: "photos",
    description: "",
    organizationId: "o",
    createdAt: "2026-05-21T14:55:59Z",
    updatedAt: "2026-05-21T14:55:59Z",
    status: "active",
  };
  await expect(account.getProject("p")).resolves.toEqual(expected);
  await expect(account.getProject("p")).resolves.toEqual({ ...expected, status: "deleting" });
});

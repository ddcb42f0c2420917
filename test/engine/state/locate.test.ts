import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { locateBackend, type LocatedBackend } from "../../../engine/state";

/** The backend of the project in /project, for a command that is sent in /project/below. */
function locate(environment: NodeJS.ProcessEnv, backendUrl?: string): Promise<LocatedBackend> {
  return locateBackend({
    environment: { PULUMI_HOME: "/nowhere", ...environment },
    workingDirectory: "/project/below",
    project: { directory: "/project", ...(backendUrl !== undefined && { backendUrl }) },
  });
}

describe("the backend of a project", () => {
  it.each([
    [undefined, "/project/.storage-access"],
    ["", "/project/.storage-access"],
    ["file:///var/state", "/var/state"],
    ["file:///var/my%20state?no_tmp_dir=true", "/var/my state"],
    ["file://./state", "/project/below/state"],
    ["file://my%20state", "/project/below/my state"],
    ["file://~", homedir()],
    ["file://~/state", join(homedir(), "state")],
    ["s3://state", "s3://state"],
    ["s3://state/team/shop?region=fr-par", "s3://state/team/shop"],
  ])("for PULUMI_BACKEND_URL=%s is %s", async (url, name) => {
    expect((await locate({ PULUMI_BACKEND_URL: url })).backend.name).toBe(name);
  });

  it("is the one of Pulumi.yaml where the variable names none", async () => {
    expect((await locate({}, "file:///var/state")).backend.name).toBe("/var/state");
    const both = await locate({ PULUMI_BACKEND_URL: "file:///var/other" }, "file:///var/state");
    expect(both.backend.name).toBe("/var/other");
  });

  it.each([
    "https://api.pulumi.com",
    "gs://state",
    "azblob://state?storage_account=shop",
    "postgres://user:hunter2@db/state",
    "/var/state",
    "S3://state",
  ])("is refused by name as %s, from the variable and from Pulumi.yaml", async (url) => {
    const shown = url.replace(/user:hunter2@|\?.*/g, "");
    const named = new RegExp(
      `PULUMI_BACKEND_URL is ${shown}, a backend that the embedded engine does not have`,
    );
    await expect(locate({ PULUMI_BACKEND_URL: url })).rejects.toThrow(named);
    await expect(locate({}, url)).rejects.toThrow(
      `backend.url in /project/Pulumi.yaml is ${shown}`,
    );
    await expect(locate({ PULUMI_BACKEND_URL: url })).rejects.not.toThrow("hunter2");
  });

  it("is not the one that the Pulumi CLI is logged in to, and that is said", async () => {
    const home = mkdtempSync(join(tmpdir(), "storage-access-home-"));
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "credentials.json"), '{"current":"s3://team-state?region=fr-par"}');
    const { backend, notice } = await locate({ PULUMI_HOME: home });
    rmSync(home, { recursive: true });
    expect(backend.name).toBe("/project/.storage-access");
    expect(notice).toMatch(/logged in to s3:\/\/team-state, .*state is in \/project\/\.storage/);
    expect((await locate({})).notice).toBeUndefined();
  });
});

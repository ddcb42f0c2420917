import { resolveSettings } from "../../../provider/core/settings";
import { readSettings } from "../../../provider/scaleway/lookups/get-settings";

const SECRET = "00000000-0000-4000-8000-00000000cafe";
const FILE = `
default_region: nl-ams
profiles:
  second:
    default_project_id: 0a0a0a0a-0000-4000-8000-000000000002
`;

const settingsOf = (env: Record<string, string>, config: Record<string, string> = {}) =>
  resolveSettings({
    config: (key) => config[key],
    env: {
      HOME: "/home/ada",
      SCW_ACCESS_KEY: "SCWTEST0000000000000",
      SCW_SECRET_KEY: SECRET,
      ...env,
    },
    readFile: (path) => Promise.resolve(path.endsWith("config.yaml") ? FILE : undefined),
    log: { info: () => undefined, warn: () => undefined },
  });

describe("the settings in use", () => {
  it("are told with the source of each", async () => {
    const told = readSettings({ settings: await settingsOf({ SCW_PROFILE: "second" }) });
    expect(told.accessKey).toEqual({
      value: "SCWTEST0000000000000",
      source: expect.stringContaining("SCW_ACCESS_KEY") as string,
    });
    expect(told.defaultProjectId.source).toMatch(/second/);
    expect(told.apiUrl).toEqual({ value: "https://api.scaleway.com", source: "default" });
    expect(told.organizationId).toEqual({ value: undefined, source: "nothing" });
  });

  it("name stack config where that decides", async () => {
    const settings = await settingsOf({ SCW_DEFAULT_REGION: "fr-par" }, { region: "pl-waw" });
    const { region } = readSettings({ settings });
    expect(region).toEqual({
      value: "pl-waw",
      source: expect.stringContaining("storage-access:region") as string,
    });
  });

  it("never tell the secret key", async () => {
    const told = readSettings({ settings: await settingsOf({}) });
    expect(JSON.stringify(told)).not.toContain(SECRET);
    expect(told.secretKey.source).toContain("SCW_SECRET_KEY");
  });
});

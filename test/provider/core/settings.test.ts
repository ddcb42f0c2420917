import { isCloudError } from "../../../provider/core/errors";
import { redact } from "../../../provider/core/redact";
import { resolveSettings, s3EndpointOf, type Settings } from "../../../provider/core/settings";

const HOME = "/home/ada";
const FILE = "/home/ada/.config/scw/config.yaml";
const [ORGANIZATION_A, ORGANIZATION_B] = [
  "aaaaaaaa-1111-4111-8111-111111111111",
  "bbbbbbbb-2222-4222-8222-222222222222",
];
const ENVIRONMENT_KEY = {
  SCW_ACCESS_KEY: "SCWENVIRONMENT",
  SCW_SECRET_KEY: "secret-of-the-environment",
};
const PROFILES = `
access_key: SCWTOP
secret_key: secret-of-the-top
default_organization_id: ${ORGANIZATION_A}
default_region: nl-ams
profiles:
  work:
    access_key: SCWWORK
    secret_key: secret-of-work
    default_organization_id: ${ORGANIZATION_B}
    default_project_id: cccccccc-3333-4333-8333-333333333333
    api_url: https://api.work.example
    s3_endpoint: https://s3.work.example
  bare:
    default_region: pl-waw
`;

interface Places {
  readonly profile?: string;
  readonly config?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly files?: Record<string, string>;
}

async function resolve(
  places: Places,
): Promise<Settings & { readonly warnings: string[]; readonly asked: string[] }> {
  const warnings: string[] = [];
  const asked: string[] = [];
  const settings = await resolveSettings({
    profile: places.profile,
    config: (key) => places.config?.[key],
    env: { HOME, ...places.env },
    readFile: (path) => {
      asked.push(path);
      return Promise.resolve(places.files?.[path]);
    },
    log: { info: () => undefined, warn: (line) => void warnings.push(line) },
  });
  return { ...settings, warnings, asked };
}

const failure = async (places: Places): Promise<string> => {
  const thrown = await resolve(places).catch((error: unknown) => error);
  expect(isCloudError(thrown, "invalid")).toBe(true);
  return (thrown as Error).message;
};

describe("where a setting comes from", () => {
  it("is the environment, with defaults for addresses and region", async () => {
    await expect(resolve({ env: ENVIRONMENT_KEY })).resolves.toMatchObject({
      accessKey: "SCWENVIRONMENT",
      secretKey: "secret-of-the-environment",
      organizationId: undefined,
      defaultProjectId: undefined,
      region: "fr-par",
      apiUrl: "https://api.scaleway.com",
      s3Endpoint: "https://s3.{region}.scw.cloud",
      sources: { secretKey: "environment variable SCW_SECRET_KEY", region: "default" },
    });
  });

  it("is the environment before the file", async () => {
    const env = { ...ENVIRONMENT_KEY, SCW_DEFAULT_REGION: "pl-waw" };
    await expect(resolve({ env, files: { [FILE]: PROFILES } })).resolves.toMatchObject({
      accessKey: "SCWENVIRONMENT",
      region: "pl-waw",
    });
  });

  it("is the top of the file where nothing chooses a profile", async () => {
    await expect(resolve({ files: { [FILE]: PROFILES } })).resolves.toMatchObject({
      accessKey: "SCWTOP",
      region: "nl-ams",
      sources: { accessKey: FILE },
    });
  });

  it("is the file's active profile, or the one that SCW_PROFILE names before it", async () => {
    const files = { [FILE]: `active_profile: bare\n${PROFILES}` };
    await expect(resolve({ files })).resolves.toMatchObject({
      accessKey: "SCWTOP",
      region: "pl-waw",
    });
    await expect(resolve({ files, env: { SCW_PROFILE: "work" } })).resolves.toMatchObject({
      accessKey: "SCWWORK",
      sources: { accessKey: `profile "work" of ${FILE}` },
    });
  });

  it("is stack config before the environment", async () => {
    const config = {
      region: "nl-ams",
      apiUrl: "https://api.stack.example",
      s3Endpoint: "https://s3.stack.example",
    };
    const env = {
      ...ENVIRONMENT_KEY,
      SCW_DEFAULT_REGION: "pl-waw",
      SCW_API_URL: "https://api.env.example",
    };
    await expect(resolve({ config, env })).resolves.toMatchObject({
      ...config,
      sources: { region: "stack config storage-access:region" },
    });
  });

  it("is the profile that stack config chooses, before the environment", async () => {
    const places = {
      config: { profile: "work" },
      env: ENVIRONMENT_KEY,
      files: { [FILE]: PROFILES },
    };
    const settings = await resolve(places);
    expect(settings).toMatchObject({ accessKey: "SCWWORK", apiUrl: "https://api.work.example" });
    expect(settings.warnings).toEqual([expect.stringContaining("SCW_SECRET_KEY is not used")]);
  });

  it("is the resource's own profile before everything else", async () => {
    const places = {
      profile: "work",
      config: { profile: "bare", apiUrl: "https://api.stack.example" },
      files: { [FILE]: PROFILES },
    };
    await expect(resolve(places)).resolves.toMatchObject({
      accessKey: "SCWWORK",
      apiUrl: "https://api.work.example",
    });
  });

  it("is SCW_CONFIG_PATH's file, else the one under XDG_CONFIG_HOME, else the one under HOME", async () => {
    const reading = async (env: Record<string, string>): Promise<string[]> =>
      (await resolve({ env: { ...ENVIRONMENT_KEY, ...env } })).asked;
    expect(await reading({ SCW_CONFIG_PATH: "/a.yaml", XDG_CONFIG_HOME: "/x" })).toEqual([
      "/a.yaml",
    ]);
    expect(await reading({ XDG_CONFIG_HOME: "/x" })).toEqual(["/x/scw/config.yaml"]);
    expect(await reading({})).toEqual([FILE]);
  });

  it("is never an empty variable", async () => {
    const env = { ...ENVIRONMENT_KEY, SCW_DEFAULT_REGION: "", SCW_API_URL: "  " };
    await expect(resolve({ env })).resolves.toMatchObject({
      region: "fr-par",
      sources: { apiUrl: "default" },
    });
  });

  it("is never an AWS_* variable", async () => {
    const env = {
      ...ENVIRONMENT_KEY,
      AWS_REGION: "eu-west-3",
      AWS_ENDPOINT_URL_S3: "https://aws.example",
      AWS_ACCESS_KEY_ID: "AKIA",
    };
    expect(JSON.stringify(await resolve({ env }))).not.toMatch(/eu-west-3|aws\.example|AKIA/);
  });
});

describe("what belongs to a key", () => {
  it("does not come from a place that holds another key", async () => {
    const settings = await resolve({ env: ENVIRONMENT_KEY, files: { [FILE]: PROFILES } });
    expect(settings.organizationId).toBeUndefined();
  });

  it("does not reach a profile with a key of its own from the top of the file", async () => {
    const text = PROFILES.replace(`    default_organization_id: ${ORGANIZATION_B}\n`, "");
    const settings = await resolve({ profile: "work", files: { [FILE]: text } });
    expect(settings).toMatchObject({
      accessKey: "SCWWORK",
      organizationId: undefined,
      region: "nl-ams",
    });
  });

  it("comes from the environment for a file's key where the file does not give it", async () => {
    const files = { [FILE]: "access_key: SCWTOP\nsecret_key: secret-of-the-top\n" };
    const env = { SCW_DEFAULT_PROJECT_ID: "dddddddd-4444-4444-8444-444444444444" };
    await expect(resolve({ files, env })).resolves.toMatchObject({
      defaultProjectId: env.SCW_DEFAULT_PROJECT_ID,
    });
  });
});

describe("a refusal", () => {
  it("of missing credentials names the variables and the file tried", async () => {
    expect(await failure({})).toMatch(
      `SCW_ACCESS_KEY and SCW_SECRET_KEY are not set, and there is no profile file ${FILE}`,
    );
    expect(await failure({ files: { [FILE]: "default_region: fr-par" } })).toMatch(
      `the profile file ${FILE} has none`,
    );
  });

  it("of half a pair names what is there, where, and what is missing", async () => {
    expect(
      await failure({ env: { SCW_SECRET_KEY: "only-the-secret" }, files: { [FILE]: PROFILES } }),
    ).toMatch(/secretKey comes from environment variable SCW_SECRET_KEY, which has no accessKey/);
  });

  it("of an unknown profile names the ones that are known and who chose it", async () => {
    const files = { [FILE]: PROFILES };
    expect(await failure({ profile: "wrok", files })).toMatch(
      /profile "wrok" \(chosen by `profile`\) is not in .*Known profiles: "work", "bare"/,
    );
    expect(await failure({ config: { profile: "x" }, files })).toMatch(
      "stack config storage-access:profile",
    );
    expect(await failure({ env: { ...ENVIRONMENT_KEY, SCW_PROFILE: "x" } })).toMatch(
      `profile "x" (chosen by SCW_PROFILE) needs the file ${FILE}, which is missing`,
    );
    expect(await failure({ files: { [FILE]: "active_profile: gone" } })).toMatch(
      "chosen by active_profile",
    );
  });

  it("of a selected profile beside an exported secret of another Organization names both", async () => {
    const env = { ...ENVIRONMENT_KEY, SCW_DEFAULT_ORGANIZATION_ID: ORGANIZATION_A };
    const message = await failure({ profile: "work", env, files: { [FILE]: PROFILES } });
    expect(message).toContain(ORGANIZATION_A);
    expect(message).toContain(ORGANIZATION_B);
  });

  it("of a broken file names its line, and shows none of its text", async () => {
    const message = await failure({
      files: { [FILE]: "a: 1\nsecret_key: 'canary-in-a-broken-file\nb: [" },
    });
    expect(message).toMatch(/config\.yaml": line \d+ is not valid YAML/);
    expect(message).not.toContain("canary-in");
  });

  it("of an access key with a Project in it says that the Project is added here", async () => {
    const env = { ...ENVIRONMENT_KEY, SCW_ACCESS_KEY: "SCWX@dddddddd" };
    expect(await failure({ env })).toMatch(/contains "@".*plain access key/);
  });

  it.each([
    ["SCW_API_URL", "api.scaleway.com"],
    ["SCW_S3_ENDPOINT", "ftp://s3.example"],
    ["SCW_DEFAULT_REGION", "fr-par/../x"],
  ])("of a wrong %s names where it comes from", async (variable, value) => {
    expect(await failure({ env: { ...ENVIRONMENT_KEY, [variable]: value } })).toMatch(variable);
  });
});

describe("a secret", () => {
  it("in stack config is the last resort, and is warned about", async () => {
    const config = { accessKey: "SCWSTACK", secretKey: "secret-of-the-stack" };
    const alone = await resolve({ config });
    expect(alone).toMatchObject({ accessKey: "SCWSTACK" });
    expect(alone.warnings).toEqual([expect.stringContaining("stored in the stack's state")]);
    const beside = await resolve({ config, env: ENVIRONMENT_KEY });
    expect(beside).toMatchObject({ accessKey: "SCWENVIRONMENT", warnings: [] });
  });

  it("is never shown, wherever it comes from and whether or not it is used", async () => {
    await resolve({ env: ENVIRONMENT_KEY, files: { [FILE]: PROFILES } });
    const texts = ["secret-of-the-environment", "secret-of-the-top", "secret-of-work"];
    for (const text of texts) expect(redact(text)).toBe("[secret]");
  });

  it("sent unencrypted to another machine is warned about", async () => {
    const remote = await resolve({
      env: { ...ENVIRONMENT_KEY, SCW_API_URL: "http://api.example" },
    });
    expect(remote.warnings).toEqual([expect.stringContaining("not encrypted")]);
    const local = await resolve({
      env: { ...ENVIRONMENT_KEY, SCW_API_URL: "http://127.0.0.1:8080" },
    });
    expect(local.warnings).toEqual([]);
  });
});

it("one Object Storage address serves every region, unless it has a place for the region", async () => {
  const settings = await resolve({ env: ENVIRONMENT_KEY });
  expect(s3EndpointOf(settings, "nl-ams")).toBe("https://s3.nl-ams.scw.cloud");
  expect(s3EndpointOf({ ...settings, s3Endpoint: "http://127.0.0.1:9" }, "nl-ams")).toBe(
    "http://127.0.0.1:9",
  );
});

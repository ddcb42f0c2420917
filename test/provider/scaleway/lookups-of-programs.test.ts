/**
 * Lookups of several programs in one process, as the Automation API runs them inline: each asks as its own stack.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCloud, type Cloud } from "../../../emulator";
import * as scaleway from "../../../provider/scaleway";

/** What the SDK runs each inline program in; not among its declarations. */
const { withLocalStorage } = state as unknown as {
  withLocalStorage: <Result>(program: () => Promise<Result>) => Promise<Result>;
};

let clouds: Record<string, Cloud>;
let folder: string;
const before = process.env;
beforeEach(async () => {
  clouds = { one: await startCloud({ seed: "one" }), two: await startCloud({ seed: "two" }) };
  folder = mkdtempSync(join(tmpdir(), "programs-"));
  writeProfiles(Object.keys(clouds));
  process.env = { PATH: before["PATH"], SCW_CONFIG_PATH: join(folder, "config.yaml") };
});
afterEach(async () => {
  process.env = before;
  rmSync(folder, { recursive: true });
  await Promise.all(Object.values(clouds).map((cloud) => cloud.stop()));
});

function writeProfiles(names: readonly string[]): void {
  const profiles = names.map((name) => {
    const { accessKey, secretKey, apiUrl, s3Endpoint } = clouds[name]!.description.scaleway;
    const values = { access_key: accessKey, secret_key: secretKey, api_url: apiUrl };
    return [name, { ...values, s3_endpoint: s3Endpoint, default_region: "fr-par" }];
  });
  // JSON is YAML as well.
  const text = JSON.stringify({ profiles: Object.fromEntries(profiles) as object });
  writeFileSync(join(folder, "config.yaml"), text);
}

const echo: pulumi.runtime.Mocks = {
  newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
  call: ({ inputs }) => inputs as object,
};

/** Runs a program for a stack of that name with the profile of that name, as the server of inline programs does. */
function run<Result>(name: string, program: () => Promise<Result>): Promise<Result> {
  return withLocalStorage(async () => {
    await pulumi.runtime.setMocks(echo, "project", name, false);
    pulumi.runtime.setAllConfig({ "storage-access:profile": name });
    let result: Result | undefined;
    await pulumi.runtime.runInPulumiStack(async () => {
      result = await program();
      return {};
    });
    return result!;
  });
}

/** Whose Organization each lookup names: of settings, of what the service answers, and as an Output. */
async function whoAsks(): Promise<(string | undefined)[]> {
  const { accessKey } = await scaleway.getSettings();
  const { organizationId } = await scaleway.getDefaultProject();
  const { organizationId: listed } = await scaleway.getProjects();
  const output = scaleway.getDefaultProjectOutput().organizationId;
  const told = await new Promise<string>((resolve) => output.apply(resolve));
  return [accessKey.value, organizationId, listed, told];
}

const expected = (name: string): (string | undefined)[] => {
  const { accessKey, organizationId } = clouds[name]!.description.scaleway;
  return [accessKey, organizationId, organizationId, organizationId];
};

describe("lookups of two programs in one process", () => {
  it("ask as the stack of each, one program after the other", async () => {
    for (const name of ["one", "two", "one"]) {
      expect(await run(name, whoAsks)).toEqual(expected(name));
    }
  });

  it("ask as the stack of each, both at once", async () => {
    const [one, two] = await Promise.all([run("one", whoAsks), run("two", whoAsks)]);
    expect([one, two]).toEqual([expected("one"), expected("two")]);
  });

  it("ask anew in the next run of the same stack, and once within a run", async () => {
    const count = (): number => clouds["one"]!.requests.length;
    await run("one", whoAsks);
    const first = count();
    await run("one", async () => [await whoAsks(), await whoAsks()]);
    expect(first).toBeGreaterThan(0);
    expect(count()).toBe(2 * first);
  });

  it("follow config that changes within one program", async () => {
    await run("one", async () => {
      expect(await whoAsks()).toEqual(expected("one"));
      pulumi.runtime.setAllConfig({ "storage-access:profile": "two" });
      expect(await whoAsks()).toEqual(expected("two"));
    });
  });

  it("ask again after a failure", async () => {
    writeProfiles(["one"]);
    await run("two", async () => {
      await expect(scaleway.getSettings()).rejects.toThrow(/profile.*two/);
      writeProfiles(["one", "two"]);
      expect(await whoAsks()).toEqual(expected("two"));
    });
  });

  it("leave the environment of the program as it is", async () => {
    const environment = { ...process.env };
    await run("one", () => scaleway.getBuckets());
    expect(process.env).toEqual(environment);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProject, selectStack, type Project } from "../../../engine/project";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "storage-access-project-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(text: string): Promise<Project> {
  writeFileSync(join(folder, "Pulumi.yaml"), text);
  return findProject(folder);
}

describe("a project", () => {
  it("is found from any folder below it", async () => {
    await write("name: shop\nruntime: nodejs\n");
    const deep = join(folder, "a/b/c");
    mkdirSync(deep, { recursive: true });
    expect(await findProject(deep)).toMatchObject({
      name: "shop",
      directory: folder,
      main: folder,
    });
  });

  it("says how its program runs", async () => {
    const project = await write(
      "name: shop\nmain: src/index.ts\nruntime:\n  name: nodejs\n  options: { typescript: false, nodeargs: --inspect }\n",
    );
    expect(project.main).toBe(join(folder, "src/index.ts"));
    expect(project.options).toEqual({ typescript: false, nodeargs: "--inspect" });
  });

  it("declares configuration in short and in long form", async () => {
    const { declared } = await write(`name: shop
runtime: nodejs
config:
  region: fr-par
  size: { type: integer, default: 3 }
  token: { type: string, secret: true }
  scaleway:zone: { value: { a: 1 } }
`);
    expect(Object.fromEntries(declared)).toEqual({
      "shop:region": { default: "fr-par", isSecret: false },
      "shop:size": { default: "3", isSecret: false, type: { name: "integer" } },
      "shop:token": { isSecret: true, type: { name: "string" } },
      "scaleway:zone": { default: '{"a":1}', isSecret: false },
    });
  });

  it("may keep its stacks' files in a folder of their own", async () => {
    const project = await write("name: shop\nruntime: nodejs\nstackConfigDir: stacks\n");
    expect(project.configurationDirectory).toBe(join(folder, "stacks"));
  });

  it("may name the backend of its stacks", async () => {
    const project = await write("name: shop\nruntime: nodejs\nbackend: { url: 's3://state' }\n");
    expect(project.backendUrl).toBe("s3://state");
  });

  it("says which tsconfig.json it has, whether it refreshes, and what stacks' files end in", async () => {
    const project = await write(
      "name: shop\noptions: { refresh: always }\nruntime: { name: nodejs, options: { tsconfig: a.json } }\n",
    );
    expect(project).toMatchObject({
      options: { tsconfig: "a.json" },
      isRefreshing: true,
      extension: ".yaml",
    });
    expect((await write("name: shop\nruntime: nodejs\n")).isRefreshing).toBe(false);
  });

  it.each([
    ["plugins: { analyzers: [{ name: pack, path: ./pack }] }", /plugins\.analyzers.*--policy-pack/],
    ["plugins: { providers: [{ name: aws, path: ./aws }] }", /plugins\.providers.*Pulumi CLI/],
    ["packages: { thing: ../thing }", /packages.*Pulumi CLI/],
  ])("is refused by name for %j", async (entry, message) => {
    await expect(write(`name: shop\nruntime: nodejs\n${entry}\n`)).rejects.toThrow(message);
  });

  it("in JSON is refused by name, and not the one in a folder above it taken", async () => {
    await write("name: shop\nruntime: nodejs\n");
    mkdirSync(join(folder, "below"));
    writeFileSync(join(folder, "below/Pulumi.json"), '{"name":"other","runtime":"nodejs"}');
    await expect(findProject(join(folder, "below"))).rejects.toThrow(/Pulumi\.json.*Rename it/);
  });

  it.each([
    ["without a name", "runtime: nodejs\n", /has no name/],
    ["in another language", "name: shop\nruntime: python\n", /"python".*Pulumi CLI/],
    ["without a runtime", "name: shop\n", /has the runtime/],
    ["that is not YAML", "name: [\n", /is not YAML/],
    ["with a key of three parts", "name: a\nruntime: nodejs\nconfig: { a:b:c: 1 }\n", /"a:b:c"/],
  ])("%s is refused, naming its file", async (_name, text, message) => {
    await expect(write(text)).rejects.toThrow(message);
    await expect(write(text)).rejects.toThrow(/Pulumi\.yaml/);
  });

  it("that is nowhere is an error that says where it was looked for", async () => {
    await expect(findProject(folder)).rejects.toThrow(`No Pulumi.yaml in ${folder}`);
  });
});

describe("the stack of a command", () => {
  const project = { name: "shop" } as Project;
  const choose = (requested?: string, existing: string[] = [], environment = {}): string =>
    selectStack({ project, requested, existing, environment });

  it("is the one that --stack names, in Pulumi's short and long forms", () => {
    expect(choose("prod", ["dev"])).toBe("prod");
    expect(choose("shop/prod")).toBe("prod");
    expect(choose("organization/prod")).toBe("prod");
    expect(choose("organization/shop/prod")).toBe("prod");
  });

  it("else the one that PULUMI_STACK names", () => {
    expect(choose(undefined, ["dev", "test"], { PULUMI_STACK: "test" })).toBe("test");
  });

  it("else the only one; and dev where there is none yet", () => {
    expect(choose(undefined, ["prod"])).toBe("prod");
    expect(choose()).toBe("dev");
  });

  it("has to be named when there are several", () => {
    expect(() => choose(undefined, ["dev", "prod"])).toThrow(/several stacks: dev, prod.*--stack/);
  });

  it.each(["..", "a b", "x/"])("is refused as %j: no folder is left, no file misnamed", (name) => {
    expect(() => choose(name)).toThrow(/cannot be a stack name|not one of the project/);
  });

  it.each(["other/dev", "acme/shop/dev", "a/organization/shop/dev"])("is refused as %s", (name) => {
    expect(() => choose(name)).toThrow(/is not one of the project shop/);
  });
});

/**
 * What must be in a policy pack's folder.
 * @module
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPackFolder } from "../../../engine/policies/pack-folder";

const MODULES = join(__dirname, "../../../node_modules");

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pack-folder-")));
  mkdirSync(join(folder, "pack"));
  write("PulumiPolicy.yaml", "runtime: nodejs\n");
  write("package.json", '{ "version": "1.0.0" }');
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => writeFileSync(join(folder, "pack", name), text);
const install = (): void => symlinkSync(MODULES, join(folder, "node_modules"));
const open = () => openPackFolder({ path: "pack", base: folder });

describe("a policy pack's folder", () => {
  it("is found from the folder that the command was sent to", () => {
    install();
    expect(open()).toEqual({
      directory: join(folder, "pack"),
      runner: realpathSync(join(MODULES, "@pulumi/pulumi/cmd/run-policy-pack/index.js")),
      nodeArguments: [],
    });
  });

  it("may say the version and how node is started", () => {
    install();
    const runtime =
      "runtime: { name: nodejs, options: { nodeargs: --trace-warnings  --no-deprecation } }";
    write("PulumiPolicy.yaml", `${runtime}\nversion: 2.0.0\n`);
    expect(open()).toMatchObject({
      version: "2.0.0",
      nodeArguments: ["--trace-warnings", "--no-deprecation"],
    });
  });

  it("behind a symbolic link is the one that the link leads to", () => {
    install();
    mkdirSync(join(folder, "elsewhere"));
    symlinkSync(join(folder, "pack"), join(folder, "elsewhere", "link"));
    const { directory } = openPackFolder({ path: "elsewhere/link", base: folder });
    expect(directory).toBe(join(folder, "pack"));
  });

  it("without a description is refused", () => {
    rmSync(join(folder, "pack", "PulumiPolicy.yaml"));
    expect(open).toThrow(
      /has a PulumiPolicy\.yaml .*pack\/PulumiPolicy\.yaml cannot be read \(ENOENT\)/,
    );
  });

  it.each([
    [
      "another runtime",
      "runtime: python",
      /runtime "python" is not one that this engine runs packs of/,
    ],
    ["no runtime", "description: x", /runtime undefined is not one/],
    ["no YAML", "runtime: [", /PulumiPolicy\.yaml is not YAML/],
  ])("with %s is refused", (_what, text, message) => {
    write("PulumiPolicy.yaml", text);
    expect(open).toThrow(message);
  });

  it.each([
    ["no version", "{}", /package\.json has no version.*"version": "0\.1\.0"/],
    ["an empty version", '{ "version": "" }', /has no version/],
    ["no JSON", "{", /package\.json is not JSON/],
  ])("with %s in package.json is refused", (_what, text, message) => {
    write("package.json", text);
    expect(open).toThrow(message);
  });

  it("whose packages are not installed is refused with what to do", () => {
    expect(open).toThrow(
      /dependencies are not installed: @pulumi\/pulumi.* from .*pack\. Run npm install/,
    );
  });
});

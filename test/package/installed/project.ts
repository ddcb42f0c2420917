/**
 * A user's project: the files that a row asks for, installed from the registry of this machine, and run there.
 * @module
 */
import { mkdirSync, rmSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOf, type Cloud } from "../../../emulator";
import { start } from "../../support/command-line";
import type { Row } from "./rows";
import { toolsFor, type Tools } from "./tools";

const IMPORTS = `import * as pulumi from "@pulumi/pulumi";
import { access } from "pulumi-storage-access";
import * as scaleway from "pulumi-storage-access/scaleway";
`;
const PROGRAM = `
const project = new scaleway.Project("reports");
const app = new scaleway.Application("reports");
new scaleway.Policy("reports", {
  applicationId: app.id,
  rules: [{ projectIds: [project.id], permissionSetNames: ["ObjectStorageReadOnly"] }],
});
const key = new scaleway.ApiKey("reports", { applicationId: app.id, defaultProjectId: project.id });
export const accessKey = key.accessKey;
export const secretKey = key.secretKey;
export const stack = pulumi.getStack();
export const isThere = typeof access.can === "function";
`;
const REQUIRES = `const pulumi = require("@pulumi/pulumi");
const { access } = require("pulumi-storage-access");
const scaleway = require("pulumi-storage-access/scaleway");
`;
const SDK = "3.247.0";

/** One project in a folder of its own. */
export class InstalledProject {
  private readonly root = mkdtempSync(join(tmpdir(), "storage-access-installed-"));
  private readonly folder: string;
  private readonly tools: Tools;

  constructor(
    private readonly row: Row,
    private readonly surroundings: { registry: string; cloud: Cloud; toolsFolder: string },
  ) {
    this.folder = row.layout === "workspace" ? join(this.root, "deploy") : this.root;
    this.tools = toolsFor(row, surroundings.toolsFolder);
    mkdirSync(join(this.root, "home"));
    mkdirSync(this.folder, { recursive: true });
    this.writeConfiguration();
    this.writeProgram();
  }

  /** Installs what the project names. */
  async install(): Promise<void> {
    await this.run(this.tools.install, this.root);
    if (this.row.layout !== "bundle") return;
    const bundle = "--bundle --platform=node --outfile=index.js program.js".split(" ");
    await this.run([...this.tools.run, "esbuild", ...bundle, "--external:@pulumi/pulumi"]);
  }

  /** Runs a command of `storage-access` and gives what it prints on standard output. */
  storageAccess(...args: readonly string[]): Promise<string> {
    return this.run([...this.tools.run, "storage-access", ...args]);
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private write(file: string, content: string | object, folder = this.folder): void {
    const text = typeof content === "string" ? content : JSON.stringify(content, undefined, 2);
    writeFileSync(join(folder, file), text);
  }

  private writeConfiguration(): void {
    const { registry } = this.surroundings;
    const { layout, installer, typescript, module } = this.row;
    // Before a registry on this machine the managers are told that it may be without TLS.
    this.write(".npmrc", `registry=${registry}/\nnode-linker=isolated\n`, this.root);
    const linker = installer === "yarn 4" ? "node-modules" : "pnp";
    this.write(
      ".yarnrc.yml",
      `nodeLinker: ${linker}\nnpmRegistryServer: "${registry}"\nunsafeHttpWhitelist: ["127.0.0.1"]\nenableTelemetry: false\nenableImmutableInstalls: false\nenableScripts: false\nnpmMinimalAgeGate: 0\n`,
      this.root,
    );
    const own = typescript === "vendored" || typescript === "none" ? {} : { typescript };
    // Pulumi loads TypeScript as ES modules where ts-node is there.
    const loader = module === "esm" && typescript !== "none" ? { "ts-node": "^10.9.2" } : {};
    const manifest = {
      name: "deploy",
      version: "1.0.0",
      private: true,
      ...(module === "esm" ? { type: "module" } : {}),
      dependencies: { "@pulumi/pulumi": SDK, "pulumi-storage-access": "0.1.0" },
      devDependencies: {
        "@types/node": "^20",
        ...own,
        ...loader,
        ...(layout === "bundle" ? { esbuild: "0.28.2" } : {}),
      },
    };
    this.write("package.json", manifest);
    if (layout !== "workspace") return;
    const workspaces = ["deploy"];
    this.write("package.json", { name: "all", private: true, workspaces }, this.root);
    this.write("pnpm-workspace.yaml", "packages: [deploy]\n", this.root);
  }

  private writeProgram(): void {
    const { layout, typescript, module, resolution } = this.row;
    this.write(
      "Pulumi.yaml",
      `name: installed\nruntime:\n  name: nodejs\n  options:\n    typescript: ${String(typescript !== "none")}\n`,
    );
    if (typescript === "none") {
      const isModule = module === "esm";
      const text = isModule
        ? IMPORTS + PROGRAM
        : REQUIRES + PROGRAM.replace(/^export const (\w+)/gm, "exports.$1");
      this.write(layout === "bundle" ? "program.js" : "index.js", text);
      return;
    }
    this.write("index.ts", IMPORTS + PROGRAM);
    this.write("tsconfig.json", {
      compilerOptions: {
        strict: true,
        outDir: "bin",
        target: "es2020",
        ...compilerModule(this.row),
        sourceMap: true,
        experimentalDecorators: true,
        pretty: true,
        noFallthroughCasesInSwitch: true,
        noImplicitReturns: true,
        forceConsistentCasingInFileNames: true,
        ...(typescript === "6.0" && resolution === "node" ? { ignoreDeprecations: "6.0" } : {}),
      },
      files: ["index.ts"],
    });
  }

  private async run(command: readonly string[], cwd = this.folder): Promise<string> {
    const { cloud } = this.surroundings;
    const finished = await start(
      command,
      {
        PATH: `${this.tools.path}:${String(process.env["PATH"])}`,
        HOME: join(this.root, "home"),
        PULUMI_CONFIG_PASSPHRASE: "correct horse",
        ...environmentOf(cloud.description),
      },
      cwd,
    ).finished;
    if (finished.code === 0) return finished.stdout;
    const shown = command.map((part) => part.split("/").at(-1)).join(" ");
    throw new Error(
      `${shown} ended with ${String(finished.code)}:\n${finished.stdout}\n${finished.stderr}`,
    );
  }
}

/** The two options as TypeScript takes them together. */
function compilerModule({ module, resolution }: Row): object {
  if (resolution === "node16" || resolution === "nodenext")
    return { module: resolution, moduleResolution: resolution };
  if (resolution === "bundler") return { module: "preserve", moduleResolution: resolution };
  return { module: module === "esm" ? "esnext" : "commonjs", moduleResolution: resolution };
}

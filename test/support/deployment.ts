/**
 * A stack of its own: a program in a temporary folder, a local cloud in this process, a backend folder.
 * @module
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { environmentOf, startCloud, type Cloud, type CloudOptions } from "../../emulator";
import { start, type Finished, type Running } from "./command-line";
import { EMBEDDED, type Engine } from "./engines";

const WORKSPACE = join(__dirname, "../..");

/** How a test's stack is made. */
export interface DeploymentOptions {
  /** Text of index.ts. */
  readonly program: string;
  /** The program is made JavaScript once, not at each run: for tests of many runs, which are not about compiling. */
  readonly isTranspiled?: boolean;
  readonly cloud?: CloudOptions;
  /** Project name; default `test`. */
  readonly project?: string;
  /** Stack name; default `dev`. */
  readonly stack?: string;
  /** Shares the cloud of another deployment instead of starting one. */
  readonly beside?: TestDeployment;
  /** Default: the embedded engine. */
  readonly engine?: Engine;
}

/** Commands that change a deployment, and so may ask questions. */
const OPERATIONS = ["up", "refresh", "destroy"];
/** Commands that run the program, and so may make the stack. */
const RUNNING = ["up", "preview"];

/** One program, one stack, one cloud. */
export class TestDeployment {
  private constructor(
    readonly cloud: Cloud,
    /** Holds the program, the backend and the process's empty home. */
    readonly folder: string,
    private readonly stack: string,
    private readonly engine: Engine,
    private readonly ownsCloud: boolean,
    private readonly isTranspiled: boolean,
  ) {}

  static async open(options: DeploymentOptions): Promise<TestDeployment> {
    const folder = mkdtempSync(join(tmpdir(), "storage-access-test-"));
    symlinkSync(join(WORKSPACE, "node_modules"), join(folder, "node_modules"));
    mkdirSync(join(folder, "home"));
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      `name: ${options.project ?? "test"}\nruntime:\n  name: nodejs\n  options:\n    typescript: ${String(!options.isTranspiled)}\n`,
    );
    const cloud = options.beside?.cloud ?? (await startCloud(options.cloud));
    const deployment = new TestDeployment(
      cloud,
      folder,
      options.stack ?? "dev",
      options.engine ?? EMBEDDED,
      options.beside === undefined,
      options.isTranspiled ?? false,
    );
    mkdirSync(deployment.backend);
    deployment.write(options.program);
    if (deployment.engine !== EMBEDDED) await deployment.succeed(["stack", "init"]);
    return deployment;
  }

  /** The same stack in the hands of another engine. */
  under(engine: Engine): TestDeployment {
    const { cloud, folder, stack, isTranspiled } = this;
    return new TestDeployment(cloud, folder, stack, engine, false, isTranspiled);
  }

  /** The stack as it is now, on another cloud, which must be a copy of this one's. */
  async copy(options: CloudOptions): Promise<TestDeployment> {
    const folder = mkdtempSync(join(tmpdir(), "storage-access-test-"));
    cpSync(this.folder, folder, { recursive: true, verbatimSymlinks: true });
    const cloud = await startCloud(options);
    const { stack, engine, isTranspiled } = this;
    return new TestDeployment(cloud, folder, stack, engine, true, isTranspiled);
  }

  /** Replaces the program. */
  write(program: string): void {
    if (!this.isTranspiled) {
      writeFileSync(join(this.folder, "index.ts"), program);
      return;
    }
    const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
    const { outputText } = transpileModule(program, { compilerOptions });
    writeFileSync(join(this.folder, "index.js"), outputText);
  }

  /** The folder that PULUMI_BACKEND_URL names. */
  get backend(): string {
    return join(this.folder, "backend");
  }

  /** Starts a command on this stack and returns at once. */
  start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Running {
    const place = ["--cwd", this.folder, "--stack", this.stack];
    const [operation = ""] = args;
    const questions = OPERATIONS.includes(operation) ? this.engine.unattended : [];
    const creating = RUNNING.includes(operation) ? this.engine.creating : [];
    return start([...this.engine.command, ...args, ...questions, ...creating, ...place], {
      ...this.environment(),
      ...environment,
    });
  }

  /** Runs a command on this stack to its end, whatever the end. */
  run(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Finished> {
    return this.start(args, environment).finished;
  }

  /**
   * Runs a command that must succeed.
   * @throws Error with all it printed, when it does not
   */
  async succeed(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, environment);
    if (code !== 0)
      throw new Error(`${args.join(" ")} ended with ${String(code)}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** The stack's outputs with secrets in clear. */
  async outputs(): Promise<Record<string, unknown>> {
    const text = await this.succeed(["stack", "output", "--json", "--show-secrets"]);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** The environment of every command: this cloud's owner, and nothing of the machine's own. */
  environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env["PATH"],
      HOME: join(this.folder, "home"),
      PULUMI_BACKEND_URL: pathToFileURL(this.backend).href,
      PULUMI_CONFIG_PASSPHRASE: "correct horse",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      ...environmentOf(this.cloud.description),
    };
  }

  async close(): Promise<void> {
    if (this.ownsCloud) await this.cloud.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

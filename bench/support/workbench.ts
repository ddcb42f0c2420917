/**
 * A local cloud and a backend folder for one measurement, and the commands that run on them.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  environmentOf,
  startCloud,
  type Cloud,
  type CloudOptions,
} from "pulumi-storage-access-emulator";
import { measure, type Measured } from "./command";

const PROGRAMS = resolve(__dirname, "../../programs");
const STACK = "bench";

const UNATTENDED = { up: ["--yes", "--create"], refresh: ["--yes"], destroy: ["--yes"] } as const;

/** One bench program on one cloud. */
export class Workbench {
  private constructor(
    readonly cloud: Cloud,
    private readonly folder: string,
    private readonly program: string,
  ) {}

  /** Starts a cloud for a program of bench/programs. */
  static async open(program: string, options: CloudOptions = {}): Promise<Workbench> {
    const folder = mkdtempSync(join(tmpdir(), "storage-access-bench-"));
    return new Workbench(await startCloud(options), folder, program);
  }

  /** Runs `storage-access <operation>`; `environment` reaches the program. */
  run(
    operation: "up" | "refresh" | "destroy",
    environment: Record<string, string> = {},
    ...flags: string[]
  ): Promise<Measured> {
    const executable = require.resolve("pulumi-storage-access-cli/bin/storage-access.js");
    const place = ["--cwd", join(PROGRAMS, this.program), "--stack", STACK];
    this.cloud.resetCounts();
    return measure(
      [process.execPath, executable, operation, ...UNATTENDED[operation], ...place, ...flags],
      {
        ...this.environment(),
        ...environment,
      },
    );
  }

  /** What points a process at this cloud and backend. */
  environment(): Record<string, string> {
    return {
      PULUMI_BACKEND_URL: pathToFileURL(this.folder).href,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      SCW_CONFIG_PATH: join(this.folder, "no-profile.yaml"),
      ...environmentOf(this.cloud.description),
    };
  }

  /** Calls that the cloud answered in the last run. */
  calls(): number {
    return Object.values(this.cloud.counts()).reduce((sum, count) => sum + count, 0);
  }

  /** Bytes of the stack's state file. */
  stateBytes(): number {
    const file = join(this.folder, ".pulumi/stacks", `bench-${this.program}`, `${STACK}.json`);
    return readFileSync(file).byteLength;
  }

  async close(): Promise<void> {
    await this.cloud.stop();
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(join(PROGRAMS, this.program, `Pulumi.${STACK}.yaml`), { force: true });
  }
}

/**
 * The AWS CLI in a process of its own, with nothing of this machine's configuration.
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "../support/command-line";

/** Key and secret that a command signs with. */
export interface AwsKey {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** What a command did. */
export interface AwsOutcome {
  readonly code: number | null;
  /** Both streams, trimmed; every date and time is `DATE`, every run of spaces one. */
  readonly text: string;
}

/** An empty home folder in which commands run. */
export class AwsHome {
  readonly folder = mkdtempSync(join(tmpdir(), "aws-home-"));

  constructor(private readonly endpoint: string) {}

  /** Runs `aws` with those arguments. */
  async run(key: AwsKey, ...args: string[]): Promise<AwsOutcome> {
    const command = ["aws", ...args, "--endpoint-url", this.endpoint];
    const { finished } = start(command, this.environment(key), this.folder);
    const { code, stdout, stderr } = await finished;
    const text = `${stdout}${stderr}`
      .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "DATE")
      .replace(/ +/g, " ")
      .trim();
    return { code, text };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private environment({ accessKey, secretKey }: AwsKey): NodeJS.ProcessEnv {
    return {
      PATH: process.env["PATH"],
      HOME: this.folder,
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: secretKey,
      AWS_DEFAULT_REGION: "fr-par",
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }
}

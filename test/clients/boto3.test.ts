import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCloud, type OpenCloud } from "../emulator/support";
import { start } from "../support/command-line";
import { BOTO3, describeWith } from "../support/requires";

const PROGRAM = join(__dirname, "boto3/scenarios.py");

/** The scenarios of the Python program, by the names of its functions. */
const SCENARIOS = [...readFileSync(PROGRAM, "utf8").matchAll(/^def can_(\w+)/gm)].map(
  ([, name = ""]) => name,
);

interface Outcome {
  readonly scenario: string;
  readonly failure: string | null;
}

describeWith(BOTO3, "A program that uses boto3 can", () => {
  let open: OpenCloud;
  let home: string;
  let outcomes: Map<string, string | null>;

  beforeAll(async () => {
    open = await openCloud({ clock: { now: () => new Date() } });
    const second = await open.owner.project("second");
    home = mkdtempSync(join(tmpdir(), "boto3-home-"));
    const { accessKey, secretKey, region, s3Endpoint } = open.cloud.description.scaleway;
    const { finished } = start(["python3", PROGRAM], {
      PATH: process.env["PATH"],
      HOME: home,
      PYTHONDONTWRITEBYTECODE: "1",
      S3_ENDPOINT: s3Endpoint,
      SECOND_PROJECT: second.id,
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: secretKey,
      AWS_DEFAULT_REGION: region,
      AWS_EC2_METADATA_DISABLED: "true",
    });
    const { stdout, stderr } = await finished;
    const lines = stdout.split("\n").filter((line) => line !== "");
    if (lines.length === 0) throw new Error(stderr);
    outcomes = new Map(
      lines.map((line) => {
        const { scenario, failure } = JSON.parse(line) as Outcome;
        return [scenario, failure];
      }),
    );
  }, 120_000);
  afterAll(async () => {
    rmSync(home, { recursive: true });
    await open.cloud.stop();
  });

  it.each(SCENARIOS)("%s", (scenario) => {
    expect(outcomes.get(`can_${scenario}`)).toBeNull();
  });

  it("do nothing else that is not told here", () => {
    expect([...outcomes.keys()]).toEqual(SCENARIOS.map((scenario) => `can_${scenario}`));
  });
});

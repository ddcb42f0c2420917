/**
 * `storage-access cloud`
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { InvalidArgumentError, type Command } from "commander";
import type { Cloud, CloudOptions, FaultRule, Switches } from "pulumi-storage-access-emulator";
import { openLifeline, type Lifeline } from "../lifeline";
import { duration, port } from "../options";

/** Adds the command. */
export function addCloud(parent: Command): void {
  parent
    .command("cloud")
    .description(
      "run the local cloud on this machine until SIGINT or SIGTERM, or until the process that started it or the pipe on " +
        "its standard input ends",
    )
    .option("--port <port>", "of IAM and Account; 0 is any free one", port, 0)
    .option("--s3-port <port>", "of Object Storage, for all regions; 0 is any free one", port, 0)
    .option("--data <directory>", "keep everything there; default: in memory")
    .option("--seed <text>", "make ids, keys and secrets the same at every run")
    .option(
      "--grant-delay <seconds>",
      "before a new key, rule, policy or membership takes effect anywhere",
      duration,
      0,
    )
    .option(
      "--membership-change <seconds>",
      "how long a group's members take to change",
      duration,
      0,
    )
    .option("--project-settle <seconds>", "before a Project can be told empty", duration, 0)
    .option("--propagation-delay <seconds>", "before anyone knows of a new grant", duration, 0)
    .option(
      "--propagation-flicker <seconds>",
      "after the delay: Object Storage knows of a new grant at some requests only",
      duration,
      0,
    )
    .option("--propagation-iam", "delay and flicker for IAM and Account calls, too")
    .option("--propagation-revocations", "delay and flicker for what is taken away, too")
    .option("--fault-plan <file>", "JSON: which requests go wrong, and how")
    .option("--fault-log <file>", "keep there, as a plan, what went wrong")
    .option("--latency <milliseconds>", "added to every answer", duration, 0)
    .option(
      "--switch <name=value>",
      "decide an open question of the real service; repeatable",
      toSwitch,
      {},
    )
    .option("--keep-running", "go on when what started it is gone; a shell may always go")
    .option("-j, --json", "make the first line of standard output one JSON object")
    .action(runCloud);
}

interface CloudFlags {
  port: number;
  s3Port: number;
  data?: string;
  seed?: string;
  grantDelay: number;
  membershipChange: number;
  projectSettle: number;
  propagationDelay: number;
  propagationFlicker: number;
  propagationIam?: boolean;
  propagationRevocations?: boolean;
  faultPlan?: string;
  faultLog?: string;
  latency: number;
  switch: Record<string, string>;
  keepRunning?: boolean;
  json?: boolean;
}

function toSwitch(text: string, previous: Record<string, string>): Record<string, string> {
  const [name, value, ...rest] = text.split("=");
  if (!name || value === undefined || rest.length > 0) {
    throw new InvalidArgumentError("Expected name=value, such as expiryEditable=ignore.");
  }
  return { ...previous, [name]: value };
}

async function runCloud(flags: CloudFlags): Promise<void> {
  const lifeline = flags.keepRunning ? undefined : openLifeline();
  const { startCloud, readFaultPlan, SWITCH_VALUES } =
    await import("pulumi-storage-access-emulator");
  const options: CloudOptions = {
    port: flags.port,
    s3Port: flags.s3Port,
    grantDelaySeconds: flags.grantDelay,
    membershipChangeSeconds: flags.membershipChange,
    projectSettleSeconds: flags.projectSettle,
    latencyMilliseconds: flags.latency,
    ...propagationOf(flags),
    ...(flags.faultPlan !== undefined && {
      faultPlan: readFaultPlan(readFileSync(flags.faultPlan, "utf8")),
    }),
    onFault: faultReporter(flags.faultLog),
    switches: readSwitches(flags.switch, SWITCH_VALUES),
    ...(flags.data !== undefined && { dataDirectory: flags.data }),
    ...(flags.seed !== undefined && { seed: flags.seed }),
  };
  const cloud = await startCloud(options);
  const stopped = untilStopped(cloud, lifeline);
  process.stdout.write(flags.json ? `${JSON.stringify(cloud.description)}\n` : welcome(cloud));
  await stopped;
}

function propagationOf(flags: CloudFlags): Pick<CloudOptions, "propagation"> {
  const { propagationDelay: delaySeconds, propagationFlicker: flickerSeconds } = flags;
  if (delaySeconds === 0 && flickerSeconds === 0) return {};
  const { propagationIam: iam = false, propagationRevocations: revocations = false } = flags;
  return { propagation: { delaySeconds, flickerSeconds, iam, revocations } };
}

/** Each fault is a line on standard error; with a file, that is at any time the plan of all of them. */
function faultReporter(file?: string): (rule: FaultRule) => void {
  const rules: FaultRule[] = [];
  return (rule) => {
    process.stderr.write(`fault: ${JSON.stringify(rule)}\n`);
    rules.push(rule);
    if (file !== undefined) writeFileSync(file, `${JSON.stringify({ rules }, null, 2)}\n`);
  };
}

function readSwitches(
  texts: Record<string, string>,
  values: Readonly<Record<keyof Switches, readonly (string | boolean)[]>>,
): Partial<Switches> {
  const allowedByName = new Map(Object.entries(values));
  const entries = Object.entries(texts).map(([name, text]) => {
    const allowed = allowedByName.get(name);
    if (allowed === undefined) {
      const names = [...allowedByName.keys()].join(", ");
      throw new Error(`The local cloud has no switch "${name}". It has ${names}.`);
    }
    const value = allowed.find((candidate) => String(candidate) === text);
    if (value !== undefined) return [name, value];
    throw new Error(`The switch ${name} is ${allowed.join(" or ")}, not "${text}".`);
  });
  return Object.fromEntries(entries) as Partial<Switches>;
}

/** Resolves when a signal came, or nobody is left whom it serves, and the cloud has written its last byte. */
async function untilStopped(cloud: Cloud, lifeline: Lifeline | undefined): Promise<void> {
  const reason = await new Promise<string | undefined>((resolve) => {
    process.once("SIGINT", () => resolve(undefined));
    process.once("SIGTERM", () => resolve(undefined));
    void lifeline?.untilAbandoned().then(resolve);
  });
  if (reason !== undefined) {
    process.stderr.write(`The local cloud ends: ${reason}. With --keep-running it would go on.\n`);
  }
  await cloud.stop();
  // What is left on standard input is not waited for.
  process.stdin.destroy();
}

/** What to set to reach the cloud as its owner. The owner's secret is this cloud's own: it opens nothing else. */
function welcome({ description: { scaleway } }: Cloud): string {
  return [
    "The local cloud is up; stop it with Ctrl-C. To reach it as its owner:",
    "",
    `export SCW_API_URL=${scaleway.apiUrl}`,
    `export SCW_S3_ENDPOINT=${scaleway.s3Endpoint}`,
    `export SCW_ACCESS_KEY=${scaleway.accessKey}`,
    `export SCW_SECRET_KEY=${scaleway.secretKey}`,
    `export SCW_DEFAULT_ORGANIZATION_ID=${scaleway.organizationId}`,
    `export SCW_DEFAULT_PROJECT_ID=${scaleway.defaultProjectId}`,
    `export SCW_DEFAULT_REGION=${scaleway.region}`,
    "",
  ].join("\n");
}

/**
 * `npm start`: the local cloud, the tutorial's stack deployed step by step, each step proven over S3.
 * With `--keep` the cloud stays up until Ctrl-C, and the lines to point other tools at it are printed.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { environmentOf, startCloud, type Cloud } from "pulumi-storage-access-emulator";
import { pointers } from "./proof/pointers";
import { Stack } from "./proof/stack";
import { proveTutorial, tidy } from "./proof/steps";

/** Pulumi.yaml lies at the root of the repository: this file is built to examples/preferred-project/dist. */
const PROJECT_DIRECTORY = resolve(__dirname, "../../..");
const STACK = "tutorial";
const PASSPHRASE = "preferred-project";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The environment of the deployment: the local cloud's owner, and nothing of the machine's own profile. */
function environmentFor(cloud: Cloud, folder: string): NodeJS.ProcessEnv {
  const profileFile = join(folder, "no-profile.yaml");
  writeFileSync(profileFile, "");
  return {
    ...withoutCloudVariables(process.env),
    ...QUIET,
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    // The build has checked the types already.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    SCW_CONFIG_PATH: profileFile,
    ...environmentOf(cloud.description),
  };
}

const withoutCloudVariables = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(SCW|AWS|PULUMI)_/.test(name)),
  );

/** The AWS SDK's advice on future Node versions would stand between the proof's lines. */
const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

async function main(keep: boolean): Promise<void> {
  Object.assign(process.env, QUIET);
  const folder = mkdtempSync(join(tmpdir(), "preferred-project-"));
  const stackFile = join(PROJECT_DIRECTORY, `Pulumi.${STACK}.yaml`);
  rmSync(stackFile, { force: true });
  const cloud = await startCloud();
  const stop = async (): Promise<void> => {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(stackFile, { force: true });
  };
  try {
    const { scaleway } = cloud.description;
    say(`The local cloud answers at ${scaleway.apiUrl} (API) and ${scaleway.s3Endpoint} (S3).`);
    const environment = environmentFor(cloud, folder);
    const stack = new Stack(PROJECT_DIRECTORY, STACK, environment);
    const owner = { endpoint: scaleway.s3Endpoint, ...scaleway };
    const tutorial = { stack, owner, say };
    await proveTutorial(tutorial);
    say(`\n${await stack.shownOutputs()}`);
    say(`Who can do what: ${await stack.whoCan()}`);
    if (keep) {
      say(pointers(environment, await stack.outputs(), STACK));
      await untilInterrupted();
      return;
    }
    await tidy(tutorial);
    await stack.destroy();
    say("The stack is destroyed: nothing is left. Every step was proven.");
  } finally {
    await stop();
  }
}

/** Resolves at Ctrl-C or SIGTERM. */
const untilInterrupted = (): Promise<void> =>
  new Promise((resolve) => {
    const idle = setInterval(() => undefined, 60_000);
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => {
        clearInterval(idle);
        resolve();
      });
  });

main(process.argv.includes("--keep")).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

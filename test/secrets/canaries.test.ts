import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TestDeployment } from "../support/deployment";
import { descendantsOf } from "../support/processes";
import { Scanner, type Sighting } from "../support/scanner";

const PASSPHRASE = "canary-passphrase-7f3a91";
const CONFIG_SECRET = "canary-config-secret-52c8e0";

/** Everything that can go wrong loudly: a key whose edit is refused, a policy that the service refuses. */
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import * as scaleway from "pulumi-storage-access/scaleway";
const secret = new pulumi.Config().requireSecret("word");
const app = new scaleway.Application("app", { description: secret });
const key = new scaleway.ApiKey("key", {
  applicationId: app.id,
  expiresAt: process.env.EXPIRES ?? "2099-01-01T00:00:00Z",
});
export const secretKey = key.secretKey;
export const word = secret;
if (process.env.BROKEN) throw new Error("the program fails after all");
`;

/** Samples the arguments of every process below one while it runs. */
function watchArguments(rootId: number): { stop(): string } {
  const seen = new Set<string>();
  const timer = setInterval(() => {
    for (const { command } of descendantsOf(rootId)) seen.add(command);
  }, 150);
  return {
    stop() {
      clearInterval(timer);
      return [...seen].join("\n");
    },
  };
}

describe("secrets through the whole life of a stack", () => {
  let stack: TestDeployment;
  let scanner: Scanner;
  let printed: string;
  let processArguments: string;

  async function run(args: string[], environment: NodeJS.ProcessEnv = {}): Promise<void> {
    const running = stack.start(args, { PULUMI_CONFIG_PASSPHRASE: PASSPHRASE, ...environment });
    const watch = watchArguments(running.child.pid ?? 0);
    const { stdout, stderr } = await running.finished;
    processArguments += watch.stop();
    printed += stdout + stderr;
  }

  beforeAll(async () => {
    printed = processArguments = "";
    stack = await TestDeployment.open({ program: PROGRAM });
    await run(["config", "set", "--secret", "word", CONFIG_SECRET]);
    processArguments = ""; // that one had it as an argument, as it was asked to
    await run(["preview"]);
    await run(["up"]);
    const shown = JSON.parse(
      await stack.succeed(["stack", "output", "--json", "--show-secrets"], {
        PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      }),
    ) as { secretKey: string };
    scanner = new Scanner({
      "the deploying key": stack.cloud.description.scaleway.secretKey,
      "the made key": shown.secretKey,
      "the config secret": CONFIG_SECRET,
      "the passphrase": PASSPHRASE,
    });
    await run(["up"], { EXPIRES: "2098-01-01T00:00:00Z" }); // refused by the service
    await run(["up"], { BROKEN: "1" });
    await run(["refresh"]);
    await run(["up"], { SCW_SECRET_KEY: "11111111-1111-4111-8111-111111111111" }); // 401
    await run(["stack", "output"]);
    await run(["stack", "export"]);
  }, 120_000);
  afterAll(() => stack.close());

  it("leaves none in the state, its history, backups, journal or the stack's configuration", () => {
    const sightings: Sighting[] = readdirSync(stack.folder)
      .filter((name) => name === "Pulumi.dev.yaml")
      .flatMap((name) => scanner.text(name, readFileSync(join(stack.folder, name), "utf8")));
    expect([...sightings, ...scanner.folder(stack.backend)]).toEqual([]);
  });

  it("prints none, not in errors either", () => {
    expect(printed).toContain("replaceOnExpiryChange");
    expect(printed).toContain("the program fails after all");
    expect(scanner.text("the output", printed)).toEqual([]);
  });

  it("passes none as an argument of a process", () => {
    expect(processArguments).toContain("dynamic-provider");
    expect(scanner.text("process arguments", processArguments)).toEqual([]);
  });

  it("gives them where they are asked for", async () => {
    const { stdout } = await stack.run(["stack", "output", "--json", "--show-secrets"], {
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    });
    expect(scanner.text("asked for", stdout).map(({ secret }) => secret)).toEqual([
      "the made key",
      "the config secret",
    ]);
  });
});

/**
 * Recorded scenarios with features that this engine does not have are refused by name, and nothing is changed.
 * @module
 */
import { runOperation } from "../../../engine/operation";
import { deploymentOf, MemorySession } from "../support/memory-session";
import { readCommands, Scenario, type Command, type Played } from "../support/scenario";

/** Plays the commands of a scenario up to the given one, and answers what that one did. */
async function play(name: string, change: (command: Command) => Command): Promise<Played> {
  const scenario = new Scenario(name);
  try {
    const command = readCommands(name).find(({ run }) => run === "up")!;
    return (await scenario.play(change(command)))!;
  } finally {
    scenario.dispose();
  }
}

const errorsOf = ({ result }: Played): string[] =>
  result.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);

test("references to other stacks are refused by name", async () => {
  const name = "26-stack-reference";
  const played = await play(name, (command) => ({ ...command, stack: "consumer" }));
  expect(played.result.result).toBe("failed");
  expect(errorsOf(played)[0]).toMatch(/does not support StackReference/);
  expect(played.cloud).toEqual({});
});

test("transforms and hooks are refused by name", async () => {
  const played = await play("35-transforms-hooks", (command) => command);
  expect(played.result.result).toBe("failed");
  expect(errorsOf(played)[0]).toMatch(/does not support (transforms|resource hooks)/);
  expect(played.cloud).toEqual({});
});

test("targets are refused by name before anything happens", async () => {
  const options = {
    kind: "up" as const,
    project: { name: "fixture", directory: "/", main: "/", options: {} },
    stack: "dev",
    config: {},
    secretConfigKeys: [],
    session: new MemorySession(deploymentOf()),
  };
  await expect(runOperation({ ...options, targets: ["urn"] })).rejects.toThrow(
    /does not support targets/,
  );
});

test("a state with resources of provider plugins is refused by name", async () => {
  const urn = "urn:pulumi:dev::fixture::aws:s3/bucket:Bucket::b";
  const resource = { urn, custom: true, id: "b", type: "aws:s3/bucket:Bucket" };
  const session = new MemorySession(deploymentOf([resource]));
  const project = { name: "fixture", directory: "/", main: "/", options: {} };
  const options = { kind: "destroy" as const, project, stack: "dev", config: {}, session };
  await expect(runOperation({ ...options, secretConfigKeys: [] })).rejects.toThrow(
    /does not support resources of provider plugins \(aws:s3\/bucket:Bucket\).*official Pulumi CLI/,
  );
});

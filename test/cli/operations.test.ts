import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { watch } from "node:fs/promises";
import { basename } from "node:path";
import type { Running } from "../support/command-line";
import { TestProject } from "./project";

const CANARY = "canary-5b1e";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.remove());

/** Resolves when a file of the project's folder is there. */
async function appearance(file: string): Promise<void> {
  const changes = watch(project.folder);
  if (existsSync(file)) return;
  for await (const { filename } of changes) if (filename === basename(file)) return;
}

/** Starts an `up` whose one creation has begun and waits for the file `go`. */
async function startWaiting(): Promise<Running> {
  project.write(
    `new Thing("slow", { text: "slow", until: ${JSON.stringify(project.path("go"))} });`,
  );
  const running = project.start(["up"]);
  await appearance(project.path("go.begun"));
  return running;
}

function storedUrns(): string[] {
  const { checkpoint } = JSON.parse(readFileSync(project.stackFile, "utf8")) as {
    checkpoint: { latest: { resources?: { urn: string }[] } };
  };
  return (checkpoint.latest.resources ?? []).map(({ urn }) => urn.split("::").pop() ?? "");
}

describe("up", () => {
  it("makes the stack and shows a line a step, outputs with secrets hidden, and a summary", async () => {
    project.write(`
      const a = new Thing("a", { text: "one" });
      exports.text = "open";
      exports.closed = pulumi.secret("${CANARY}");`);
    const text = await project.succeed(["up"]);
    expect(text).toMatch(/^Updating \(test\/dev\):\n {2}\+ test:Thing a created \(\d+\.\ds\)\n/);
    expect(text).toContain(
      'Outputs:\n    closed: "[secret]"\n    text: "open"\nResources:\n    + 2 created\n',
    );
    expect(text).not.toContain(CANARY);
    expect(storedUrns()).toEqual(["test-dev", "default", "a"]);
  });

  it("that changes nothing leaves the state file alone", async () => {
    project.write(`new Thing("a", { text: "one" });`);
    await project.succeed(["up"]);
    const { ino } = statSync(project.stackFile);
    expect(await project.succeed(["up"])).toContain("  2 unchanged\n");
    expect(statSync(project.stackFile).ino).toBe(ino);
  });

  it("with --json prints one summary on standard output and all else on standard error", async () => {
    project.write(`new Thing("a", { text: "one" }); exports.closed = pulumi.secret("${CANARY}");`);
    const { code, stdout, stderr } = await project.run(["up", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      operation: "up",
      project: "test",
      stack: "dev",
      result: "succeeded",
      changes: { create: 2 },
      outputs: { closed: "[secret]" },
    });
    expect(stderr).toContain("test:Thing a created");
  });

  it("with --diff shows what changes, secrets hidden", async () => {
    project.write(`new Thing("a", { text: "one", closed: pulumi.secret("${CANARY}") });`);
    await project.succeed(["up"]);
    project.write(`new Thing("a", { text: "two", closed: pulumi.secret("${CANARY}-2") });`);
    const text = await project.succeed(["up", "--diff"]);
    expect(text).toContain('~ closed: "[secret]" => "[secret]"\n      ~ text: "one" => "two"\n');
    expect(text).not.toContain(CANARY);
  });

  it("hides secrets of the configuration in what the program prints", async () => {
    await project.succeed(["config", "set", "token", CANARY, "--secret"]);
    project.write(`console.log("it is " + new pulumi.Config().require("token"));`);
    const text = await project.succeed(["up"]);
    expect(text).toContain("it is [secret]");
    const traces = project
      .backendFiles()
      .filter((file) => readFileSync(file, "utf8").includes(CANARY));
    expect(traces).toEqual([]);
  });

  it("that fails says why, exits 1 and keeps what was done", async () => {
    project.write(`
      const good = new Thing("good", { text: "one" });
      new Thing("bad", { text: "fail" }, { dependsOn: good });`);
    const { code, stdout } = await project.run(["up"]);
    expect(code).toBe(1);
    expect(stdout).toContain("test:Thing bad create failed");
    expect(stdout).toContain("the thing cannot be made");
    expect(storedUrns()).toContain("good");
  });

  it("without a passphrase names both variables and makes nothing", async () => {
    const environment = { PULUMI_CONFIG_PASSPHRASE: undefined };
    const { code, stderr } = await project.run(["up"], { environment });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: No passphrase.*PULUMI_CONFIG_PASSPHRASE .*PULUMI_CONFIG_PASSPHRASE_FILE/,
    );
    expect(project.backendFiles()).toEqual([]);
  });

  it("with another passphrase than the stack's is refused", async () => {
    await project.succeed(["up"]);
    const environment = { PULUMI_CONFIG_PASSPHRASE: "wrong" };
    const { code, stderr } = await project.run(["up"], { environment });
    expect(code).toBe(1);
    expect(stderr).toContain("does not open this stack's secrets");
  });

  it("goes on to its end when nobody reads any more what it prints", async () => {
    const { child, finished } = await startWaiting();
    child.stdout?.destroy();
    child.stderr?.destroy();
    writeFileSync(project.path("go"), "");
    expect((await finished).code).toBe(0);
    expect(storedUrns()).toContain("slow");
  });

  it("refuses flags that do not exist", async () => {
    const unknown = await project.run(["up", "--acess"]);
    expect(unknown.stderr).toContain("unknown option '--acess'");
    expect(unknown.code).toBe(1);
  });
});

describe("an operation that nobody agreed to", () => {
  it.each([["up", "--create"], ["destroy"]])(
    "such as %s, without a terminal, says how to agree and does nothing",
    async (...args) => {
      const { code, stderr } = await project.startAsItIs(args).finished;
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error: `\w+` asks before .*Nothing was done.*--yes/);
      expect(project.backendFiles()).toEqual([]);
    },
  );

  it("goes ahead with --json, which means yes", async () => {
    const args = ["up", "--json", "--create"];
    expect((await project.startAsItIs(args).finished).code).toBe(0);
  });
});

describe("a stack that is not there", () => {
  it.each([["up", "--json"], ["preview"], ["destroy", "--yes"]])(
    "is refused by %s %s, naming those that are there, and nothing is made",
    async (...args) => {
      await project.succeed(["stack", "init", "dev"]);
      const files = project.backendFiles();
      const { code, stderr } = await project.startAsItIs([...args, "--stack", "dve"]).finished;
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /no stack "dve" of the project test .*which has dev\. Nothing was done/,
      );
      expect(project.backendFiles()).toEqual(files);
      expect(existsSync(project.path("Pulumi.dve.yaml"))).toBe(false);
    },
  );

  it("is made by stack init, once, and is then the one that commands are about", async () => {
    await project.succeed(["stack", "init", "dev"]);
    await project.succeed(["stack", "init", "organization/test/prod"]);
    expect((await project.run(["stack", "init", "prod"])).stderr).toContain("is there already");
    const { code, stdout } = await project.startAsItIs(["up", "--yes"]).finished;
    expect([code, stdout]).toEqual([0, expect.stringContaining("Updating (test/prod)")]);
    await project.succeed(["stack", "select", "dev"]);
    expect(await project.succeed(["preview"])).toContain("Previewing update (test/dev)");
    expect((await project.run(["stack", "select", "dve"])).stderr).toContain("Add --create");
    await project.succeed(["stack", "select", "dve", "--create"]);
    expect(await project.succeed(["stack", "ls"])).toMatch(/^dve /m);
  });
});

describe("preview", () => {
  it("shows what up would do and writes nothing at all", async () => {
    project.write(`new Thing("a", { text: "one" });`);
    expect(await project.succeed(["preview"])).toContain("+ test:Thing a create\n");
    expect(project.backendFiles()).toEqual([]);
    expect(existsSync(project.path("Pulumi.dev.yaml"))).toBe(false);
  });

  it("names what changes, and with --json has the steps as the Pulumi CLI does", async () => {
    project.write(`new Thing("a", { text: "one", closed: pulumi.secret("${CANARY}") });`);
    await project.succeed(["up"]);
    project.write(`new Thing("a", { text: "two", closed: pulumi.secret("${CANARY}") });`);
    expect(await project.succeed(["preview"])).toContain("~ test:Thing a update [diff: ~text]\n");
    // The folder may stand in front of the command, as with the Pulumi CLI.
    const words = ["-C", project.folder, "preview", "--json"];
    const { stdout } = await project.startAsItIs(words).finished;
    const summary = JSON.parse(stdout) as { steps: object[] };
    expect(summary).toMatchObject({ changeSummary: { same: 1, update: 1 } });
    expect(summary.steps).toMatchObject([
      { op: "same", urn: expect.stringContaining("::test-dev") as string },
      {
        op: "update",
        oldState: { inputs: { text: "one", closed: "[secret]" } },
        newState: { inputs: { text: "two", closed: "[secret]" } },
        diffReasons: ["text"],
      },
    ]);
    expect(stdout).not.toContain(CANARY);
  });

  it("with --expect-no-changes tells by its exit code", async () => {
    project.write(`new Thing("a", { text: "one" });`);
    expect((await project.run(["preview", "--expect-no-changes"])).code).toBe(7);
    await project.succeed(["up"]);
    expect((await project.run(["preview", "--expect-no-changes"])).code).toBe(0);
  });
});

describe("destroy", () => {
  it("deletes everything; then the stack can be removed", async () => {
    project.write(`new Thing("a", { text: "one" });`);
    await project.succeed(["up"]);
    const refused = await project.run(["stack", "rm"]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("still has 3 resources");
    expect(await project.succeed(["destroy"])).toContain("- test:Thing a deleted");
    expect(await project.succeed(["stack", "rm"])).toBe("Removed the stack dev.\n");
    expect(project.backendFiles()).toEqual([project.path("backend/.pulumi/meta.yaml")]);
    expect(existsSync(project.path("Pulumi.dev.yaml"))).toBe(false);
  });

  it("of a stack that is not there is refused", async () => {
    const { code, stderr } = await project.run(["destroy"]);
    expect(code).toBe(1);
    expect(stderr).toContain('no stack "dev"');
  });
});

describe("an update that is stopped", () => {
  it("by a signal finishes and records what is under way, and gives the lock back", async () => {
    const running = await startWaiting();
    running.child.kill("SIGINT");
    await new Promise<void>((resolve) => {
      running.child.stderr?.once("data", () => resolve());
    });
    writeFileSync(project.path("go"), "");
    const { code, stderr } = await running.finished;
    expect(code).toBe(1);
    expect(stderr).toContain("Canceling");
    expect(storedUrns()).toContain("slow");
    await project.succeed(["up"]);
  });

  it("by a second signal ends at once", async () => {
    const running = await startWaiting();
    running.child.stderr?.once("data", () => running.child.kill("SIGTERM"));
    running.child.kill("SIGTERM");
    expect((await running.finished).code).toBe(143);
    writeFileSync(project.path("go"), "");
  });

  it("by SIGKILL leaves a journal and a lock: the next one takes both over, and says so", async () => {
    const running = await startWaiting();
    running.child.kill("SIGKILL");
    await running.finished;
    writeFileSync(project.path("go"), "");
    const { code, stdout, stderr } = await project.run(["up"]);
    expect(code).toBe(0);
    expect(stderr).toContain(
      `Took over the lock of a process that is gone: process ${running.child.pid!}`,
    );
    expect(stderr).toContain("Continued a journal");
    expect(stdout).toContain("test:Thing slow created");
    expect(storedUrns()).toContain("slow");
  });

  it("by nobody keeps a second one out until cancel gives its lock up", async () => {
    const running = await startWaiting();
    const { code, stderr } = await project.run(["up"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`locked by process ${running.child.pid!}`);
    expect(stderr).toContain("storage-access cancel");
    expect(await project.succeed(["cancel"])).toContain(
      `Gave up the lock of process ${running.child.pid!}`,
    );
    expect(await project.succeed(["cancel"])).toBe("The stack dev is not locked.\n");
    writeFileSync(project.path("go"), "");
    expect((await running.finished).code).toBe(0);
  });
});

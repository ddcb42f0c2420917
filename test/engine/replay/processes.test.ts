/**
 * The processes of an operation: they end with it, whatever happens to it.
 * @module
 */
import { fork } from "node:child_process";
import { join } from "node:path";
import { runOperation } from "../../../engine/operation";
import { deploymentOf, MemorySession } from "../support/memory-session";
import { isAlive, Stage, until } from "../support/stage";

let stage: Stage;
afterEach(() => stage.dispose());

const expectNoProcess = (): void => {
  const pids = [...stage.pids("program"), ...stage.pids("create")];
  expect(pids.length).toBeGreaterThan(0);
  expect(pids.filter(isAlive)).toEqual([]);
};

test("a provider that is killed fails what it was asked, and nothing stays behind", async () => {
  stage = new Stage(
    'const { id } = new Thing("made"); new Thing("killed", { waits: true, of: id });',
  );
  const session = new MemorySession(deploymentOf());
  const running = runOperation({ ...stage.options(), session });
  await stage.creations(2);
  process.kill(stage.pids("create")[0]!, "SIGKILL");
  const { result, diagnostics } = await running;
  expect(result).toBe("failed");
  expect(diagnostics[0]?.message).toMatch(/process ended while it was asked to create .*::killed/);
  expect(session.snapshot().resources.map(({ id }) => id)).toContain("made");
  expect(session.snapshot().pending_operations).toBeUndefined();
  expectNoProcess();
});

test("a canceled operation finishes and records what is under way, and starts nothing more", async () => {
  stage = new Stage(
    'const slow = new Thing("slow", { waits: true }); new Thing("late", { of: slow.id });',
  );
  const session = new MemorySession(deploymentOf());
  const controller = new AbortController();
  const running = runOperation({ ...stage.options(), session, signal: controller.signal });
  await stage.creations(1);
  controller.abort();
  stage.go();
  const { result, changes } = await running;
  expect(result).toBe("failed");
  expect(changes).toEqual({ create: 2 });
  const ids = session.snapshot().resources.map(({ id }) => id);
  expect(ids).toContain("slow");
  expect(ids).not.toContain("late");
  expectNoProcess();
});

/** Runs the stage's program to its end; answers what it says with `pulumi.log`. */
async function told(): Promise<string[]> {
  const lines: string[] = [];
  const session = new MemorySession(deploymentOf());
  const { result } = await runOperation({
    ...stage.options(),
    session,
    onEvent: (event) => {
      if (event.kind === "diagnostic") lines.push(`${event.severity}: ${event.message}`);
    },
  });
  expect(result).toBe("succeeded");
  return lines;
}

test("what the SDK only notes for itself stays within the program, and errors keep their stacks", async () => {
  stage = new Stage(`
    pulumi.log.debug("to nobody");
    const made = new Thing("made");
    pulumi.log.info("to all");
    made.id.apply(() => pulumi.log.warn(new Error("found").stack));
  `);
  expect(await told()).toEqual([
    "info: to all",
    expect.stringMatching(/^warning: Error: found\n +at .*index\.js:\d+:\d+/),
  ]);
});

test("what the SDK needs to serialize functions is loaded when it is used", async () => {
  stage = new Stage(`
    const loaded = () =>
      ["typescript/lib", "@npmcli/arborist"]
        .filter((part) => Object.keys(require.cache).some((path) => path.includes(part)))
        .join(" and ") || "neither";
    const step = (what, made) => pulumi.log.info([what, loaded(), made].filter(Boolean).join(": "));
    step("at first");
    (async () => {
      const { text } = await pulumi.runtime.serializeFunction(() => 6 * 7);
      step("serialized", String(text.includes("6 * 7")));
      const paths = await pulumi.runtime.computeCodePaths();
      step("packed", String(paths instanceof Map));
    })();
  `);
  expect(await told()).toEqual([
    "info: at first: neither",
    "info: serialized: typescript/lib: true",
    "info: packed: typescript/lib and @npmcli/arborist: true",
  ]);
});

test("an error is told without colors, whose painting has no end on some lines of stacks", async () => {
  stage = new Stage(`
    const error = new Error("at the top");
    error.stack = "Error: at the top\\n    at make (/somewhere/node_modules/@pulumi/resource.ts:1:1)";
    pulumi.log.info(JSON.stringify(require("util").inspect(error, { colors: true }) === error.stack));
  `);
  expect(await told()).toEqual(["info: true"]);
});

test("a program that goes on after a failure is ended", async () => {
  stage = new Stage('setInterval(() => {}, 1000); new Thing("bad", { fails: "no room" });');
  const session = new MemorySession(deploymentOf());
  const { result, diagnostics } = await runOperation({ ...stage.options(), session });
  expect(result).toBe("failed");
  expect(diagnostics.map(({ message }) => message)).toEqual(["no room", "update failed"]);
  expectNoProcess();
});

test("a program that calls process.exit does not lose what it has not registered yet", async () => {
  stage = new Stage("setTimeout(() => process.exit(0), 200);");
  const old = { urn: "urn:pulumi:dev::test::a:b:C::old", custom: false, type: "a:b:C" };
  const session = new MemorySession(deploymentOf([old]));
  const { result, diagnostics } = await runOperation({ ...stage.options(), session });
  expect(result).toBe("failed");
  expect(diagnostics[0]?.message).toMatch(/ended before all of it was done .*process\.exit/);
  expect(session.snapshot().resources.map(({ urn }) => urn)).toContain(old.urn);
});

test("a program that waits for what never comes has failed, and nothing is deleted", async () => {
  stage = new Stage("exports.never = new Promise(() => {});");
  const old = { urn: "urn:pulumi:dev::test::a:b:C::old", custom: false, type: "a:b:C" };
  const session = new MemorySession(deploymentOf([old]));
  const { result, diagnostics } = await runOperation({ ...stage.options(), session });
  expect(result).toBe("failed");
  expect(diagnostics.at(-1)?.message).toMatch(/without the outputs of its stack.*never resolved/);
  expect(session.snapshot().resources.map(({ urn }) => urn)).toContain(old.urn);
});

test("an engine that is killed takes program and provider with it", async () => {
  stage = new Stage('new Thing("one", { waits: true });');
  const engine = fork(join(__dirname, "../support/engine-process.js"), {
    serialization: "advanced",
  });
  const stack = {
    backendDirectory: join(stage.folder, "backend"),
    project: "test",
    stack: "dev",
    kind: "update",
    isCreating: true,
  };
  engine.send({ operation: stage.options(), stack, passphrase: "test" });
  await stage.creations(1);
  engine.kill("SIGKILL");
  const pids = [...stage.pids("program"), ...stage.pids("create")];
  await until(() => !pids.some(isAlive));
  expectNoProcess();
});

test("a program whose packages are not installed is an error that says what to do", async () => {
  stage = new Stage("");
  const session = new MemorySession(deploymentOf());
  const { project, ...rest } = stage.options();
  const elsewhere = { ...project, main: join(stage.folder, "..") };
  const { result, diagnostics } = await runOperation({ ...rest, project: elsewhere, session });
  expect(result).toBe("failed");
  expect(diagnostics[0]?.message).toMatch(/Cannot find @pulumi\/pulumi.*npm install/);
});

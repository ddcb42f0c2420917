/**
 * An engine that is killed leaves a stack that the other one goes on with, or leaves alone: nothing recorded is made twice.
 * Played where the official engine is on the PATH.
 * @module
 */
import { fork, spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runOperation } from "../../../engine/operation";
import { openCrypter } from "../../../engine/secrets";
import {
  cancelLock,
  exportStack,
  FolderBackend,
  openStack,
  stackSalt,
} from "../../../engine/state";
import { isAlive, Stage, until } from "../support/stage";

const PASSPHRASE = "two engines";
const PROGRAM = `
  const thing = (name, of) => new Thing(name, { of, waits: process.env.WAITS === name }).id;
  thing("c", thing("b", thing("a")));
`;
const isHere = spawnSync("pulumi", ["version"]).status === 0;

let stage: Stage;
beforeEach(() => {
  stage = new Stage(PROGRAM);
  writeFileSync(
    join(stage.folder, "Pulumi.yaml"),
    "name: test\nruntime: { name: nodejs, options: { typescript: false } }\n",
  );
  mkdirSync(backendFolder());
});
afterEach(() => {
  for (const pid of [...stage.pids("program"), ...stage.pids("create")]) {
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
  }
  stage.dispose();
});

const backendFolder = (): string => join(stage.folder, "backend");
const location = () => ({
  backend: new FolderBackend(backendFolder()),
  project: "test",
  stack: "dev",
});

function officialEnvironment(waits: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...stage.options().env,
    WAITS: waits,
    PULUMI_BACKEND_URL: `file://${backendFolder()}`,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_HOME: join(stage.folder, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

function official(...words: string[]): SpawnSyncReturns<string> {
  const env = officialEnvironment("");
  return spawnSync("pulumi", [...words, "--stack", "dev", "--yes", "--non-interactive"], {
    cwd: stage.folder,
    env,
    encoding: "utf8",
  });
}

/** Kills an engine while it makes a thing; answers how many creations had begun. */
async function killedAt(name: string, start: () => { kill: () => void; gone: Promise<unknown> }) {
  const { kill, gone } = start();
  const count = "abc".indexOf(name) + 1;
  await stage.creations(count);
  kill();
  await gone;
  return count;
}

function embedded(waits: string) {
  const engine = fork(join(__dirname, "../support/engine-process.js"), {
    serialization: "advanced",
  });
  const { env, ...operation } = stage.options();
  const stack = { project: "test", stack: "dev", kind: "update", isCreating: true };
  engine.send({
    operation: { ...operation, env: { ...env, WAITS: waits } },
    stack: { ...stack, backendDirectory: backendFolder() },
    passphrase: PASSPHRASE,
  });
  return { kill: () => engine.kill("SIGKILL"), gone: once(engine, "exit") };
}

if (!isHere) {
  process.stdout.write(
    "No `pulumi` here: what a killed engine leaves to the other one is left out.\n",
  );
  test("is left out, as there is no official engine here", () => expect(isHere).toBe(false));
} else {
  describe.each(["a", "b", "c"])("killed while it makes %s,", (name) => {
    test("the embedded engine stops the official one, which goes on when all is in order", async () => {
      const begun = await killedAt(name, () => embedded(name));
      stage.go();
      await cancelLock(location());
      const refused = official("up", "--skip-preview");
      expect(refused.status).not.toBe(0);
      expect(refused.stdout + refused.stderr).toContain("`storage-access stack export`");
      expect(stage.pids("create")).toHaveLength(begun);
      await exportStack(location());
      expect(official("up", "--skip-preview")).toMatchObject({ status: 0 });
      // The one that was under way is made again: these handlers do not look for what is there.
      expect(stage.pids("create")).toHaveLength(4);
    });

    test("the official engine leaves what the embedded one goes on with", async () => {
      official("stack", "init", "--secrets-provider", "passphrase");
      await killedAt(name, () => {
        const words = ["up", "--skip-preview", "--stack", "dev", "--yes", "--non-interactive"];
        const engine = spawn("pulumi", words, {
          cwd: stage.folder,
          env: officialEnvironment(name),
          stdio: "ignore",
        });
        return { kill: () => engine.kill("SIGKILL"), gone: once(engine, "exit") };
      });
      for (const pid of stage.pids("create")) process.kill(pid, "SIGKILL");
      await until(() => !stage.pids("create").some(isAlive));
      stage.go();
      const salt = (await stackSalt(location())) ?? "";
      const secrets = { crypter: await openCrypter(PASSPHRASE, salt), passphrase: PASSPHRASE };
      const session = await openStack({ ...location(), secrets, kind: "update" });
      const { result } = await runOperation({ ...stage.options(), session });
      await session.close(result);
      expect(result).toBe("succeeded");
      expect(stage.pids("create")).toHaveLength(4);
      expect(existsSync(join(backendFolder(), ".pulumi/journals/test/dev.jsonl"))).toBe(false);
      expect(official("up", "--skip-preview", "--expect-no-changes")).toMatchObject({ status: 0 });
    });
  });
}

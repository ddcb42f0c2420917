import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { cancelLock } from "../../../engine/state";
import { TestBackend } from "./samples";

let backend: TestBackend;
beforeEach(() => {
  backend = new TestBackend();
});
afterEach(() => backend.remove());

function lockFolder(): string {
  return backend.path("locks", "organization", "test", "dev");
}

/** Leaves a lock as another process would. */
function leaveLock(content: object | string): void {
  mkdirSync(lockFolder(), { recursive: true });
  const text = typeof content === "string" ? content : JSON.stringify(content);
  writeFileSync(`${lockFolder()}/foreign.json`, text);
}

const someone = { username: "ann", timestamp: "2026-01-02T03:04:05Z" };

/** The id of a process that has ended. */
function deadProcess(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}

describe("the lock of a stack", () => {
  it("is a file that says who holds it, and goes with the session", async () => {
    const session = await backend.open();
    const [name] = readdirSync(lockFolder());
    expect(name).toMatch(/^[0-9a-f-]{36}\.json$/);
    expect(JSON.parse(readFileSync(`${lockFolder()}/${name!}`, "utf8"))).toEqual({
      pid: process.pid,
      username: expect.any(String) as string,
      hostname: hostname(),
      timestamp: "2026-01-02T03:04:05.000Z",
    });
    await session.close("succeeded");
    expect(readdirSync(lockFolder())).toEqual([]);
  });

  it("keeps a second update out, naming the first one and the way out", async () => {
    const session = await backend.open();
    await expect(backend.open()).rejects.toThrow(
      new RegExp(`process ${process.pid} of .* on ${hostname()} since 2026-01-02.*cancel`),
    );
    await session.close("succeeded");
    await (await backend.open()).close("succeeded");
  });

  it("goes to one of two who want it at the same moment, at most", async () => {
    const settled = await Promise.allSettled([backend.open(), backend.open()]);
    const opened = settled.filter((one) => one.status === "fulfilled");
    expect(opened.length).toBeLessThanOrEqual(1);
    await Promise.all(opened.map((one) => one.value.close("succeeded")));
    await (await backend.open()).close("succeeded");
  });

  it("of a process of this machine that is gone is taken over, and that is said", async () => {
    const pid = deadProcess();
    leaveLock({ ...someone, pid, hostname: hostname() });
    const session = await backend.open();
    expect(session.notices).toEqual([
      `Took over the lock of a process that is gone: process ${pid} of ann on ${hostname()} since ${someone.timestamp}.`,
    ]);
    await session.close("succeeded");
  });

  it("of another machine is respected, even where no such process is here", async () => {
    leaveLock({ ...someone, pid: deadProcess(), hostname: "elsewhere" });
    await expect(backend.open()).rejects.toThrow(/ann on elsewhere/);
  });

  it("that cannot be read is respected", async () => {
    leaveLock("{");
    await expect(backend.open()).rejects.toThrow(/foreign\.json, which cannot be read/);
  });

  it("is given up by cancel, whoever holds it", async () => {
    leaveLock({ ...someone, pid: process.pid, hostname: "elsewhere" });
    expect(await cancelLock(backend.location)).toEqual([
      `process ${process.pid} of ann on elsewhere since ${someone.timestamp}`,
    ]);
    expect(await cancelLock(backend.location)).toEqual([]);
    await (await backend.open()).close("succeeded");
  });
});

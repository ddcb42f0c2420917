import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { EXECUTABLE, start, type Running } from "../support/command-line";

interface Description {
  scaleway: Record<string, string>;
}

/** Starts a local cloud and reads its first line. */
async function startCloud(...args: string[]): Promise<{ running: Running; first: string }> {
  const running = start([process.execPath, EXECUTABLE, "cloud", ...args], {
    PATH: process.env["PATH"],
  });
  const lines = createInterface({ input: running.child.stdout! });
  const [first] = (await once(lines, "line")) as [string];
  return { running, first };
}

async function stop({ child, finished }: Running, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  return (await finished).code;
}

type Described = Description & { pid: number };

/** A program that starts two clouds, the second one with --keep-running, and tells of both. */
async function startTwoByAProgram(): Promise<{ starter: ChildProcess; descriptions: Described[] }> {
  const script = `
    const { spawn } = require("node:child_process");
    for (const flags of [[], ["--keep-running"]]) {
      const command = [${JSON.stringify(EXECUTABLE)}, "cloud", "--json", ...flags];
      const { pid, stdout } = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "ignore"] });
      stdout.once("data", (text) => console.log(JSON.stringify({ ...JSON.parse(text), pid, flags })));
    }
    setInterval(() => {}, 1000);`;
  const starter = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const descriptions: (Described & { flags: string[] })[] = [];
  for await (const line of createInterface({ input: starter.stdout })) {
    descriptions.push(JSON.parse(line) as Described & { flags: string[] });
    if (descriptions.length === 2) break;
  }
  return { starter, descriptions: descriptions.sort((a, b) => a.flags.length - b.flags.length) };
}

async function isAnswering(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

describe("the local cloud", () => {
  it("describes itself in its first line, answers its owner, and stops at SIGTERM", async () => {
    const { running, first } = await startCloud("--json");
    const { scaleway } = JSON.parse(first) as Description;
    expect(Object.keys(scaleway)).toEqual([
      "apiUrl",
      "s3Endpoint",
      "region",
      "organizationId",
      "defaultProjectId",
      "accessKey",
      "secretKey",
    ]);
    expect(scaleway["apiUrl"]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(
      `${scaleway["apiUrl"]!}/iam/v1alpha1/api-keys/${scaleway["accessKey"]!}`,
      {
        headers: { "X-Auth-Token": scaleway["secretKey"]! },
      },
    );
    expect(answer.status).toBe(200);
    expect(await stop(running, "SIGTERM")).toBe(0);
    await expect(fetch(scaleway["apiUrl"]!)).rejects.toThrow();
  });

  it("tells people what to export, and stops at SIGINT", async () => {
    const { running, first } = await startCloud();
    expect(first).toContain("The local cloud is up");
    expect(await stop(running, "SIGINT")).toBe(0);
    expect((await running.finished).stdout).toMatch(
      /^export SCW_API_URL=http:\/\/127\.0\.0\.1:\d+$/m,
    );
  });

  it("makes go wrong what a plan says, and keeps what went wrong as a plan", async () => {
    const folder = mkdtempSync(join(tmpdir(), "storage-access-cloud-"));
    const [plan, log] = [join(folder, "plan.json"), join(folder, "log.json")];
    writeFileSync(
      plan,
      JSON.stringify({ rules: [{ operation: "GET *", nth: 2, fault: "server-error" }] }),
    );
    const { running, first } = await startCloud("--json", "--fault-plan", plan, "--fault-log", log);
    const { scaleway } = JSON.parse(first) as Description;
    const statuses: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      const headers = { "X-Auth-Token": scaleway["secretKey"]! };
      const answer = await fetch(
        `${scaleway["apiUrl"]!}/account/v3/projects?organization_id=${scaleway["organizationId"]!}`,
        { headers },
      );
      statuses.push(answer.status);
    }
    await stop(running, "SIGTERM");
    expect(statuses).toEqual([200, 500, 200]);
    const rule = {
      service: "account",
      operation: "GET /account/v3/projects",
      nth: 2,
      fault: "server-error",
    };
    expect(JSON.parse(readFileSync(log, "utf8"))).toEqual({ rules: [rule] });
    expect((await running.finished).stderr).toContain(`fault: ${JSON.stringify(rule)}\n`);
    rmSync(folder, { recursive: true });
  });

  it("with a data folder is the same cloud again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "storage-access-cloud-"));
    const owners: (string | undefined)[] = [];
    for (let run = 0; run < 2; run++) {
      const { running, first } = await startCloud("--json", "--data", folder);
      owners.push((JSON.parse(first) as Description).scaleway["secretKey"]);
      await stop(running, "SIGTERM");
    }
    expect(owners[0]).toBe(owners[1]);
    rmSync(folder, { recursive: true });
  });

  it("ends with the program that started it, unless it is to keep running", async () => {
    const { starter, descriptions } = await startTwoByAProgram();
    starter.kill("SIGKILL");
    const [bound, kept] = descriptions.map(({ scaleway }) => scaleway["apiUrl"]!);
    while (await isAnswering(bound!)) await new Promise(setImmediate);
    expect(await isAnswering(kept!)).toBe(true);
    process.kill(descriptions[1]!.pid, "SIGTERM");
  });

  it("ends with the pipe on its standard input", async () => {
    const child = spawn(process.execPath, [EXECUTABLE, "cloud"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.stdin.end();
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it.each([
    [["--port", "70000"], "Expected a port"],
    [["--latency", "soon"], "Expected a number"],
    [["--fault-plan", "/dev/null"], "The plan of faults is no JSON"],
    [["--propagation-delay", "301"], "0 to 300 seconds"],
    [["--switch", "expiryEditable"], "Expected name=value"],
    [["--switch", "nope=1"], 'no switch "nope"'],
    [["--switch", "projectMustMatch=maybe"], "true or false"],
    [["--switch", "expiryEditable=maybe"], 'is refuse or ignore or accept, not "maybe"'],
    [["--switch", "toString=1"], 'no switch "toString"'],
  ])("refuses %j", async (args, message) => {
    const { finished } = start([process.execPath, EXECUTABLE, "cloud", ...args], {});
    const { code, stderr } = await finished;
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });
});

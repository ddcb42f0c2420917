import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import type { Starter } from "../../cli/ancestry";

const ANCESTRY = join(__dirname, "../../cli/dist/ancestry.js");
/** Prints what the process has for a starter, and who it is itself. */
const LOOK = `const { findStarter } = require(${JSON.stringify(ANCESTRY)});
console.log(JSON.stringify({ own: process.pid, starter: findStarter(process.env) }));`;
const QUOTED = `"${process.execPath}" -e '${LOOK}'`;

interface Seen {
  starter: Starter | undefined;
  own: number;
  /** The process that this test started. */
  child: number | undefined;
}

async function lookFrom(
  command: string[],
  options: { environment?: NodeJS.ProcessEnv; detached?: boolean } = {},
): Promise<Seen> {
  const [executable = "", ...args] = command;
  const child = spawn(executable, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env["PATH"], ...options.environment },
    detached: options.detached ?? false,
  });
  return { ...(JSON.parse(await text(child.stdout)) as Seen), child: child.pid };
}

describe("who started a process, and ends it by its own end", () => {
  it("is the program that did", async () => {
    const { starter, own } = await lookFrom([process.execPath, "-e", LOOK]);
    expect(starter).toEqual({ pid: process.pid, child: own });
  });

  it("is nobody where a shell did: its jobs outlive it", async () => {
    // The word behind it keeps the shell from becoming the program.
    const { starter } = await lookFrom(["sh", "-c", `${QUOTED}; true`]);
    expect(starter).toBeUndefined();
  });

  it("is npx where a shell of npx did", async () => {
    const environment = { npm_command: "exec" };
    const { starter, child } = await lookFrom(["sh", "-c", `${QUOTED}; true`], { environment });
    expect(starter).toEqual({ pid: process.pid, child });
  });

  it("is nobody where the process was given a session of its own", async () => {
    const { starter } = await lookFrom([process.execPath, "-e", LOOK], { detached: true });
    expect(starter).toBeUndefined();
  });
});

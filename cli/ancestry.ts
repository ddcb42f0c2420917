/**
 * Who started this process, and whether it is still there.
 * @module
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What is known of a process. */
interface ProcessFacts {
  parent: number;
  session: number;
  /** The name of its executable, or the title that it gave itself. */
  name: string;
}

/** Their end says nothing: what was started in the background outlives its shell, by custom. */
const SHELLS = /^-?(sh|bash|dash|zsh|ksh|ash|fish|csh|tcsh|busybox)$/;
const INIT = 1;

/** A process that started this one, and the process in between that is its child; in most cases this one. */
export interface Starter {
  pid: number;
  child: number;
}

/**
 * The process whose end is this one's as well; undefined where there is none to be told: started by a shell (behind
 * which only npm and its like are looked for, which put one in between), by the system, or in a session of its own.
 */
export function findStarter(environment: NodeJS.ProcessEnv): Starter | undefined {
  const own = factsOf(process.pid);
  if (own === undefined || own.session === process.pid) return undefined;
  let starter: Starter = { pid: process.ppid, child: process.pid };
  for (;;) {
    if (starter.pid <= INIT) return undefined;
    const facts = factsOf(starter.pid);
    if (facts === undefined) return undefined;
    if (!SHELLS.test(facts.name)) return starter;
    if (environment["npm_command"] === undefined) return undefined;
    starter = { pid: facts.parent, child: starter.pid };
  }
}

/** Whether the starter is gone: then its child has another parent, even where nobody has taken note of its end. */
export function isGone({ pid, child }: Starter): boolean {
  const parent = child === process.pid ? process.ppid : factsOf(child)?.parent;
  return parent !== pid;
}

function factsOf(pid: number): ProcessFacts | undefined {
  try {
    return process.platform === "linux" ? factsFromProc(pid) : factsFromPs(pid);
  } catch {
    return undefined;
  }
}

/** The name stands in parentheses and may have any character; behind it are state, parent, group and session. */
function factsFromProc(pid: number): ProcessFacts {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const end = text.lastIndexOf(")");
  const [, parent, , session] = text.slice(end + 2).split(" ");
  const name = text.slice(text.indexOf("(") + 1, end);
  return { parent: Number(parent), session: Number(session), name };
}

function factsFromPs(pid: number): ProcessFacts {
  const text = execFileSync("ps", ["-o", "ppid=,pgid=,comm=", "-p", String(pid)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [parent, , ...name] = text.trim().split(/\s+/);
  const executable = name.join(" ").split("/").at(-1) ?? "";
  // What begins a session there is not told by every system's ps.
  return { parent: Number(parent), session: 0, name: executable };
}

/**
 * The processes below one process, and how to end one at once.
 * @module
 */
import { execFileSync } from "node:child_process";

interface Process {
  readonly id: number;
  readonly parentId: number;
  readonly command: string;
}

function allProcesses(): Process[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, id, parentId, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return id === undefined
      ? []
      : [{ id: Number(id), parentId: Number(parentId), command: command ?? "" }];
  });
}

/** Every living descendant of a process. */
export function descendantsOf(rootId: number): Process[] {
  const processes = allProcesses();
  const found: Process[] = [];
  const frontier = [rootId];
  for (const parentId of frontier) {
    const children = processes.filter((each) => each.parentId === parentId);
    found.push(...children);
    frontier.push(...children.map((each) => each.id));
  }
  return found;
}

/** The process in which the resources' handlers run, if it is there. */
export function providerOf(engineId: number): Process | undefined {
  return descendantsOf(engineId).find(({ command }) => command.includes("dynamic-provider"));
}

/** SIGKILL; a process that is gone already is no error. */
export function killAtOnce(processId: number): void {
  try {
    process.kill(processId, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

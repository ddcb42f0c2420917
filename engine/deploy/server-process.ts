/**
 * Node processes that serve: the first line that they write is the port that they listen on.
 * @module
 */
import { startNode, type NodeProcess, type NodeProcessOptions } from "./processes";

/**
 * Starts a process that serves. `port` rejects when the process ends before it tells one; `describe` makes the message
 * of how it ended.
 */
export function startServerProcess(
  options: NodeProcessOptions,
  describe: (end: string) => string,
): { process: NodeProcess; port: Promise<number> } {
  let announce: (port: number) => void;
  const announced = new Promise<number>((resolve) => (announce = resolve));
  let isAnnounced = false;
  const process = startNode({
    ...options,
    onLine: (line, stream) => {
      if (stream === "stdout" && !isAnnounced && /^\d+$/.test(line)) {
        isAnnounced = true;
        announce(Number(line));
      } else options.onLine(line, stream);
    },
  });
  const died = process.ended.then(({ code, signal }) => {
    throw new Error(describe(`it ended with ${signal ?? `exit code ${String(code)}`}`));
  });
  died.catch(() => undefined);
  return { process, port: Promise.race([announced, died]) };
}

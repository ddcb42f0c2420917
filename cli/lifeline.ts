/**
 * Ends a server that nobody needs any more: when the process that started it is gone, or who held its standard input.
 * @module
 */
import { fstatSync } from "node:fs";
import { findStarter, isGone } from "./ancestry";

const LOOK_EVERY_MILLISECONDS = 500;

/** What ties this process to others. */
export interface Lifeline {
  /** Resolves with the reason, as half a sentence, when from now on nobody is left whom this process serves. */
  untilAbandoned(): Promise<string>;
}

/** Looks who started this process and who holds its standard input; to be called early, while they are there. */
export function openLifeline(environment: NodeJS.ProcessEnv = process.env): Lifeline {
  const starter = findStarter(environment);
  // What has ended before it was of use was held by nobody, as with `echo | command`.
  let isHeld = isPipe();
  if (isHeld) onEndOfInput(() => (isHeld = false));
  return {
    untilAbandoned: () =>
      new Promise((resolve) => {
        if (isHeld) onEndOfInput(() => resolve("its standard input has ended"));
        if (starter === undefined) return;
        const timer = setInterval(() => {
          if (isGone(starter)) resolve("the process that started it is gone");
        }, LOOK_EVERY_MILLISECONDS);
        timer.unref();
      }),
  };
}

function onEndOfInput(then: () => void): void {
  process.stdin.once("end", then).once("error", then).resume();
}

/** A pipe has somebody at its other end. /dev/null, a file and a terminal, which a job in the background must not read, have not. */
function isPipe(): boolean {
  try {
    const stats = fstatSync(0);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}

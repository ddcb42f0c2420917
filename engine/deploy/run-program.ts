/**
 * Runs the program of an operation to its end, under the exit protocol of Pulumi's SDK: a program says that it is
 * complete and waits; only then is deleted what it does not have any more.
 * @module
 */
import { deleteUnwanted } from "./deletes";
import type { NodeProcess, ProcessEnd } from "./processes";
import { EXIT_AFTER_LOGGED_ERROR } from "./program";
import type { DeploymentRun } from "./run";

const EXIT_GRACE_MILLISECONDS = 2_000;

/** The two halves of the exit protocol. */
export class Shutdown {
  readonly #signal: () => void;
  readonly #release: () => void;
  readonly #released: Promise<void>;
  /** Settles when the program has said that it is complete. */
  readonly signaled: Promise<void>;

  constructor() {
    let signal = (): void => undefined;
    let release = (): void => undefined;
    this.signaled = new Promise((resolve) => (signal = resolve));
    this.#released = new Promise((resolve) => (release = resolve));
    this.#signal = signal;
    this.#release = release;
  }

  /** The program's side: says that it is complete, and waits until it may end. */
  readonly signalAndWait = (): Promise<void> => {
    this.#signal();
    return this.#released;
  };

  /** The engine's side: lets the program end. */
  release(): void {
    this.#release();
  }
}

/**
 * Waits for the program, then deletes what is not wanted any more, unless anything failed. Answers whether the program
 * ended well. What waits forever, such as a promise as an output, ends a program badly after it said that it is complete:
 * so it is let go, and only what it leaves behind is followed by deletions.
 */
export async function followProgram(
  run: DeploymentRun,
  program: NodeProcess,
  shutdown: Shutdown,
): Promise<boolean> {
  const ended = program.ended.then((end): ProcessEnd | "complete" => end);
  const complete = shutdown.signaled.then((): ProcessEnd | "complete" => "complete");
  const stopped = stoppedProgram(run, program);
  const outcome = await Promise.race([ended, complete, stopped]);
  await run.idle();
  shutdown.release();
  const end = outcome === "complete" ? await Promise.race([program.ended, stopped]) : outcome;
  await endProgram(program);
  // The last that a program registers, whatever it exports.
  const isComplete = end.code === 0 && outcome === "complete" && run.stackOutputs !== undefined;
  if (!isComplete) judgeEnd(run, end, outcome === "complete");
  else if (!run.isStopped) await deleteUnwanted(run);
  return isComplete;
}

/** A program that goes on though the operation has stopped is ended. */
async function stoppedProgram(run: DeploymentRun, program: NodeProcess): Promise<ProcessEnd> {
  await run.stopped;
  await run.idle();
  return endProgram(program);
}

/** Ends a program, after a while to end by itself. */
async function endProgram(program: NodeProcess): Promise<ProcessEnd> {
  const timer = setTimeout(() => void program.stop(), EXIT_GRACE_MILLISECONDS);
  try {
    return await program.ended;
  } finally {
    clearTimeout(timer);
  }
}

/** A program that ended before all of it was done has failed, whatever its exit code. */
function judgeEnd(run: DeploymentRun, { code, signal }: ProcessEnd, hasNothingToDo: boolean): void {
  const { reporter } = run;
  if (run.isStopped) return;
  if (code === EXIT_AFTER_LOGGED_ERROR) {
    reporter.hasFailed = true;
  } else if (code === 0 && hasNothingToDo) {
    reporter.failure(
      "The program ended without the outputs of its stack: it waited for a promise that nothing settles any more. " +
        "Nothing was deleted. Look for a promise that is never resolved in what it exports or awaits.",
    );
  } else if (code === 0) {
    reporter.failure(
      "The program ended before all of it was done (does it call process.exit?). Nothing was deleted, and what it " +
        "registered late may be missing. Let the program end by itself.",
    );
  } else {
    const end = signal === null ? `exit code: ${String(code)}` : `signal: ${signal}`;
    const kind = signal === null ? "exited with non-zero" : "was ended by";
    reporter.failure(`an unhandled error occurred: Program ${kind} ${end}`);
  }
}

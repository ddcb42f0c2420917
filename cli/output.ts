/**
 * What a command prints: results on standard output, everything about them on standard error, secrets on neither.
 * @module
 */
import { pipeline } from "node:stream/promises";
import { SecretMask } from "pulumi-storage-access/tools";

/** The two streams of a command behind one filter. */
export class Output {
  readonly mask = new SecretMask();
  readonly #isJson: boolean;

  /** With `isJson` only {@link Output.result} goes to standard output. */
  constructor(isJson = false) {
    this.#isJson = isJson;
  }

  /** A line for people: on standard output, unless that is for JSON. */
  line(text: string): void {
    const stream = this.#isJson ? process.stderr : process.stdout;
    stream.write(`${this.mask.apply(text)}\n`);
  }

  /** A remark beside the result: on standard error. */
  note(text: string): void {
    process.stderr.write(`${this.mask.apply(text)}\n`);
  }

  /** The result that --json asks for: on standard output, unfiltered. Whoever calls this has hidden what is to be hidden. */
  result(text: string): void {
    process.stdout.write(`${text}\n`);
  }
}

/** What a stream says whose reader has gone: a pipe that was closed, a terminal that was hung up. */
const GONE = ["EPIPE", "EIO"];

/**
 * Whoever reads standard output or standard error may leave, as `head` does: what is under way goes on to its end, and
 * the rest is told to nobody. Without this the next line would end the process, in the middle of a deployment.
 */
export function survivePipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!GONE.includes(error.code ?? "")) throw error;
    });
  }
}

/** Writes a text piece by piece, no faster than it is read; whoever has read enough, as `head` has, is left in peace. */
export async function printPieces(pieces: Iterable<string>): Promise<void> {
  try {
    await pipeline(line(pieces), process.stdout, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  }
}

function* line(pieces: Iterable<string>): Generator<string> {
  yield* pieces;
  yield "\n";
}

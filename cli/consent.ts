/**
 * Asks the person at the terminal before something is changed.
 * @module
 */
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** The flags that decide whether anybody is asked. */
export interface ConsentFlags {
  yes?: boolean;
  json?: boolean;
  skipPreview?: boolean;
  nonInteractive?: boolean;
}

/** A terminal with somebody at it, or what stands for one. */
export interface Terminal {
  input: Readable;
  output: Writable;
}

/** The terminal of this process; undefined where nobody is to be asked: in pipes, scripts and CI. */
export function terminalOf({ nonInteractive }: ConsentFlags): Terminal | undefined {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const isContinuousIntegration = (process.env["CI"] ?? "") !== "";
  if (nonInteractive || !isTerminal || isContinuousIntegration) return undefined;
  return { input: process.stdin, output: process.stdout };
}

/** Whether an operation that changes something shows its plan and asks. Throws where it should, and nobody is there. */
export function isAsking(
  command: string,
  flags: ConsentFlags,
  terminal = terminalOf(flags),
): boolean {
  if (flags.yes || flags.json || flags.skipPreview) return false;
  if (terminal) return true;
  throw new Error(
    `\`${command}\` asks before it changes anything, and there is no terminal to ask at. Nothing was done. ` +
      "Add --yes (or --json, which means it) to go ahead, or --preview-only to see the plan.",
  );
}

/** Asks until one of the answers, or the beginning of one, is given; "no" where the input ends. */
export async function ask(
  question: string,
  answers: readonly [string, ...string[]],
  { input, output }: Terminal,
): Promise<string> {
  const lines = createInterface({ input, output });
  lines.setPrompt(`${question} (${answers.join("/")}): `);
  try {
    lines.prompt();
    for await (const text of lines) {
      const given = text.trim().toLowerCase();
      const found = answers.filter((one) => given !== "" && one.startsWith(given));
      if (found[0] !== undefined && found.length === 1) return found[0];
      lines.prompt();
    }
    return "no";
  } finally {
    lines.close();
  }
}

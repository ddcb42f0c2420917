/**
 * A secret on the standard input of a command: without a shell, without this deployment's own credentials, and not for ever.
 * @module
 */
import { spawn, type ChildProcess } from "node:child_process";
import { CloudError, messageOf, type CloudErrorFields } from "./errors";
import { redact } from "./redact";

/** A command runs in real time, whatever the provider's clock says. */
const LONGEST_MILLISECONDS = 60_000;
const LONGEST_REMARK = 300;
const LONGEST_OUTPUT = 65_536;

/** Variables that hold credentials of the clouds or of the stack, or the stack's decrypted configuration. */
const PRIVATE_VARIABLE = /^(SCW|SEL|OS|PULUMI)_/;

/** The environment without this deployment's own credentials. */
function publicEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(environment).filter(([name]) => !PRIVATE_VARIABLE.test(name));
  return Object.fromEntries(entries);
}

/**
 * Runs a command and gives it the content.
 * @throws CloudError unless it ends with exit code 0 in time
 */
export async function runCommand(
  argv: readonly string[],
  content: string,
  attempted: Pick<CloudErrorFields, "operation" | "resource">,
  longestMilliseconds = LONGEST_MILLISECONDS,
): Promise<void> {
  const [program = "", ...args] = argv;
  const child = spawn(program, args, {
    shell: false,
    // A group of its own, so that whatever it starts ends with it.
    detached: true,
    env: publicEnvironment(process.env),
    stdio: ["pipe", "ignore", "pipe"],
  });
  const ending = ended(child, longestMilliseconds);
  // A command that does not read what it is given may end well all the same.
  child.stdin.on("error", () => undefined);
  child.stdin.end(content);
  const failure = await ending;
  if (failure === undefined) return;
  throw new CloudError({
    ...attempted,
    kind: "precondition",
    code: "sink_failed",
    answer: `the command ${program} ${failure}`,
    hint: "Check secretTo, and run the command by hand with any text on its standard input.",
  });
}

/** How a command failed; undefined where it did not. */
function ended(child: ChildProcess, longestMilliseconds: number): Promise<string | undefined> {
  let output = "";
  let isLate = false;
  child.stderr?.setEncoding("utf8").on("data", (piece: string) => {
    output = (output + piece).slice(-LONGEST_OUTPUT);
  });
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(child);
  }, longestMilliseconds);
  return new Promise((resolve) => {
    const settle = (failure: string | undefined): void => {
      clearTimeout(timer);
      resolve(failure);
    };
    child.on("error", (error) => settle(`cannot be run: ${messageOf(error)}`));
    child.on("close", (code, signal) => {
      const seconds = String(longestMilliseconds / 1000);
      // Masked before it is cut: half a secret is not recognized.
      const remark = redact(output).trim().slice(-LONGEST_REMARK);
      const said = remark === "" ? "" : `: ${remark}`;
      if (isLate) settle(`did not end within ${seconds} s, and was ended`);
      else if (code === 0) settle(undefined);
      else if (code === null) settle(`was ended by ${String(signal)}${said}`);
      else settle(`ended with exit code ${String(code)}${said}`);
    });
  });
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It ended by itself just now.
  }
}

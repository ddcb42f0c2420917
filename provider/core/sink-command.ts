/**
 * A secret on the standard input of a command: without a shell, without this deployment's own credentials, and not for ever.
 * @module
 */
import { spawn, type ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import { CloudError, messageOf, type CloudErrorFields } from "./errors";
import { RedactedEnd } from "./redact";

/** A command runs in real time, whatever the provider's clock says. */
const LONGEST_MILLISECONDS = 60_000;
const LONGEST_REMARK = 300;

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

/**
 * How a command failed; undefined where it did not. Its own exit decides: what it leaves running may hold its standard
 * error open for as long as it likes, and is not waited for.
 */
function ended(child: ChildProcess, longestMilliseconds: number): Promise<string | undefined> {
  const output = new RedactedEnd();
  child.stderr?.setEncoding("utf8").on("data", (piece: string) => output.add(piece));
  return new Promise((resolve) => {
    const settle = (failure: string | undefined): void => {
      clearTimeout(timer);
      letGo(child);
      resolve(failure);
    };
    const timer = setTimeout(() => {
      const end = endGroup(child) ? "was ended" : "cannot be ended from here";
      settle(`did not end within ${String(longestMilliseconds / 1000)} s, and ${end}`);
    }, longestMilliseconds);
    child.on("error", (error) => settle(`cannot be run: ${messageOf(error)}`));
    child.on("exit", (code, signal) => {
      afterReading(() => {
        const remark = output.last(LONGEST_REMARK);
        const said = remark === "" ? "" : `: ${remark}`;
        if (code === 0) settle(undefined);
        else if (code === null) settle(`was ended by ${String(signal)}${said}`);
        else settle(`ended with exit code ${String(code)}${said}`);
      });
    });
  });
}

/** What a command wrote before its exit is in the pipe by then: one whole turn of the event loop reads it. */
function afterReading(goOn: () => void): void {
  setImmediate(() => setImmediate(goOn));
}

/** Neither what the command left running nor its pipes keep this process. */
function letGo(child: ChildProcess): void {
  child.unref();
  child.stdin?.destroy();
  const { stderr } = child;
  if (stderr instanceof Socket) stderr.unref();
}

/** False where it may not be ended, such as a command that has become another user. */
function endGroup({ pid }: ChildProcess): boolean {
  if (pid === undefined) return true;
  try {
    return process.kill(-pid, "SIGKILL");
  } catch (thrown) {
    // It may have ended by itself just now.
    return (thrown as NodeJS.ErrnoException).code === "ESRCH";
  }
}

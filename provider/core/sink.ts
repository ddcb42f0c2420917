/**
 * Sinks: where a secret goes instead of the state. A file of its own, or the standard input of a command.
 * @module
 */
import { runCommand } from "./sink-command";
import { removeFile, writeFile } from "./sink-file";
import type { Context } from "./context";
import { canceledError } from "./errors";
import type { Rule } from "./fields";
import { parentIsAlive, requireParent } from "./parent";
import { list, record, text } from "./rules";
import type { Properties } from "./sanitize";

/** Where a secret goes: exactly one of `file` and `command`. */
export interface SecretSink {
  /**
   * A path, from the program's folder if it is relative. The file is made in one step, only its owner may read it, and no
   * file that holds anything else is overwritten.
   */
  file?: string | undefined;
  /**
   * A program and its arguments, run without a shell. It gets the secret on its standard input, has a minute, and must end
   * with exit code 0. Credentials of this deployment are not in its environment.
   */
  command?: string[] | undefined;
}

/** What is handed over: the JSON text of these two. */
export interface Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** What a sink must look like. */
export const sinkRule: Rule = record(
  {
    file: { rule: text({ minimum: 1, maximum: 4_096 }) },
    command: { rule: list(text({ minimum: 1, maximum: 4_096 }), 1, 100) },
  },
  ({ file, command }, path, report) => {
    const given = [file, command].filter((sink) => sink !== undefined && sink !== null).length;
    if (given === 1) return;
    const found = given === 0 ? "neither is given" : "both are given";
    report(path, `${found}: of file and command, exactly one is needed`);
  },
);

/** The sink that some properties name. */
export const sinkOf = (value: unknown): SecretSink | undefined =>
  (value as SecretSink | null | undefined) ?? undefined;

/** A sink as it stands in messages. */
export function sinkName({ file, command }: SecretSink): string {
  return file === undefined ? `the command ${command?.[0] ?? ""}` : `the file ${file}`;
}

/** Of a file that is there already: whether it may be overwritten. */
export type MayReplace = (accessKey: string) => Promise<boolean>;

/**
 * Hands credentials over. What was there before stays as it was where that fails.
 * @throws CloudError saying which sink failed, and why
 */
export async function handOver(
  context: Context,
  sink: SecretSink,
  credentials: Credentials,
  mayReplace: MayReplace,
): Promise<void> {
  const content = `${JSON.stringify(credentials)}\n`;
  const attempted = {
    operation: "hand over the secret of API key",
    resource: credentials.accessKey,
  };
  // Nobody records the new key any more: what the sink has is still the key in the state.
  if (context.signal.aborted) throw canceledError(attempted);
  requireParent(parentIsAlive, attempted);
  if (sink.file !== undefined) await writeFile(sink.file, content, { attempted, mayReplace });
  else await runCommand(sink.command ?? [], content, attempted);
  context.log.info(`the secret of ${credentials.accessKey} is with ${sinkName(sink)}`);
}

/** Takes credentials back as far as possible: a file that still holds them is removed; a command is not undone. */
export async function takeBack(sink: SecretSink, accessKey: string): Promise<void> {
  if (sink.file !== undefined) await removeFile(sink.file, accessKey);
}

/** The credentials in a text; undefined where it is not just that. */
export function credentialsIn(content: string): Credentials | undefined {
  try {
    const parsed = JSON.parse(content) as Properties;
    const { accessKey, secretKey, ...others } = parsed;
    const isPlain = typeof accessKey === "string" && typeof secretKey === "string";
    return isPlain && Object.keys(others).length === 0 ? { accessKey, secretKey } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Lines for the person who waits in front of the terminal. They name the resource and carry no secret.
 * @module
 */
import { redact } from "./redact";

/** Where handlers say what they do and what they wait for. */
export interface Log {
  info(line: string): void;
  warn(line: string): void;
}

/**
 * A log on the console: the engine shows these lines under the stack, so each one begins with the name of its resource.
 * @param subject the resource, such as `scaleway:Bucket photos`
 */
export function createLog(subject: string, target: Pick<Console, "info" | "warn"> = console): Log {
  return {
    info: (line) => target.info(redact(`${subject}: ${line}`)),
    warn: (line) => target.warn(redact(`${subject}: warning: ${line}`)),
  };
}

/**
 * Which stacks hold what must not be lost.
 * @module
 */
import type { Config } from "./config";

/** Names of stacks that are protected where nothing is configured. */
export const PROTECTED_STACKS: readonly string[] = ["prod"];

/** True where `stacks` of the configuration fits the stack's name; an expression that is none fits nothing. */
export function isProtectedStack(name: string, config: Config): boolean {
  return config.texts("stacks").some((pattern) => matches(pattern, name));
}

/** True where a regular expression fits a text, letter case apart. */
export function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "i").test(text);
  } catch {
    return false;
  }
}

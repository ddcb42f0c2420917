/**
 * Inputs that are secret. The engine hands a dynamic provider every value in clear and does not say which are secret, so
 * the resource's class tells, and no text of the handlers holds a value of these.
 * @module
 */
import type { AnyDefinition } from "./definition";
import { quote } from "./fields";
import { MASK } from "./secret-mask";
import { registerSecret } from "./redact";
import type { Properties } from "./sanitize";
import { isUnknown } from "./unknown";

/** The input that names the secret ones; absent where there are none. */
export const SECRET_INPUTS = "secretInputs";

/** The names of the properties whose values no text may hold: by the program's word, now or at the last run, or by kind. */
export function secretNames(
  { secrets = [] }: Pick<AnyDefinition, "secrets">,
  ...told: readonly Properties[]
): ReadonlySet<string> {
  const names = told.flatMap(({ [SECRET_INPUTS]: given }) =>
    Array.isArray(given) ? given.map(String) : [],
  );
  return new Set([...names, ...secrets]);
}

/** Masks every value of the secret properties from now on, at any depth, wherever it may turn up. */
export function registerSecretInputs(
  names: ReadonlySet<string>,
  ...told: readonly Properties[]
): void {
  for (const properties of told) {
    for (const name of names) textsIn(properties[name]).forEach(registerSecret);
  }
}

/** A property's value as it stands in a message. */
export const quoteOf = (names: ReadonlySet<string>, name: string, value: unknown): string =>
  names.has(name) ? MASK : quote(value);

/** Every text in a value, those in JSON inside a text as well; numbers, too, as texts. */
function textsIn(value: unknown): string[] {
  if (isUnknown(value)) return [];
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string") return [value, ...textsIn(objectIn(value))];
  return value === null || typeof value !== "object" ? [] : Object.values(value).flatMap(textsIn);
}

/** The object that a text is the JSON of, such as a policy's document. */
function objectIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

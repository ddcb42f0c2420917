/**
 * Whose a key is.
 * @module
 */
import type { access } from "./access";
import type { Declared } from "./declared";
import type { Stack } from "./stack";

/** The application or user of a key; undefined where the program names none. @throws Undecidable */
export function bearerOf(stack: Stack, key: Declared): access.PrincipalReference | undefined {
  for (const kind of ["application", "user"] as const) {
    const id = stack.idAt(key, key.at(`${kind}Id`));
    if (id !== undefined) return { kind, id };
  }
  return undefined;
}

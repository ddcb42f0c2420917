/**
 * "Exactly one of these": the shape of a bearer, a principal and a scope.
 * @module
 */
import { quote, type Report } from "../core/fields";
import type { Properties } from "../core/sanitize";
import { isUnknown } from "../core/unknown";

/** Reports unless exactly one of the names is given. A value that is not known yet may turn out to be given or not. */
export function requireOneOf(
  names: readonly string[],
  inputs: Properties,
  report: Report,
  prefix = "",
): void {
  const given = names.filter((name) => inputs[name] !== undefined && inputs[name] !== null);
  const known = given.filter((name) => !isUnknown(inputs[name]));
  if (known.length <= 1 && given.length >= 1) return;
  const choice = names.join(", ");
  if (given.length === 0) {
    report(`${prefix}${names[0] ?? ""}`, `none of ${choice} is given: exactly one is needed`);
    return;
  }
  const list = known.map((name) => `${name} (${quote(inputs[name])})`).join(" and ");
  report(`${prefix}${known[1] ?? ""}`, `${list} are given: of ${choice}, exactly one is allowed`);
}

/**
 * Values that are not known yet: at preview the engine passes a sentinel where a resource does not exist so far.
 * @module
 */

/** The text that stands for a value that is not known yet. Fixed by Pulumi's wire protocol. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A text in which the sentinel may stand, as people read it. */
export const readable = (text: string): string =>
  text.replaceAll(`"${UNKNOWN}"`, UNKNOWN).replaceAll(UNKNOWN, "(not known yet)");

/** Says of some properties that they are not known yet. */
export const notKnown = (names: readonly string[]): string =>
  `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} not known yet`;

/** True for a value of which nothing is known yet. */
export const isUnknown = (value: unknown): boolean => value === UNKNOWN;

/** True where any part of a value, at any depth, is not known yet. */
export function containsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some(containsUnknown);
}

/**
 * How a report's parts read as text. Names come from a cloud where anybody may have chosen them.
 * @module
 */
import type { CellAnswer, Row } from "./report";

/** How an answer is shown in a narrow column. */
export const ANSWER_WORDS: Readonly<Record<CellAnswer, string>> = {
  allow: "yes",
  some: "some",
  undecided: "?",
  deny: "no",
};

/** A text without anything that a terminal would obey, or that would hide or turn what stands beside it. */
export function plain(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

/** `application reader`. */
export function whoText({ kind, name, isOwner, isLocked }: Row["who"]): string {
  const note = isOwner ? " (owner)" : isLocked ? " (locked)" : "";
  return plain(kind === "anonymous" ? name : `${kind} ${name}${note}`);
}

/** `bucket reports`. */
export function onText({ kind, name }: Row["on"]): string {
  return plain(kind === "organization" ? name : `${kind} ${name}`);
}

/** `1 row`, `2 rows`. */
export function countOf(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

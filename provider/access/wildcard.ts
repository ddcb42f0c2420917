/**
 * Texts with `*` for any text, and perhaps `?` for one character.
 * @module
 */

/** What stands for more than itself in a pattern. */
export interface Wildcards {
  /** True: `?` stands for one character; false: for itself. */
  readonly hasSingle: boolean;
}

/** True where the whole text fits the pattern. Takes no longer than the product of both lengths. */
export function fitsPattern(text: string, pattern: string, { hasSingle }: Wildcards): boolean {
  const characters = Array.from(text);
  const signs = Array.from(pattern);
  let at = 0;
  let sign = 0;
  let star = -1;
  let resume = 0;
  while (at < characters.length) {
    const expected = signs[sign];
    if (expected === "*") {
      star = sign;
      resume = at;
      sign += 1;
    } else if (expected === characters[at] || (hasSingle && expected === "?")) {
      at += 1;
      sign += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      resume += 1;
      at = resume;
      sign = star + 1;
    } else return false;
  }
  return signs.slice(sign).every((rest) => rest === "*");
}

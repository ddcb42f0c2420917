/**
 * Keeps secret texts out of everything that is printed.
 * @module
 */
import { HIDDEN } from "pulumi-storage-access-engine/secrets";

/** Shorter texts are not hidden, as in the Pulumi CLI: "1" or "no" stand in every second line for other reasons. */
const SHORTEST_SECRET = 3;

/**
 * By how many leading characters secrets are looked up, longest first: with an index the filter stays fast in stacks
 * of thousands of secrets.
 */
const PREFIX_LENGTHS = [12, 6, SHORTEST_SECRET];

/** A growing set of secret texts, and the filter that hides them. */
export class SecretMask {
  readonly #texts = new Set<string>();
  /** For each length of {@link PREFIX_LENGTHS} the secrets by their beginning. */
  readonly #indexes = PREFIX_LENGTHS.map((length) => ({
    length,
    byPrefix: new Map<string, string[]>(),
  }));

  /** Hides these texts from now on, as they are and as they stand in JSON. */
  add(texts: Iterable<string>): void {
    for (const text of texts) {
      this.#addForm(text);
      this.#addForm(JSON.stringify(text).slice(1, -1));
    }
  }

  #addForm(text: string): void {
    if (text.trim().length < SHORTEST_SECRET || this.#texts.has(text)) return;
    this.#texts.add(text);
    const index = this.#indexes.find(({ length }) => length <= text.length);
    const prefix = text.slice(0, index?.length);
    const known = index?.byPrefix.get(prefix);
    if (known) known.push(text);
    else index?.byPrefix.set(prefix, [text]);
  }

  /** The text with `[secret]` in place of everything secret; of two secrets that begin at one place the longer counts. */
  apply(text: string): string {
    let masked = "";
    let from = 0;
    for (let at = 0; at + SHORTEST_SECRET <= text.length; at++) {
      const length = this.#secretLengthAt(text, at);
      if (length === 0) continue;
      masked += text.slice(from, at) + HIDDEN;
      from = at + length;
      at = from - 1;
    }
    return masked + text.slice(from);
  }

  #secretLengthAt(text: string, at: number): number {
    let longest = 0;
    for (const { length, byPrefix } of this.#indexes) {
      if (byPrefix.size === 0) continue;
      for (const secret of byPrefix.get(text.slice(at, at + length)) ?? []) {
        if (secret.length > longest && text.startsWith(secret, at)) longest = secret.length;
      }
    }
    return longest;
  }
}

/**
 * Keeps secret texts out of everything that is printed.
 * @module
 */
import { HIDDEN } from "pulumi-storage-access-engine/secrets";

/** Shorter texts are not hidden, as in the Pulumi CLI: "1" or "no" stand in every second line for other reasons. */
const SHORTEST_SECRET = 3;

/** A growing set of secret texts, and the filter that hides them. */
export class SecretMask {
  readonly #texts = new Set<string>();
  #pattern: RegExp | undefined;

  /** Hides these texts from now on, as they are and as they stand in JSON. */
  add(texts: Iterable<string>): void {
    const known = this.#texts.size;
    for (const text of texts) {
      for (const form of [text, JSON.stringify(text).slice(1, -1)]) {
        if (form.trim().length >= SHORTEST_SECRET) this.#texts.add(form);
      }
    }
    if (this.#texts.size !== known) this.#pattern = undefined;
  }

  /** The text with `[secret]` in place of everything secret; of two secrets in one place the longer one counts. */
  apply(text: string): string {
    if (this.#texts.size === 0) return text;
    this.#pattern ??= new RegExp(
      [...this.#texts]
        .sort((a, b) => b.length - a.length)
        .map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join("|"),
      "g",
    );
    return text.replace(this.#pattern, HIDDEN);
  }
}

/**
 * Secret texts, and the filter that keeps them out of what is printed: the provider's messages and the command-line's
 * output pass the same one.
 * @module
 */

/** What stands where a secret stood. */
export const MASK = "[secret]";

/** Shorter texts are not masked, as in the Pulumi CLI: "1" or "no" stand in every second line for other reasons. */
const SHORTEST_SECRET = 3;

/** So many leading characters give a secret away: whoever cut the rest off, a proxy or a service, did not mask first. */
const TELLING_BEGINNING = 12;

/** A line of a secret of several lines is secret on its own from this length on: logs take texts apart at line ends. */
const SHORTEST_LINE = 8;

/**
 * By how many leading characters secrets are looked up, longest first: with an index the filter stays fast in stacks
 * of thousands of secrets.
 */
const PREFIX_LENGTHS = [TELLING_BEGINNING, 6, SHORTEST_SECRET];

/** At which ends a text was cut before it was masked: the half of a secret may stand there. */
export interface Cut {
  readonly start?: boolean;
  readonly end?: boolean;
}

/** A growing set of secret texts, and the filter that hides them. */
export class SecretMask {
  readonly #forms = new Set<string>();
  #longest = 0;
  /** For each length of {@link PREFIX_LENGTHS} the forms by their beginning. */
  readonly #indexes = PREFIX_LENGTHS.map((length) => ({
    length,
    byPrefix: new Map<string, string[]>(),
  }));

  /** Hides these texts from now on, in each form in which they travel. */
  add(texts: Iterable<string>): void {
    for (const text of texts) {
      if (this.#forms.has(text)) continue;
      for (const form of formsOf(text)) this.#addForm(form);
    }
  }

  #addForm(form: string): void {
    if (form.trim().length < SHORTEST_SECRET || this.#forms.has(form)) return;
    this.#forms.add(form);
    this.#longest = Math.max(this.#longest, form.length);
    const index = this.#indexes.find(({ length }) => length <= form.length);
    const prefix = form.slice(0, index?.length);
    const known = index?.byPrefix.get(prefix);
    if (known) known.push(form);
    else index?.byPrefix.set(prefix, [form]);
  }

  /** The text with `[secret]` in place of everything secret. Overlapping secrets are masked as one: no part of any stays. */
  apply(text: string, cut: Cut = {}): string {
    if (this.#forms.size === 0) return text;
    const isSecret = new Uint8Array(text.length);
    if (cut.start) isSecret.fill(1, 0, this.#longest);
    if (cut.end) isSecret.fill(1, Math.max(0, text.length - this.#longest));
    for (let at = 0; at + SHORTEST_SECRET <= text.length; at += 1) {
      isSecret.fill(1, at, at + this.#secretLengthAt(text, at));
    }
    let masked = "";
    for (let from = 0; from < text.length;) {
      const to = endOfRun(isSecret, from);
      masked += isSecret[from] === 1 ? MASK : text.slice(from, to);
      from = to;
    }
    return masked;
  }

  #secretLengthAt(text: string, at: number): number {
    let longest = 0;
    for (const { length, byPrefix } of this.#indexes) {
      if (byPrefix.size === 0) continue;
      for (const form of byPrefix.get(text.slice(at, at + length)) ?? []) {
        const shared = sharedLength(form, text, at);
        const isTold = shared === form.length || length === TELLING_BEGINNING;
        if (isTold) longest = Math.max(longest, shared);
      }
    }
    return longest;
  }
}

/** The forms in which a text travels: plain, URL-encoded, inside JSON text, base64, and its single lines. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text, "utf8");
  const base64 = bytes.toString("base64");
  // Half a surrogate pair cannot be encoded; as bytes it is a replacement character.
  const encoded = encodeURIComponent(bytes.toString("utf8"));
  const lines = text.split(/\r?\n/).filter((line) => line.trim().length >= SHORTEST_LINE);
  return [
    text,
    text.toLowerCase(),
    text.toUpperCase(),
    encoded,
    encoded.replace(/%20/g, "+"),
    JSON.stringify(text).slice(1, -1),
    base64,
    base64.replace(/=+$/, ""),
    bytes.toString("base64url"),
    ...lines,
  ];
}

function sharedLength(form: string, text: string, at: number): number {
  let shared = 0;
  while (shared < form.length && form[shared] === text[at + shared]) shared += 1;
  return shared;
}

function endOfRun(isSecret: Uint8Array, from: number): number {
  let to = from + 1;
  while (to < isSecret.length && isSecret[to] === isSecret[from]) to += 1;
  return to;
}

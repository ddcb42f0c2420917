/**
 * Keeps secrets out of every message: one registry a process, which each error and each log line passes.
 * @module
 */

/** What stands where a secret stood. */
export const MASK = "[secret]";

/** Shorter values are not masked: they would blot out ordinary words, and are no secrets in practice. */
const SHORTEST_SECRET_LENGTH = 4;

/** Texts that are secret by their shape, whoever sent them: the part after the first group is masked. */
const SECRET_SHAPES: readonly RegExp[] = [
  /(\b(?:x-auth-token|x-session-token|(?:proxy-)?authorization)\b["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi,
  /(\bX-Amz-(?:Signature|Security-Token)=)[^&\s"']+/gi,
  /(\bSignature=)[0-9a-f]{16,}/gi,
];

interface Registry {
  readonly texts: Set<string>;
  /** The texts, longest first, so that no secret is left in part because another is its beginning. */
  ordered: readonly string[] | undefined;
}

const REGISTRY = Symbol.for("pulumi-storage-access.secrets");

/** One registry even where two copies of the package are loaded. */
function registry(): Registry {
  const holder = globalThis as { [REGISTRY]?: Registry | undefined };
  holder[REGISTRY] ??= { texts: new Set(), ordered: undefined };
  return holder[REGISTRY];
}

/** The forms in which a value travels: plain, URL-encoded, inside JSON text, base64. */
function forms(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  const base64 = bytes.toString("base64");
  return [
    value,
    value.toLowerCase(),
    value.toUpperCase(),
    encodeURIComponent(value),
    encodeURIComponent(value).replace(/%20/g, "+"),
    JSON.stringify(value).slice(1, -1),
    base64,
    base64.replace(/=+$/, ""),
    bytes.toString("base64url"),
  ];
}

/**
 * Makes a value unspeakable: from now on {@link redact} masks it in each of its usual forms.
 * Values of fewer than four characters are ignored.
 */
export function registerSecret(value: string): void {
  if (value.length < SHORTEST_SECRET_LENGTH) return;
  const { texts } = registry();
  if (texts.has(value)) return;
  for (const form of forms(value)) texts.add(form);
  registry().ordered = undefined;
}

/** The text with every registered secret, and everything shaped like an authorization header, masked. */
export function redact(text: string): string {
  const known = registry();
  known.ordered ??= [...known.texts].sort((left, right) => right.length - left.length);
  let clean = text;
  for (const secret of known.ordered) {
    if (clean.includes(secret)) clean = clean.replaceAll(secret, MASK);
  }
  for (const shape of SECRET_SHAPES) clean = clean.replace(shape, `$1${MASK}`);
  return clean;
}

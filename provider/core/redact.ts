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

const REGISTRY = Symbol.for("pulumi-storage-access.secrets");

/** One registry even where two copies of the package are loaded. */
function registry(): Set<string> {
  const holder = globalThis as { [REGISTRY]?: Set<string> | undefined };
  holder[REGISTRY] ??= new Set();
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
  const known = registry();
  if (known.has(value)) return;
  for (const form of forms(value)) known.add(form);
}

/** The text with every registered secret, and everything shaped like an authorization header, masked. */
export function redact(text: string): string {
  let clean = maskRegistered(text);
  for (const shape of SECRET_SHAPES) clean = clean.replace(shape, `$1${MASK}`);
  return clean;
}

/** Marks first and masks then, so that no secret stays in part because another one overlaps it. */
function maskRegistered(text: string): string {
  const isSecret = new Uint8Array(text.length);
  for (const secret of registry()) {
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
      isSecret.fill(1, at, at + secret.length);
    }
  }
  let masked = "";
  for (let at = 0; at < text.length; at += 1) {
    if (isSecret[at] !== 1) masked += text[at] ?? "";
    else if (isSecret[at - 1] !== 1) masked += MASK;
  }
  return masked;
}

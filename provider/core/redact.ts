/**
 * Keeps secrets out of every message: one registry a process, which each error and each log line passes.
 * @module
 */
import { MASK, SecretMask, type Cut } from "./secret-mask";

/** Texts that are secret by their shape, whoever sent them: the part after the first group is masked. */
const SECRET_SHAPES: readonly RegExp[] = [
  /(\b(?:x-auth-token|x-session-token|(?:proxy-)?authorization)\b["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi,
  /(\bX-Amz-(?:Signature|Security-Token)=)[^&\s"']+/gi,
  /(\bSignature=)[0-9a-f]{16,}/gi,
];

const REGISTRY = Symbol.for("pulumi-storage-access.secret-mask");

/** One registry even where two copies of the package are loaded. */
function registry(): SecretMask {
  const holder = globalThis as { [REGISTRY]?: SecretMask | undefined };
  return (holder[REGISTRY] ??= new SecretMask());
}

/**
 * Makes a value unspeakable: from now on {@link redact} masks it in each of its usual forms.
 * Values of fewer than three characters are ignored.
 */
export function registerSecret(value: string): void {
  registry().add([value]);
}

/**
 * The text with every registered secret, and everything shaped like an authorization header, masked.
 * @param cut at which ends the text was cut before: what may be half a secret there is masked, too
 */
export function redact(text: string, cut: Cut = {}): string {
  let clean = registry().apply(text, cut);
  for (const shape of SECRET_SHAPES) clean = clean.replace(shape, `$1${MASK}`);
  return clean;
}

/** How much of a text is looked at: an answer may be as long as the service likes. */
const LONGEST_LOOK = 65_536;

/** The beginning of a text on one line, masked before it is cut. */
export function redactedBeginning(text: string, characters: number): string {
  const line = redact(text.slice(0, LONGEST_LOOK), { end: text.length > LONGEST_LOOK })
    .trim()
    .replace(/\s+/g, " ");
  return line.length > characters ? `${line.slice(0, characters)}...` : line;
}

/** The end of a text that is told piece by piece, masked before it is cut. */
export class RedactedEnd {
  #text = "";
  #isCut = false;

  add(piece: string): void {
    const whole = this.#text + piece;
    this.#isCut ||= whole.length > LONGEST_LOOK;
    this.#text = whole.slice(-LONGEST_LOOK);
  }

  /** The last characters, without blanks around them. */
  last(characters: number): string {
    return redact(this.#text, { start: this.#isCut }).trim().slice(-characters);
  }
}

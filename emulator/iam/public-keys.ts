/**
 * SSH public keys: read, stripped of their comment, and their fingerprints.
 * @module
 */
import { createHash } from "node:crypto";
import { invalidArgument } from "../gateway/errors";

/** A public key as the service keeps it. */
export interface PublicKey {
  /** Type and key, without a comment. */
  readonly text: string;
  /** Such as `256 MD5:fd:2d:...:7d (ssh-ed25519)`. */
  readonly fingerprint: string;
}

/** Bits of the types whose size never varies. */
const FIXED_BITS: Readonly<Record<string, number>> = {
  "ssh-ed25519": 256,
  "sk-ssh-ed25519@openssh.com": 256,
  "ecdsa-sha2-nistp256": 256,
  "sk-ecdsa-sha2-nistp256@openssh.com": 256,
  "ecdsa-sha2-nistp384": 384,
  "ecdsa-sha2-nistp521": 521,
};

/** Which part of the key holds the number whose length is the size: an RSA modulus, a DSA prime. */
const SIZING_PARTS: Readonly<Record<string, number>> = { "ssh-rsa": 2, "ssh-dss": 1 };

/**
 * Reads a line of the form `type key comment`.
 * @throws ApiError 400 for anything else
 */
export function publicKeyFrom(line: string): PublicKey {
  const [type = "", encoded = ""] = line.trim().split(/\s+/);
  if (encoded === "") throw refusal("Invalid SSH public key");
  const wrong = encoded.replace(/=+$/, "").search(/[^A-Za-z0-9+/]/);
  if (wrong !== -1) {
    throw refusal(`invalid key format: illegal base64 data at input byte ${wrong}`);
  }
  const blob = Buffer.from(encoded, "base64");
  const parts = partsOf(blob);
  const bits = bitsOf(type, parts);
  if (parts[0]?.toString("latin1") !== type || bits === undefined) {
    throw refusal("Invalid SSH public key");
  }
  const digest = createHash("md5").update(blob).digest("hex").match(/../g)?.join(":") ?? "";
  return { text: `${type} ${encoded}`, fingerprint: `${bits} MD5:${digest} (${type})` };
}

/** The parts of a key, each behind its length; what is cut off has no parts at all. */
function partsOf(blob: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < blob.length;) {
    const start = at + 4;
    const end = start <= blob.length ? start + blob.readUInt32BE(at) : Infinity;
    if (end > blob.length) return [];
    parts.push(blob.subarray(start, end));
    at = end;
  }
  return parts;
}

function bitsOf(type: string, parts: readonly Buffer[]): number | undefined {
  const fixed = FIXED_BITS[type];
  if (fixed !== undefined) return parts.length > 1 ? fixed : undefined;
  const number = parts[SIZING_PARTS[type] ?? parts.length];
  return number && BigInt(`0x0${number.toString("hex")}`).toString(2).length;
}

function refusal(helpMessage: string): Error {
  return invalidArgument("public_key", "format", helpMessage);
}

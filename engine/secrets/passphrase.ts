/**
 * Pulumi's passphrase secrets provider: a key derived from a passphrase and a salt, and texts sealed with it.
 * What it writes the official CLI opens, and the other way round.
 * @module
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  pbkdf2,
  randomBytes,
  type CipherGCM,
} from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const SALT_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What the salt's last part seals: opening it tells a right passphrase from a wrong one. */
const PROBE = "pulumi";

/** Seals and opens texts with one key. */
export interface Crypter {
  /** `v1:<salt>:<sealed probe>`, as `encryptionsalt` and the state's secrets provider have it. */
  readonly salt: string;
  /** Seals a text as `v1:<nonce>:<ciphertext and tag>`, base64; another nonce each time. */
  encrypt(plaintext: string): string;
  /** Opens what {@link Crypter.encrypt} or Pulumi sealed; throws when the key or the text is not the right one. */
  decrypt(ciphertext: string): string;
}

/**
 * The passphrase of this environment: `PULUMI_CONFIG_PASSPHRASE`, also when empty, else the first line of the
 * file that `PULUMI_CONFIG_PASSPHRASE_FILE` names. Throws an error naming both when neither is set.
 */
export async function readPassphrase(environment: NodeJS.ProcessEnv): Promise<string> {
  const passphrase = environment["PULUMI_CONFIG_PASSPHRASE"];
  if (passphrase !== undefined) return passphrase;
  const file = environment["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (file === undefined || file === "") {
    throw new Error(
      "No passphrase: the stack's secrets are sealed with one. Set PULUMI_CONFIG_PASSPHRASE to it, " +
        "or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it.",
    );
  }
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    throw new Error(
      `The passphrase file ${file}, named by PULUMI_CONFIG_PASSPHRASE_FILE, cannot be read. ` +
        "Correct the path, or set PULUMI_CONFIG_PASSPHRASE.",
      { cause: error },
    );
  }
}

/** A crypter with a new salt. */
export async function createCrypter(passphrase: string): Promise<Crypter> {
  const salt = randomBytes(SALT_BYTES);
  const key = await deriveKey(passphrase, salt);
  return crypterOf(key, `v1:${salt.toString("base64")}:${seal(key, PROBE)}`);
}

/** The crypter of a salt; throws when the passphrase is not the one that the salt was made with. */
export async function openCrypter(passphrase: string, salt: string): Promise<Crypter> {
  const [, encodedSalt, probe] = /^v1:([^:]+):(v1:[^:]+:[^:]+)$/.exec(salt) ?? [];
  if (encodedSalt === undefined || probe === undefined) {
    throw new Error(
      `The encryption salt "${salt}" is not of the form v1:<salt>:v1:<nonce>:<ciphertext>. ` +
        "Restore encryptionsalt in Pulumi.<stack>.yaml, or the stack's file, from a backup.",
    );
  }
  const key = await deriveKey(passphrase, Buffer.from(encodedSalt, "base64"));
  let opened: string | undefined;
  try {
    opened = open(key, probe);
  } catch {
    // A key that opens nothing is what a wrong passphrase looks like: reported below.
  }
  if (opened !== PROBE) {
    throw new Error(
      "The passphrase does not open this stack's secrets. Set PULUMI_CONFIG_PASSPHRASE (or the file " +
        "named by PULUMI_CONFIG_PASSPHRASE_FILE) to the one that the stack was made with.",
    );
  }
  return crypterOf(key, salt);
}

function crypterOf(key: Buffer, salt: string): Crypter {
  return {
    salt,
    encrypt: (plaintext) => seal(key, plaintext),
    decrypt: (ciphertext) => open(key, ciphertext),
  };
}

const derivedKeys = new Map<string, Promise<Buffer>>();

/** Derives a key once a process: a million rounds take about a fifth of a second. */
function deriveKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  const name = createHash("sha256").update(salt).update("\0").update(passphrase).digest("hex");
  let key = derivedKeys.get(name);
  if (key === undefined) {
    key = promisify(pbkdf2)(passphrase, salt, ITERATIONS, KEY_BYTES, "sha256");
    derivedKeys.set(name, key);
  }
  return key;
}

function seal(key: Buffer, plaintext: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher: CipherGCM = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([
    cipher.update(plaintext, "utf8"),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

function open(key: Buffer, ciphertext: string): string {
  const [version, nonce, encoded] = ciphertext.split(":");
  const sealed = Buffer.from(encoded ?? "", "base64");
  if (version !== "v1" || nonce === undefined || sealed.length < TAG_BYTES) {
    throw new Error(
      "A secret's ciphertext is not of the form v1:<nonce>:<ciphertext>: the file it stands in is damaged. " +
        "Restore it from a backup.",
    );
  }
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return (
    decipher.update(sealed.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8")
  );
}

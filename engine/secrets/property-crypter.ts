/**
 * Seals and opens the secrets of whole property trees, and gives an unchanged secret its old ciphertext again,
 * so that a state that did not change is the same text.
 * @module
 */
import type { PropertyMap, PropertyValue, ResourceState } from "../state/types";
import type { Crypter } from "./passphrase";
import { isPropertyMap, mapSecrets, SECRET_SIGNATURE, secretOf, SIGNATURE_KEY } from "./signature";

/** Seals and opens resources and property values. */
export class PropertyCrypter {
  readonly #crypter: Crypter;
  /** By place, not by text: two equal secrets at two places must not look equal in a file. */
  readonly #sealed = new Map<string, { plaintext: string; ciphertext: string }>();

  constructor(crypter: Crypter) {
    this.#crypter = crypter;
  }

  /** The salt of the key, for the state's secrets provider. */
  get salt(): string {
    return this.#crypter.salt;
  }

  /** The value with its secrets sealed. `place` says where it stands, such as a URN and "inputs". */
  encrypt(value: PropertyValue, place: string): PropertyValue {
    return mapSecrets(value, (secret, at) => this.#seal(secret, at), place);
  }

  /** The value with its secrets in clear. Throws when one of them does not open. */
  decrypt(value: PropertyValue, place: string): PropertyValue {
    return mapSecrets(value, (secret, at) => this.#open(secret, at), place);
  }

  /** A copy of the resource with sealed secrets. */
  encryptResource(resource: ResourceState): ResourceState {
    return mapProperties(resource, (value, place) => this.encrypt(value, place));
  }

  /** A copy of the resource with its secrets in clear. */
  decryptResource(resource: ResourceState): ResourceState {
    return mapProperties(resource, (value, place) => this.decrypt(value, place));
  }

  #seal(secret: PropertyMap, place: string): PropertyValue {
    if (secret["ciphertext"] !== undefined) return secret;
    const plaintext = canonicalText(this.encrypt(secret["value"] ?? null, place));
    const known = this.#sealed.get(place);
    if (known?.plaintext === plaintext) return sealedSecret(known.ciphertext);
    const ciphertext = this.#crypter.encrypt(plaintext);
    this.#sealed.set(place, { plaintext, ciphertext });
    return sealedSecret(ciphertext);
  }

  #open(secret: PropertyMap, place: string): PropertyValue {
    const { plaintext, ciphertext } = secret;
    if (typeof plaintext === "string") {
      return secretOf(this.decrypt(JSON.parse(plaintext) as PropertyValue, place));
    }
    if (typeof ciphertext !== "string") return secret;
    let opened: string;
    try {
      opened = this.#crypter.decrypt(ciphertext);
    } catch (error) {
      throw new Error(
        `The secret at ${place} in the state cannot be opened with this stack's key. ` +
          "Restore the stack's file from a backup, or check that its salt is the one it was written with.",
        { cause: error },
      );
    }
    const value = JSON.parse(opened) as PropertyValue;
    this.#sealed.set(place, { plaintext: canonicalText(value), ciphertext });
    return secretOf(this.decrypt(value, place));
  }
}

function sealedSecret(ciphertext: string): PropertyMap {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, ciphertext };
}

function mapProperties(
  resource: ResourceState,
  map: (value: PropertyValue, place: string) => PropertyValue,
): ResourceState {
  const copy = { ...resource };
  if (resource.inputs) copy.inputs = map(resource.inputs, `${resource.urn} inputs`) as PropertyMap;
  if (resource.outputs) {
    copy.outputs = map(resource.outputs, `${resource.urn} outputs`) as PropertyMap;
  }
  return copy;
}

/** JSON with sorted keys, as Pulumi writes the plaintext of a secret: equal values, equal texts. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_name, part: PropertyValue) =>
    isPropertyMap(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * Secrets of a stack: the passphrase provider, and values that hold secrets.
 * @module
 */
export { createCrypter, openCrypter, readPassphrase, type Crypter } from "./passphrase";
export { canonicalText, PropertyCrypter } from "./property-crypter";
export {
  HIDDEN,
  hideSecrets,
  isSecret,
  mapSecrets,
  revealSecrets,
  SECRET_SIGNATURE,
  secretOf,
  secretTexts,
  SIGNATURE_KEY,
} from "./signature";

/**
 * Words for tools around the resources: the parts of what a client signs with, and the nearest word. No program needs it,
 * and it brings nothing of Pulumi along.
 * @module
 */
export { signingPartsOf, type SigningName } from "./access/access-key";
export { nearest } from "./core/nearest";
export { MASK, SecretMask } from "./core/secret-mask";

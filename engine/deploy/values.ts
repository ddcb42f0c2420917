/**
 * Property values as Pulumi's wire and state have them: signatures for secrets, the text that stands for a value
 * not known yet, and what an engine does with both.
 * @module
 */
import type { PropertyMap, PropertyValue } from "../state/types";

/** An object with named property values. */
export type PropertyObject = Record<string, PropertyValue>;

/** The key that marks an object as something else than a plain object. */
export const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
/** The signature of a secret: `{ [SIGNATURE_KEY]: SECRET_SIGNATURE, value }`. */
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
/** The signature of a value with its dependencies: `{ [SIGNATURE_KEY]: ..., value?, secret?, dependencies? }`. */
export const OUTPUT_VALUE_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** What stands for a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The signature of a reference to a resource: `{ [SIGNATURE_KEY]: ..., urn, id?, packageVersion }`. */
export const RESOURCE_REFERENCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";

/** Whether a value is an object, with or without a signature. */
export function isObject(value: PropertyValue | undefined): value is PropertyObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a secret. */
export function isSecret(value: PropertyValue | undefined): boolean {
  return isObject(value) && value[SIGNATURE_KEY] === SECRET_SIGNATURE;
}

/** Marks a value as secret, once. */
export function secret(value: PropertyValue): PropertyValue {
  return isSecret(value) ? value : { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** Whether a secret is anywhere within a value. */
export function containsSecret(value: PropertyValue | undefined): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(containsSecret);
  return isObject(value) && Object.values(value).some(containsSecret);
}

/** Secrets and values with dependencies, bare: what a provider that takes no signatures gets. */
export function stripSecrets(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(stripSecrets);
  if (!isObject(value)) return value;
  if (value[SIGNATURE_KEY] === SECRET_SIGNATURE) return stripSecrets(value["value"] ?? null);
  if (value[SIGNATURE_KEY] === OUTPUT_VALUE_SIGNATURE) {
    return value["value"] === undefined ? UNKNOWN : stripSecrets(value["value"]);
  }
  return mapValues(value, stripSecrets);
}

/** `stripSecrets` for named values. */
export function stripMap(values: PropertyMap): PropertyMap {
  return mapValues(values, stripSecrets);
}

/** Leaves out what is not known, at any depth: outside a preview a provider gets known values only. */
export function dropUnknowns(values: PropertyMap): PropertyMap {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== UNKNOWN)
      .map(([key, value]) => [key, dropUnknown(value)]),
  );
}

function dropUnknown(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.filter((item) => item !== UNKNOWN).map(dropUnknown);
  return isObject(value) ? dropUnknowns(value) : value;
}

/**
 * Marks in `values`, which a provider answered bare, what was secret in `source`: same-named properties, objects
 * property by property, an array as a whole if a secret is anywhere in it.
 */
export function markSecrets(values: PropertyMap, source: PropertyMap): PropertyMap {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, markSecret(value, source[key])]),
  );
}

function markSecret(value: PropertyValue, source: PropertyValue | undefined): PropertyValue {
  if (source === undefined || isSecret(value)) return value;
  if (isSecret(source)) return secret(value);
  if (isObject(value) && isObject(source)) return markSecrets(value, source);
  return Array.isArray(value) && Array.isArray(source) && containsSecret(source)
    ? secret(value)
    : value;
}

/** References to resources as the state has them: with a version of the package, which programs do not send. */
export function completeReferences(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(completeReferences);
  if (!isObject(value)) return value;
  return value[SIGNATURE_KEY] === RESOURCE_REFERENCE_SIGNATURE
    ? { packageVersion: "", ...value }
    : mapValues(value, completeReferences);
}

/** A map with every value replaced. */
export function mapValues<From, To>(
  values: Record<string, From>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

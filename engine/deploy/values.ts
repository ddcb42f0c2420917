/**
 * Property values on their way between programs, providers and the state: what is secret, what is not known yet.
 * @module
 */
import {
  isPropertyMap,
  isSecret,
  revealSecrets,
  secretOf,
  SIGNATURE_KEY,
} from "../secrets/signature";
import type { PropertyMap, PropertyValue } from "../state/types";

/** What stands for a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const RESOURCE_REFERENCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";

/** Whether a secret is anywhere within a value. */
export function containsSecret(value: PropertyValue | undefined): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(containsSecret);
  return isPropertyMap(value) && Object.values(value).some(containsSecret);
}

/** Values without the marks of secrets: what a provider gets. */
export function revealMap(values: PropertyMap): PropertyMap {
  return mapValues(values, revealSecrets);
}

/** Marks a value as secret, once. */
export function secret(value: PropertyValue): PropertyValue {
  return isSecret(value) ? value : secretOf(value);
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
  return isPropertyMap(value) ? dropUnknowns(value) : value;
}

/**
 * Marks in `values`, which a provider answered bare, what was secret in `source`: same-named properties, objects
 * property by property, an array as a whole if a secret is anywhere in it.
 */
export function markSecrets(values: PropertyMap, source: PropertyMap): PropertyMap {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, markSecret(value, own(source, key))]),
  );
}

function markSecret(value: PropertyValue, source: PropertyValue | undefined): PropertyValue {
  if (source === undefined || isSecret(value)) return value;
  if (isSecret(source)) return secret(value);
  if (isPropertyMap(value) && isPropertyMap(source)) return markSecrets(value, source);
  return Array.isArray(value) && Array.isArray(source) && containsSecret(source)
    ? secret(value)
    : value;
}

/** References to resources as the state has them: with a version of the package, which programs do not send. */
export function completeReferences(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(completeReferences);
  if (!isPropertyMap(value)) return value;
  return value[SIGNATURE_KEY] === RESOURCE_REFERENCE_SIGNATURE
    ? { packageVersion: "", ...value }
    : mapValues(value, completeReferences);
}

/** Values with plain ids, or URNs of components, in place of references to resources: what policies get. */
export function plainReferences(values: PropertyMap): PropertyMap {
  return mapValues(values, plainReference);
}

function plainReference(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(plainReference);
  if (!isPropertyMap(value)) return value;
  if (value[SIGNATURE_KEY] !== RESOURCE_REFERENCE_SIGNATURE) return plainReferences(value);
  const { id, urn = null } = value;
  return id === undefined ? urn : id === "" ? UNKNOWN : id;
}

/** A property of an object, and none that every object has, such as `valueOf`. */
export function own(values: PropertyMap, key: string): PropertyValue | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** A map with every value replaced. */
export function mapValues<From, To>(
  values: Record<string, From>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

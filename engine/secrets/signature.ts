/**
 * How Pulumi marks a secret among plain JSON values, and the walks over values that respect the mark.
 * @module
 */
import type { PropertyMap, PropertyValue } from "../state/types";

/** The key that marks an object as one of Pulumi's special values. */
export const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
/** What stands under {@link SIGNATURE_KEY} in a secret. */
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
/** What people see in place of a secret. */
export const HIDDEN = "[secret]";

/** An object that is marked as a secret. */
export type SecretValue = PropertyMap & Record<typeof SIGNATURE_KEY, typeof SECRET_SIGNATURE>;

/** True for an object of named values: neither null nor an array. */
export function isPropertyMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a secret in any of its forms: in clear (`value`), sealed (`ciphertext`) or exported (`plaintext`). */
export function isSecret(value: PropertyValue | undefined): value is SecretValue {
  return isPropertyMap(value) && value[SIGNATURE_KEY] === SECRET_SIGNATURE;
}

/** A secret in clear, as the engine holds it in memory. */
export function secretOf(value: PropertyValue): SecretValue {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/**
 * The value with every outermost secret replaced by what `replace` makes of it and of its place, a path such as
 * `/tags/0` below the given one. Parts without secrets are the same objects as before.
 */
export function mapSecrets(
  value: PropertyValue,
  replace: (secret: PropertyMap, place: string) => PropertyValue,
  place = "",
): PropertyValue {
  if (isSecret(value)) return replace(value, place);
  if (Array.isArray(value)) {
    const mapped = value.map((element, index) => mapSecrets(element, replace, `${place}/${index}`));
    return mapped.some((element, index) => element !== value[index]) ? mapped : value;
  }
  if (!isPropertyMap(value)) return value;
  const changed: PropertyMap = {};
  let isChanged = false;
  for (const [name, element] of Object.entries(value)) {
    const replaced = mapSecrets(element, replace, `${place}/${name}`);
    if (replaced === element) continue;
    changed[name] = replaced;
    isChanged = true;
  }
  return isChanged ? { ...value, ...changed } : value;
}

/** The value with {@link HIDDEN} in place of every secret. */
export function hideSecrets(value: PropertyValue): PropertyValue {
  return mapSecrets(value, () => HIDDEN);
}

/** The value with every secret in clear replaced by what it holds. */
export function revealSecrets(value: PropertyValue): PropertyValue {
  return mapSecrets(value, (secret) => revealSecrets(secret["value"] ?? null));
}

/** Every text that stands in a secret of the value, for a filter that keeps them out of what is printed. */
export function secretTexts(value: PropertyValue): string[] {
  const texts: string[] = [];
  mapSecrets(value, (secret) => {
    collectTexts(secret["value"] ?? null, texts);
    return secret;
  });
  return texts;
}

function collectTexts(value: PropertyValue, texts: string[]): void {
  if (typeof value === "string") texts.push(value);
  else if (typeof value === "number") texts.push(String(value));
  else if (Array.isArray(value)) value.forEach((element) => collectTexts(element, texts));
  else if (isSecret(value)) collectTexts(value["value"] ?? null, texts);
  else if (isPropertyMap(value)) Object.values(value).forEach((one) => collectTexts(one, texts));
}

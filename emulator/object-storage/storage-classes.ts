/**
 * The storage classes, from the one for what is read often to the one for what is hardly ever read.
 * @module
 */

/** What an object has that was given none. */
export const DEFAULT_STORAGE_CLASS = "STANDARD";

const STORAGE_CLASSES: readonly string[] = [DEFAULT_STORAGE_CLASS, "ONEZONE_IA", "GLACIER"];

/** Where there is a GLACIER. */
export const GLACIER_REGIONS: readonly string[] = ["fr-par", "nl-ams"];

/** True for the name of a storage class. */
export function isStorageClass(name: string): boolean {
  return STORAGE_CLASSES.includes(name);
}

/** True where objects move from one class to the other: never back to one for what is read more often. */
export function isColder(storageClass: string, than: string): boolean {
  return STORAGE_CLASSES.indexOf(storageClass) > STORAGE_CLASSES.indexOf(than);
}

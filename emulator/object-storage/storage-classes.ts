/**
 * The storage classes, from the one for what is read often to the one for what is hardly ever read.
 * @module
 */

/** What an object has that was given none. */
export const DEFAULT_STORAGE_CLASS = "STANDARD";

/** What must be restored before it is read. */
export const GLACIER = "GLACIER";

const STORAGE_CLASSES: readonly string[] = [DEFAULT_STORAGE_CLASS, "ONEZONE_IA", GLACIER];

/** Where there is a GLACIER. */
const GLACIER_REGIONS: readonly string[] = ["fr-par", "nl-ams"];

/** True for the name of a storage class. */
export function isStorageClass(name: string): boolean {
  return STORAGE_CLASSES.includes(name);
}

/** True for the name of a storage class that there is in that region. */
export function isOffered(name: string, region: string): boolean {
  return isStorageClass(name) && (name !== GLACIER || GLACIER_REGIONS.includes(region));
}

/** True where objects move from one class to the other: never back to one for what is read more often. */
export function isColder(storageClass: string, than: string): boolean {
  return STORAGE_CLASSES.indexOf(storageClass) > STORAGE_CLASSES.indexOf(than);
}

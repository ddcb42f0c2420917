/**
 * Names of the service that programs write, for editors to complete. Newer ones than these may be given as well.
 * @module
 */
import type { KnownPermissionSetName } from "pulumi-storage-access-catalog";

/** A region, such as `fr-par`. The last member stands for newer ones: editors would list no names beside `string`. */
export type Region = "fr-par" | "nl-ams" | "pl-waw" | "it-mil" | (string & Record<never, never>);

/** The regions that have Object Storage. */
export const REGIONS: readonly Region[] = ["fr-par", "nl-ams", "pl-waw", "it-mil"];

/** A permission set, such as `ObjectStorageReadOnly`; `getPermissionSets` lists those that the service has now. */
export type PermissionSetName = KnownPermissionSetName | (string & Record<never, never>);

/** A region is six characters long: up to so many that are wrong are a slip, and not a region that is new. */
const SLIP = 2;

/** The region that is meant by one that is not known, where it is nearly that; undefined otherwise. */
export function regionMeantBy(value: string): string | undefined {
  if (REGIONS.some((known) => known === value)) return undefined;
  return REGIONS.find(
    (known) => Array.from(known).filter((letter, place) => letter !== value[place]).length <= SLIP,
  );
}

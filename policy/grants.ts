/**
 * Rules of IAM policies, and what the catalog says of permission sets.
 * @module
 */
import { permissionSets, type ScopeType } from "pulumi-storage-access-catalog";
import type { Declared } from "./declared";
import type { Place } from "./place";

const scopeTypes = new Map(permissionSets.map(({ name, scope_type }) => [name, scope_type]));

/** The names of all permission sets of the catalog. */
export const setNames: readonly string[] = [...scopeTypes.keys()];

/** Where a permission set can be given; undefined for one that the catalog does not know. */
export const scopeTypeOf = (name: string): ScopeType | undefined => scopeTypes.get(name);

/** True for a permission set of Object Storage. */
export const isStorageSet = (name: string): boolean => name.startsWith("ObjectStorage");

/** Sets whose holders can give themselves everything. */
export const ADMIN_SETS: readonly string[] = ["IAMManager", "OrganizationManager"];

/** One permission set of one rule of a policy. */
export interface GrantedSet {
  readonly rule: Place;
  readonly set: Place;
}

/** The rules of a policy. */
export const rulesOf = (policy: Declared): Place[] => policy.at("rules").items();

/** Every permission set of every rule of a policy. */
export function* grantedSets(policy: Declared): Iterable<GrantedSet> {
  for (const rule of rulesOf(policy)) {
    // A list that is not known yet is one subject that nobody can tell about; the rules after it are looked at.
    const names = rule.at("permissionSetNames");
    if (names.isUnknown) yield { rule, set: names };
    else for (const set of names.items()) yield { rule, set };
  }
}

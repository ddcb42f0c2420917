/**
 * Levels of access to the objects of a Project, as permission sets.
 * @module
 */

/**
 * What may be done:
 * - `read`: look at buckets, list and read objects
 * - `write`: write objects, and nothing else: not even see what is there
 * - `readWrite`: both, and remove objects, without which uploads in parts cannot be given up
 * - `full`: everything about buckets and objects, but for bucket policies
 */
export type AccessLevel = "read" | "write" | "readWrite" | "full";

const READ = ["ObjectStorageBucketsRead", "ObjectStorageObjectsRead"] as const;
const WRITE = ["ObjectStorageObjectsWrite"] as const;

const PERMISSION_SETS: Readonly<Record<AccessLevel, readonly string[]>> = {
  read: READ,
  write: WRITE,
  readWrite: [...READ, ...WRITE, "ObjectStorageObjectsDelete"],
  full: ["ObjectStorageFullAccess"],
};

/** By which operation a level is proven; writing alone cannot be proven without writing. */
const PROOFS: Readonly<Record<AccessLevel, string>> = {
  read: "ListObjectsV2",
  write: "PutObject",
  readWrite: "ListObjectsV2",
  full: "ListObjectsV2",
};

/**
 * The least permission sets that give a level.
 * @throws Error for a word that is no level
 */
export function permissionSetsOf(level: AccessLevel): string[] {
  return [...ofLevel(PERMISSION_SETS, level)];
}

/** The operation that proves a level; see `EffectiveAccess`. */
export function proofOf(level: AccessLevel): string {
  return ofLevel(PROOFS, level);
}

function ofLevel<T>(table: Readonly<Record<AccessLevel, T>>, level: AccessLevel): T {
  if (Object.hasOwn(table, level)) return table[level];
  const levels = Object.keys(table).join(", ");
  throw new Error(`access: ${JSON.stringify(level)} is not allowed: it must be one of ${levels}`);
}

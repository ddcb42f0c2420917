/**
 * The typed client of Object Storage: buckets of one Project in one region. One file a sub-resource.
 * @module
 */
import {
  createBucket,
  deleteBucket,
  headBucket,
  listBuckets,
  type ListedBucket,
} from "./object-storage/buckets";
import type { StorageConnection } from "./object-storage/connection";
import { emptyBucket, isEmpty } from "./object-storage/emptying";
import {
  getObjectLock,
  setDefaultRetention,
  type DefaultRetention,
  type ObjectLock,
} from "./object-storage/object-lock";
import { getTags, setTags } from "./object-storage/tags";
import { getVersioning, setVersioning, type Versioning } from "./object-storage/versioning";

export { storageConnection } from "./object-storage/connection";
export type { ListedBucket } from "./object-storage/buckets";
export type { DefaultRetention, ObjectLock } from "./object-storage/object-lock";
export type { Versioning } from "./object-storage/versioning";

/** Calls on the buckets of one Project in one region. A method fails with a CloudError. */
export interface ObjectStorageClient {
  /**
   * Where the bucket is; undefined where none has that name.
   * A bucket of another Project or customer is an error of kind `denied`.
   */
  headBucket(name: string): Promise<{ readonly region: string } | undefined>;
  /** Every bucket of the Project in the region. */
  listBuckets(): Promise<ListedBucket[]>;
  /** Makes a bucket. One of that name, also one's own, is an error of kind `conflict`; a lost answer is looked into. */
  createBucket(
    name: string,
    options?: { readonly objectLock?: boolean | undefined },
  ): Promise<void>;
  /** One that is gone already is fine; one that holds something is an error of kind `conflict`. */
  deleteBucket(name: string): Promise<void>;
  getTags(name: string): Promise<Record<string, string>>;
  /** Replaces all tags. */
  setTags(name: string, tags: Readonly<Record<string, string>>): Promise<void>;
  getVersioning(name: string): Promise<Versioning>;
  setVersioning(name: string, versioning: "enabled" | "suspended"): Promise<void>;
  getObjectLock(name: string): Promise<ObjectLock>;
  /** Sets what new objects are kept by, or drops it; the bucket must have object lock, or gets it for good. */
  setDefaultRetention(name: string, retention: DefaultRetention | undefined): Promise<void>;
  /** True where the bucket holds no object, no version and no delete marker. */
  isEmpty(name: string): Promise<boolean>;
  /** Removes all objects, versions, delete markers and unfinished uploads. */
  emptyBucket(name: string): Promise<void>;
}

/** The client of one operation. */
export function objectStorageClient(connection: StorageConnection): ObjectStorageClient {
  return {
    headBucket: (name) => headBucket(connection, name),
    listBuckets: () => listBuckets(connection),
    createBucket: (name, options = {}) => createBucket(connection, name, options),
    deleteBucket: (name) => deleteBucket(connection, name),
    getTags: (name) => getTags(connection, name),
    setTags: (name, tags) => setTags(connection, name, tags),
    getVersioning: (name) => getVersioning(connection, name),
    setVersioning: (name, versioning) => setVersioning(connection, name, versioning),
    getObjectLock: (name) => getObjectLock(connection, name),
    setDefaultRetention: (name, retention) => setDefaultRetention(connection, name, retention),
    isEmpty: (name) => isEmpty(connection, name),
    emptyBucket: (name) => emptyBucket(connection, name),
  };
}

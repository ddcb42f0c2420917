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
import { getAcl, setAcl, type AclGrant, type BucketAclContent } from "./object-storage/acl";
import type { StorageConnection } from "./object-storage/connection";
import { unlessCode } from "./object-storage/missing";
import { emptyBucket, isEmpty, removeVersions } from "./object-storage/emptying";
import type { ObjectContent } from "../object-content";
import {
  deleteObject,
  describeObject,
  headObject,
  putObject,
  setObjectTags,
  type FoundObject,
  type ObjectAddress,
  type ObjectDescription,
  type Written,
} from "./object-storage/objects";
import { getObjectGrants } from "./object-storage/object-acl";
import {
  getObjectLock,
  setDefaultRetention,
  type DefaultRetention,
  type ObjectLock,
} from "./object-storage/object-lock";
import { deletePolicy, getPolicy, setPolicy } from "./object-storage/policy";
import type { BucketPolicyContent } from "./object-storage/policy-text";
import { getCors, removeCors, setCors } from "./object-storage/cors";
import {
  getEncryption,
  removeEncryption,
  setEncryption,
  type Encryption,
} from "./object-storage/encryption";
import { getLifecycle, removeLifecycle, setLifecycle } from "./object-storage/lifecycle";
import type { NestedShape } from "./object-storage/shapes";
import { getTags, setTags } from "./object-storage/tags";
import { getVersioning, setVersioning, type Versioning } from "./object-storage/versioning";
import { getWebsite, removeWebsite, setWebsite, type Website } from "./object-storage/website";

export { storageConnection } from "./object-storage/connection";
export type { AclGrant, AclGroup, BucketAclContent } from "./object-storage/acl";
export type { BucketPolicyContent, PolicyStatement } from "./object-storage/policy-text";
export type { ListedBucket } from "./object-storage/buckets";
export type { DefaultRetention, ObjectLock } from "./object-storage/object-lock";
export type { FoundObject, ObjectDescription, StorageClass } from "./object-storage/objects";
export type { Encryption } from "./object-storage/encryption";
export type { NestedShape } from "./object-storage/shapes";
export type { Website } from "./object-storage/website";
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
  /** What its policy says; undefined where it has none. */
  getPolicy(name: string): Promise<BucketPolicyContent | undefined>;
  /** Puts a policy in the place of the one before. */
  setPolicy(name: string, policy: BucketPolicyContent): Promise<void>;
  /** No policy, or no bucket, is fine. */
  deletePolicy(name: string): Promise<void>;
  getAcl(name: string): Promise<BucketAclContent>;
  /** Puts an access control list in the place of the one before. */
  setAcl(name: string, acl: BucketAclContent): Promise<void>;
  getVersioning(name: string): Promise<Versioning>;
  setVersioning(name: string, versioning: "enabled" | "suspended"): Promise<void>;
  getObjectLock(name: string): Promise<ObjectLock>;
  /** Sets what new objects are kept by, or drops it; the bucket must have object lock, or gets it for good. */
  setDefaultRetention(name: string, retention: DefaultRetention | undefined): Promise<void>;
  /** The rules of its lifecycle, named as in the AWS SDK but in camelCase; undefined where it has none. */
  getLifecycle(name: string): Promise<readonly NestedShape[] | undefined>;
  setLifecycle(name: string, rules: readonly NestedShape[]): Promise<void>;
  removeLifecycle(name: string): Promise<void>;
  /** Its rules for other origins, named as in the AWS SDK but in camelCase; undefined where it has none. */
  getCors(name: string): Promise<readonly NestedShape[] | undefined>;
  setCors(name: string, rules: readonly NestedShape[]): Promise<void>;
  removeCors(name: string): Promise<void>;
  getWebsite(name: string): Promise<Website | undefined>;
  setWebsite(name: string, website: Website): Promise<void>;
  removeWebsite(name: string): Promise<void>;
  getEncryption(name: string): Promise<Encryption | undefined>;
  setEncryption(name: string, encryption: Encryption): Promise<void>;
  removeEncryption(name: string): Promise<void>;
  /** True where the bucket holds no object, no version and no delete marker. */
  isEmpty(name: string): Promise<boolean>;
  /** Removes all objects, versions, delete markers and unfinished uploads. */
  emptyBucket(name: string): Promise<void>;
  /** The latest version; undefined where there is none. */
  headObject(object: ObjectAddress): Promise<FoundObject | undefined>;
  /** Who is granted what on an object; undefined where that is nobody but its owner. */
  getObjectGrants(object: ObjectAddress): Promise<readonly AclGrant[] | undefined>;
  /** Writes an object; large content in parts. */
  putObject(
    object: ObjectAddress,
    content: ObjectContent,
    description: ObjectDescription,
  ): Promise<Written>;
  /** Says other things about an object of at most 5 GiB whose content stays. */
  describeObject(object: ObjectAddress, description: ObjectDescription): Promise<Written>;
  /** Replaces all tags of an object. */
  setObjectTags(object: ObjectAddress, tags: Readonly<Record<string, string>>): Promise<void>;
  /** Removes an object; a bucket with versions gets a marker. One that is gone already is fine. */
  deleteObject(object: ObjectAddress): Promise<void>;
  /** Removes every version and marker of an object. One that is kept is an error of kind `conflict`. */
  deleteVersions(object: ObjectAddress): Promise<void>;
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
    getPolicy: (name) => getPolicy(connection, name),
    setPolicy: (name, policy) => setPolicy(connection, name, policy),
    deletePolicy: (name) => deletePolicy(connection, name),
    getAcl: (name) => getAcl(connection, name),
    setAcl: (name, acl) => setAcl(connection, name, acl),
    getVersioning: (name) => getVersioning(connection, name),
    setVersioning: (name, versioning) => setVersioning(connection, name, versioning),
    getObjectLock: (name) => getObjectLock(connection, name),
    setDefaultRetention: (name, retention) => setDefaultRetention(connection, name, retention),
    getLifecycle: (name) => getLifecycle(connection, name),
    setLifecycle: (name, rules) => setLifecycle(connection, name, rules),
    removeLifecycle: (name) => removeLifecycle(connection, name),
    getCors: (name) => getCors(connection, name),
    setCors: (name, rules) => setCors(connection, name, rules),
    removeCors: (name) => removeCors(connection, name),
    getWebsite: (name) => getWebsite(connection, name),
    setWebsite: (name, website) => setWebsite(connection, name, website),
    removeWebsite: (name) => removeWebsite(connection, name),
    getEncryption: (name) => getEncryption(connection, name),
    setEncryption: (name, encryption) => setEncryption(connection, name, encryption),
    removeEncryption: (name) => removeEncryption(connection, name),
    isEmpty: (name) => isEmpty(connection, name),
    emptyBucket: (name) => emptyBucket(connection, name),
    headObject: (object) => headObject(connection, object),
    getObjectGrants: (object) => getObjectGrants(connection, object),
    putObject: (object, content, description) =>
      putObject(connection, object, content, description),
    describeObject: (object, description) => describeObject(connection, object, description),
    setObjectTags: (object, tags) => setObjectTags(connection, object, tags),
    deleteObject: (object) => deleteObject(connection, object),
    deleteVersions: async (object) => {
      await unlessCode(["NoSuchBucket"], removeVersions(connection, object));
    },
  };
}

/**
 * What Object Storage remembers: buckets, versions of objects, their bodies, uploads in parts.
 * @module
 */
import type { Clock } from "../clock";
import type { Store, Table } from "../store";
import type { Acl } from "./acl-grants";
import type { ChecksumAlgorithm } from "./checksums";
import type { CorsRule } from "./cors-rules";
import type { Encryption } from "./encryption";
import type { Lifecycle } from "./lifecycle-rules";
import type { ObjectEncryption } from "./object-encryption";
import type { PolicyDocument } from "./policy-grammar";
import { SortedKeys } from "./sorted-keys";
import type { Website } from "./website";

/** A label of a bucket or an object. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** How long the versions of a bucket's new objects are kept. */
export interface DefaultRetention {
  readonly mode: Retention["mode"];
  readonly unit: "Days" | "Years";
  readonly count: number;
}

/** Until when a version cannot be deleted, and whether a right can pass over it. */
export interface Retention {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly untilMilliseconds: number;
}

/** What keeps a version from being deleted. */
export interface ObjectLock {
  readonly retention?: Retention | undefined;
  /** Absent: never set. */
  readonly legalHold?: boolean | undefined;
}

/** A bucket. Names are unique over all Projects and regions. */
export interface Bucket {
  readonly name: string;
  readonly projectId: string;
  readonly region: string;
  readonly createdAtMilliseconds: number;
  /** Empty: never set. */
  readonly versioning: "" | "Enabled" | "Suspended";
  /** It has object lock, which cannot be taken away. */
  readonly objectLock: boolean;
  /** What new objects are kept by whose writers demand nothing. */
  readonly defaultRetention?: DefaultRetention | undefined;
  /** Absent: no tag set, which is not the same as an empty one. */
  readonly tags?: readonly Tag[] | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly cors?: readonly CorsRule[] | undefined;
  readonly website?: Website | undefined;
  readonly encryption?: Encryption | undefined;
  readonly policy?: PolicyDocument | undefined;
  /** Absent: private. */
  readonly acl?: Acl | undefined;
}

/** A checksum that is kept with an object. */
export interface KeptChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** `COMPOSITE`: of the checksums of the parts. */
  readonly type: "FULL_OBJECT" | "COMPOSITE";
  readonly value: string;
}

/** One part of an object that was uploaded in parts, as readers are told of it. */
export interface ObjectPart {
  readonly number: number;
  readonly sizeBytes: number;
  readonly checksum?: Pick<KeptChecksum, "algorithm" | "value"> | undefined;
}

/** A copy of what is in GLACIER that can be read for a while. */
export interface Restoration {
  /** From when on. */
  readonly readyAtMilliseconds: number;
  /** Until when. */
  readonly endsAtMilliseconds: number;
}

/** What the writer of an object says about it. */
export interface ObjectDescription extends ObjectLock {
  /** Content headers and `x-amz-meta-*`, as they are answered. */
  readonly headers: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly tags: readonly Tag[];
  readonly encryption?: ObjectEncryption | undefined;
}

/** Whose an object is, and who may reach it. */
export interface Ownership {
  /** The Project that wrote it; absent: that of the bucket. */
  readonly ownerProjectId?: string | undefined;
  /** Absent: private. */
  readonly acl?: Acl | undefined;
}

/** One version of an object, or a delete marker. */
export interface ObjectVersion extends ObjectDescription, Ownership {
  readonly bucket: string;
  readonly key: string;
  /** Orders the versions of the whole cloud; also names the body. */
  readonly sequence: number;
  /** `null` where versioning was not enabled. */
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
  readonly modifiedAtMilliseconds: number;
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  readonly checksum?: KeptChecksum | undefined;
  /** Of an object that was uploaded in parts, ascending. */
  readonly parts?: readonly ObjectPart[] | undefined;
  /** Absent: never asked for. */
  readonly restoration?: Restoration | undefined;
}

/** One part of an upload; a new one of the same number takes its place. */
export interface Part {
  readonly number: number;
  readonly sequence: number;
  readonly modifiedAtMilliseconds: number;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly checksum?: Pick<KeptChecksum, "algorithm" | "value"> | undefined;
}

/** An upload in parts that is neither completed nor aborted. */
export interface Upload extends ObjectDescription, Ownership {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiatedAtMilliseconds: number;
  /** What the parts are checked with; absent: CRC32 of the whole. */
  readonly checksum?: Pick<KeptChecksum, "algorithm" | "type"> | undefined;
  /** By number, ascending. */
  readonly parts: readonly Part[];
}

/** The objects of one bucket: keys in order, versions newest first. */
class BucketIndex {
  readonly keys: SortedKeys;

  constructor(private readonly versions = new Map<string, ObjectVersion[]>()) {
    for (const list of versions.values()) list.sort((a, b) => b.sequence - a.sequence);
    this.keys = new SortedKeys(versions.keys());
  }

  of(key: string): readonly ObjectVersion[] {
    return this.versions.get(key) ?? [];
  }

  *all(): IterableIterator<ObjectVersion> {
    for (const list of this.versions.values()) yield* list;
  }

  /** Adds a version that is newer than all others. */
  add(version: ObjectVersion): void {
    const list = this.versions.get(version.key);
    if (list) list.unshift(version);
    else {
      this.versions.set(version.key, [version]);
      this.keys.add(version.key);
    }
  }

  replace(version: ObjectVersion): void {
    const list = this.versions.get(version.key) ?? [];
    const position = list.findIndex(({ sequence }) => sequence === version.sequence);
    if (position !== -1) list[position] = version;
  }

  remove({ key, sequence }: ObjectVersion): void {
    const rest = this.of(key).filter((version) => version.sequence !== sequence);
    if (rest.length > 0) this.versions.set(key, rest);
    else if (this.versions.delete(key)) this.keys.remove(key);
  }
}

const BUCKETS = "storage-buckets";

/** The table of buckets, by name. */
export function bucketTable(store: Store): Table<Bucket> {
  return store.table<Bucket>(BUCKETS);
}

const states = new WeakMap<Store, StorageState>();

/** What Object Storage remembers in a store: everybody who asks for it shares it. */
export function storageStateOf(store: Store, clock: Clock): StorageState {
  const state = states.get(store) ?? new StorageState(store, clock);
  states.set(store, state);
  return state;
}

/** The tables of Object Storage, with the order of listing kept beside them. Every change is seen at once. */
export class StorageState {
  readonly buckets: Table<Bucket>;
  /** By id. */
  readonly uploads: Table<Upload>;
  private readonly versions: Table<ObjectVersion>;
  private readonly bodies: Table<Buffer>;
  private readonly indexes = new Map<string, BucketIndex>();
  private lastSequence = 0;

  constructor(
    store: Store,
    private readonly clock: Clock,
  ) {
    this.buckets = bucketTable(store);
    this.uploads = store.table<Upload>("storage-uploads");
    this.versions = store.table<ObjectVersion>("storage-versions");
    this.bodies = store.table<Buffer>("storage-bodies");
    this.rebuild();
  }

  /** The keys of a bucket that have any version, delete markers included, in order. */
  keysOf(bucket: string): SortedKeys {
    return this.indexOf(bucket).keys;
  }

  /** The versions of a key, newest first. */
  versionsOf(bucket: string, key: string): readonly ObjectVersion[] {
    return this.indexOf(bucket).of(key);
  }

  /** Microseconds since 1970, never the same one twice: version ids and the order of versions. */
  nextSequence(): number {
    this.lastSequence = Math.max(this.lastSequence + 1, this.clock.now().getTime() * 1000);
    return this.lastSequence;
  }

  /** Adds a version that is newer than all others. */
  addVersion(version: ObjectVersion, body: Buffer): void {
    this.versions.set(String(version.sequence), version);
    if (!version.isDeleteMarker) this.putBody(version.sequence, body);
    this.indexOf(version.bucket).add(version);
  }

  /** Changes what is kept about a version; its body stays. */
  replaceVersion(version: ObjectVersion): void {
    this.versions.set(String(version.sequence), version);
    this.indexOf(version.bucket).replace(version);
  }

  removeVersion(version: ObjectVersion): void {
    this.versions.delete(String(version.sequence));
    this.removeBody(version.sequence);
    this.indexOf(version.bucket).remove(version);
  }

  body(sequence: number): Buffer {
    return this.bodies.get(String(sequence)) ?? Buffer.alloc(0);
  }

  putBody(sequence: number, body: Buffer): void {
    this.bodies.set(String(sequence), body);
  }

  removeBody(sequence: number): void {
    this.bodies.delete(String(sequence));
  }

  /** Uploads of a bucket that are neither completed nor aborted. */
  uploadsOf(bucket: string): Upload[] {
    return [...this.uploads.values()].filter((upload) => upload.bucket === bucket);
  }

  /** Removes an upload; the bodies of its parts go with it. */
  removeUpload(upload: Upload): void {
    for (const part of upload.parts) this.removeBody(part.sequence);
    this.uploads.delete(upload.id);
  }

  /** Removes a bucket with everything in it. */
  wipeBucket(name: string): void {
    for (const version of [...this.indexOf(name).all()]) this.removeVersion(version);
    this.removeBucket(name);
  }

  /** Removes an empty bucket and its unfinished uploads. */
  removeBucket(name: string): void {
    for (const upload of this.uploadsOf(name)) this.removeUpload(upload);
    this.buckets.delete(name);
    this.indexes.delete(name);
  }

  private indexOf(bucket: string): BucketIndex {
    let index = this.indexes.get(bucket);
    if (!index) this.indexes.set(bucket, (index = new BucketIndex()));
    return index;
  }

  private rebuild(): void {
    const versions = new Map<string, Map<string, ObjectVersion[]>>();
    const note = (sequence: number): void => {
      this.lastSequence = Math.max(this.lastSequence, sequence);
    };
    for (const version of this.versions.values()) {
      note(version.sequence);
      let byKey = versions.get(version.bucket);
      if (!byKey) versions.set(version.bucket, (byKey = new Map<string, ObjectVersion[]>()));
      const list = byKey.get(version.key);
      if (list) list.push(version);
      else byKey.set(version.key, [version]);
    }
    for (const upload of this.uploads.values()) upload.parts.forEach((part) => note(part.sequence));
    for (const [bucket, byKey] of versions) this.indexes.set(bucket, new BucketIndex(byKey));
  }
}

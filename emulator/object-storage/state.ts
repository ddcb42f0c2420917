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
import { KeyIndex } from "./key-index";
import type { Lifecycle } from "./lifecycle-rules";
import type { ObjectEncryption } from "./object-encryption";
import type { PolicyDocument } from "./policy-grammar";
import { compareKeys } from "./sorted-keys";
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
  /** The upload that it comes from, where it was uploaded in parts. */
  readonly uploadId?: string | undefined;
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

const BUCKETS = "storage-buckets";

/** Newest first. */
const byAge = (one: ObjectVersion, other: ObjectVersion): number => other.sequence - one.sequence;
const byId = (one: Upload, other: Upload): number => compareKeys(one.id, other.id);

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
  private readonly versions: Table<ObjectVersion>;
  private readonly uploads: Table<Upload>;
  private readonly bodies: Table<Buffer>;
  private readonly versionIndexes = new Map<string, KeyIndex<ObjectVersion>>();
  private readonly uploadIndexes = new Map<string, KeyIndex<Upload>>();
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

  /** Every version of a bucket, delete markers included; those of a key newest first. */
  versionsIn(bucket: string): KeyIndex<ObjectVersion> {
    return indexIn(this.versionIndexes, bucket, byAge);
  }

  /** The versions of a key, newest first. */
  versionsOf(bucket: string, key: string): readonly ObjectVersion[] {
    return this.versionsIn(bucket).of(key);
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
    this.versionsIn(version.bucket).put(version);
  }

  /** Changes what is kept about a version; its body stays. */
  replaceVersion(version: ObjectVersion): void {
    this.versions.set(String(version.sequence), version);
    this.versionsIn(version.bucket).put(version);
  }

  removeVersion(version: ObjectVersion): void {
    this.versions.delete(String(version.sequence));
    this.removeBody(version.sequence);
    this.versionsIn(version.bucket).remove(version);
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

  /** Uploads of a bucket that are neither completed nor aborted; those of a key by id. */
  uploadsIn(bucket: string): KeyIndex<Upload> {
    return indexIn(this.uploadIndexes, bucket, byId);
  }

  upload(id: string): Upload | undefined {
    return this.uploads.get(id);
  }

  /** Begins an upload, or changes one. */
  putUpload(upload: Upload): void {
    this.uploads.set(upload.id, upload);
    this.uploadsIn(upload.bucket).put(upload);
  }

  /** Removes an upload; the bodies of its parts go with it. */
  removeUpload(upload: Upload): void {
    for (const part of upload.parts) this.removeBody(part.sequence);
    this.uploads.delete(upload.id);
    this.uploadsIn(upload.bucket).remove(upload);
  }

  /** Removes a bucket with everything in it. */
  wipeBucket(name: string): void {
    for (const version of [...this.versionsIn(name).all()]) this.removeVersion(version);
    this.removeBucket(name);
  }

  /** Removes an empty bucket and its unfinished uploads. */
  removeBucket(name: string): void {
    for (const upload of [...this.uploadsIn(name).all()]) this.removeUpload(upload);
    this.buckets.delete(name);
    this.versionIndexes.delete(name);
    this.uploadIndexes.delete(name);
  }

  private rebuild(): void {
    const note = (sequence: number): void => {
      this.lastSequence = Math.max(this.lastSequence, sequence);
    };
    for (const version of this.versions.values()) note(version.sequence);
    for (const upload of this.uploads.values()) upload.parts.forEach((part) => note(part.sequence));
    index(this.versionIndexes, this.versions.values(), byAge);
    index(this.uploadIndexes, this.uploads.values(), byId);
  }
}

/** Of one bucket; made when it is first asked for. */
function indexIn<Item extends { readonly key: string }>(
  indexes: Map<string, KeyIndex<Item>>,
  bucket: string,
  order: (one: Item, other: Item) => number,
): KeyIndex<Item> {
  let found = indexes.get(bucket);
  if (!found) indexes.set(bucket, (found = new KeyIndex(order)));
  return found;
}

function index<Item extends { readonly bucket: string; readonly key: string }>(
  indexes: Map<string, KeyIndex<Item>>,
  items: Iterable<Item>,
  order: (one: Item, other: Item) => number,
): void {
  const byBucket = new Map<string, Item[]>();
  for (const item of items) {
    const list = byBucket.get(item.bucket);
    if (list) list.push(item);
    else byBucket.set(item.bucket, [item]);
  }
  for (const [bucket, list] of byBucket) indexes.set(bucket, new KeyIndex(order, list));
}

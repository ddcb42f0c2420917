/**
 * What Object Storage needs from the rest of the cloud: who a key belongs to, and what IAM says.
 * @module
 */
import type { Clock } from "../clock";
import type { Random } from "../random";
import type { Store } from "../store";
import type { Switches } from "../switches";

/** An API key as Object Storage sees it. */
export interface StorageKey {
  readonly accessKey: string;
  /** To recompute signatures; it goes nowhere else. */
  readonly secretKey: string;
  /** The Project that a request acts in when its credential names none. */
  readonly preferredProjectId: string;
  readonly expired: boolean;
  /** Of a user who lost all permissions. */
  readonly isLocked: boolean;
  /** Of the Organization's Owner. */
  readonly isOwner: boolean;
  readonly bearer: { readonly kind: "user" | "application"; readonly id: string };
}

/** What decisions can ask about a request. */
export interface StorageRequest {
  readonly ip: string;
  readonly userAgent: string;
  readonly time: Date;
  /** The request's number in the log, once it was announced. */
  readonly number?: number | undefined;
}

/** Which key asks, in which Project. */
export interface StorageQuestion {
  readonly key: StorageKey;
  readonly projectId: string;
  readonly request: StorageRequest;
}

/** Everything that the Object Storage plugin is given. */
export interface ObjectStorageDependencies {
  readonly store: Store;
  readonly clock: Clock;
  /** Reads everything as it was so long ago; the work must be done in one turn. */
  readonly ago?: <Result>(milliseconds: number, read: () => Result) => Result;
  readonly random: Random;
  /** The key with that access key (no "@"), or undefined; expired ones too. */
  findKey(accessKey: string): StorageKey | undefined;
  /** False while a key is too new, or too long gone, for this request to find it. */
  isKnown(key: StorageKey, request: StorageRequest): boolean;
  /** False as well for a Project that is just being deleted. */
  projectExists(projectId: string): boolean;
  /** Told when a bucket of that Project has come or gone. */
  contentChanged?(projectId: string): void;
  /** IAM's answer for one operation of the catalog in one Project. */
  isAllowed(question: StorageQuestion & { readonly operation: string }): boolean;
  /** True when the bearer has no Object Storage right at all in that Project. */
  hasNoStorageRight(question: StorageQuestion): boolean;
  readonly switches: () => Switches;
}

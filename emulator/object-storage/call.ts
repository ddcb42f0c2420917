/**
 * What a handler of one operation is given, and what it gives back.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import type { StorageKey, StorageRequest } from "./dependencies";
import type { Payload } from "./payload";
import type { Bucket, StorageState } from "./state";

/** A caller whose signature was verified. */
export interface Caller {
  readonly key: StorageKey;
  /** The one Project that the request acts in. */
  readonly projectId: string;
  /** As signed. */
  readonly region: string;
  readonly request: StorageRequest;
}

/** A request to the service that may be carried out. */
export interface ServiceCall extends Payload {
  readonly operation: string;
  readonly headers: IncomingHttpHeaders;
  /** A parameter's first value. */
  readonly parameter: (name: string) => string | undefined;
  readonly caller: Caller;
  readonly state: StorageState;
  readonly now: Date;
  /** As many random bytes, as hexadecimal text. */
  readonly randomHex: (bytes: number) => string;
  /**
   * The bucket that a copy reads from, when this caller may read objects of it.
   * @throws S3Error NoSuchBucket or AccessDenied
   */
  readonly readableBucket: (name: string) => Bucket;
  /** True where the sender asks to pass over retention in GOVERNANCE mode, and may. */
  readonly bypassesGovernance: () => boolean;
}

/** A request for a bucket that is not there yet. */
export interface NewBucketCall extends ServiceCall {
  readonly bucketName: string;
}

/** A request to a bucket that may be carried out. */
export interface BucketCall extends ServiceCall {
  readonly bucket: Bucket;
}

/** A request to an object, which may not exist. */
export interface ObjectCall extends BucketCall {
  readonly key: string;
}

/** A success. */
export interface Answer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is XML. */
  readonly body?: string | Buffer;
}

/** What answers one operation. */
export type Handler<Call> = (call: Call) => Answer;

/** Handlers by operation. */
export type Handlers<Call> = Readonly<Record<string, Handler<Call>>>;

/** The answer to most deletions. */
export const NO_CONTENT: Answer = { status: 204 };

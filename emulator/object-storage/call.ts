/**
 * What a handler of one operation is given, and what it gives back.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import type { Switches } from "../switches";
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

/** Whoever sends a request, and what of it decides what may be reached. */
export interface Sender {
  /** Absent: nobody in particular, or a locked member, who counts for no more. */
  readonly caller: Caller | undefined;
  readonly request: StorageRequest;
  readonly headers: IncomingHttpHeaders;
  /** A parameter's first value. */
  readonly parameter: (name: string) => string | undefined;
}

/** What somebody wants to do to what. */
export interface Target {
  readonly operation: string;
  readonly bucketName: string;
  readonly key?: string | undefined;
  readonly versionId?: string | undefined;
}

/** A request to the service that may be carried out. */
export interface ServiceCall extends Payload, Sender {
  readonly operation: string;
  readonly state: StorageState;
  readonly now: Date;
  /** As many random bytes, as hexadecimal text. */
  readonly randomHex: (bytes: number) => string;
  readonly switches: Switches;
  /**
   * Tests what the request does beside its own operation, such as reading what it copies.
   * @returns the bucket
   * @throws S3Error NoSuchBucket or AccessDenied
   */
  readonly admit: (target: Target) => Bucket;
  /** True where the sender asks to pass over retention in GOVERNANCE mode, and may. */
  readonly bypassesGovernance: () => boolean;
}

/** A request about the Project that it acts in. */
export interface ProjectCall extends ServiceCall {
  readonly caller: Caller;
}

/** A request for a bucket that is not there yet. */
export interface NewBucketCall extends ProjectCall {
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

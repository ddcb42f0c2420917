/**
 * The log of requests on either port, and how often each operation was called.
 * @module
 */
import type { Fault } from "./faults/fault";

/** The services that the cloud answers for. */
export type ServiceName = "iam" | "account" | "s3";

/** One request as the cloud saw it. */
export interface RequestRecord {
  /** 1 for the first request since the cloud started. */
  readonly number: number;
  readonly service: ServiceName;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** `POST /iam/v1alpha1/applications`, ids as `{id}`; for S3 the SDK's name such as `ListBuckets`. */
  readonly operation: string;
  /** The caller's access key, without a Project; absent when no known key was given. */
  readonly accessKey?: string;
  /** The status that was answered; absent until then. */
  status?: number;
  /** What went wrong with it, if anything. */
  fault?: Fault;
}

/** Called twice a request: nothing happened yet; done and kept, answer not sent yet. */
export type RequestHook = (
  request: RequestRecord,
  phase: "before" | "after",
) => void | Promise<void>;

const LOG_LIMIT = 100_000;
/** How many of the oldest records leave a full log at once: shifting one by one would copy the log every time. */
const LOG_TRIM = 10_000;

/** The last requests of both ports, and how often each operation was called. */
export class RequestLog {
  /** Bounded to the last 100,000. */
  readonly records: RequestRecord[] = [];
  private readonly operationCounts = new Map<string, number>();
  private lastNumber = 0;

  add(request: Omit<RequestRecord, "number">): RequestRecord {
    this.lastNumber += 1;
    const record = { number: this.lastNumber, ...request };
    this.records.push(record);
    if (this.records.length > LOG_LIMIT) this.records.splice(0, LOG_TRIM);
    const count = this.operationCounts.get(request.operation) ?? 0;
    this.operationCounts.set(request.operation, count + 1);
    return record;
  }

  /** Requests by operation since the start or the last reset. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.operationCounts);
  }

  resetCounts(): void {
    this.operationCounts.clear();
  }
}

/**
 * What every request passes on either port: the log and its counters, added latency, hooks and faults.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

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
}

/** An answer given instead of the service's own. */
export interface FaultAnswer {
  readonly status: number;
  /** A text is sent as it is, anything else as JSON. Absent: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What goes wrong: another answer, or the connection cut before or after the request was carried out. */
export type Fault = FaultAnswer | "drop-before" | "drop-after";

/** Called twice a request: nothing happened yet; done and kept, answer not sent yet. */
export type RequestHook = (
  request: RequestRecord,
  phase: "before" | "after",
) => void | Promise<void>;

declare module "fastify" {
  interface FastifyRequest {
    /**
     * Says which operation the request is, before anything of it is done. A request that a fault answers goes no
     * further: the promise stays pending.
     * @param operation - as in `RequestRecord`
     * @param accessKey - the caller's, without a Project
     */
    announce(operation: string, accessKey?: string): Promise<void>;
    /** The operation that was announced. */
    operationName: string | null;
    /** The request's entry in the log, once announced. */
    record: RequestRecord | null;
  }
}

const LOG_LIMIT = 100_000;
/** How many of the oldest records leave a full log at once: shifting one by one would copy the log every time. */
const LOG_TRIM = 10_000;
const UNKNOWN_OPERATION = "Unknown";

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

/** How requests are watched and disturbed. */
export interface Instruments {
  readonly log: RequestLog;
  /** Resolves when everything done so far is kept. */
  readonly flushed: () => Promise<void>;
  readonly latencyMilliseconds: number;
  readonly onRequest?: RequestHook | undefined;
  readonly faults?: ((request: RequestRecord) => Fault | undefined) | undefined;
}

/**
 * Gives every request of a server the decorator `announce`, and sends no answer before what it tells is kept.
 * @param server - before any of its routes is added
 * @param serviceOf - the service that a path belongs to
 */
export function instrument(
  server: FastifyInstance,
  instruments: Instruments,
  serviceOf: (path: string) => ServiceName,
): void {
  const dropped = new WeakSet<FastifyRequest>();
  const replies = new WeakMap<FastifyRequest, FastifyReply>();
  const note = (request: FastifyRequest, operation: string, accessKey?: string): RequestRecord => {
    const path = pathOf(request);
    request.operationName = operation;
    request.record = instruments.log.add({
      service: serviceOf(path),
      method: request.method,
      path,
      operation,
      ...(accessKey === undefined ? {} : { accessKey }),
    });
    return request.record;
  };
  const announce = async function (
    this: FastifyRequest,
    operation: string,
    accessKey?: string,
  ): Promise<void> {
    const record = note(this, operation, accessKey);
    await instruments.onRequest?.(record, "before");
    if (instruments.latencyMilliseconds > 0) await sleep(instruments.latencyMilliseconds);
    const fault = instruments.faults?.(record);
    if (fault === "drop-after") dropped.add(this);
    const reply = replies.get(this);
    if (fault === undefined || fault === "drop-after" || !reply) return;
    answerWithFault(reply, record, fault);
    await new Promise<never>(() => undefined);
  };
  server.decorateRequest("operationName", null);
  server.decorateRequest("record", null);
  server.decorateRequest("announce", announce);
  server.addHook("onRequest", (request, reply, done) => {
    replies.set(request, reply);
    done();
  });
  server.addHook("onSend", async (request, reply, payload) => {
    const record = request.record ?? note(request, UNKNOWN_OPERATION);
    record.status = reply.statusCode;
    await instruments.flushed();
    await instruments.onRequest?.(record, "after");
    if (dropped.has(request)) request.raw.socket.destroy();
    return payload;
  });
}

function pathOf(request: FastifyRequest): string {
  const query = request.url.indexOf("?");
  return query === -1 ? request.url : request.url.slice(0, query);
}

function answerWithFault(
  reply: FastifyReply,
  record: RequestRecord,
  fault: FaultAnswer | "drop-before",
): void {
  reply.hijack();
  if (fault === "drop-before") {
    reply.raw.destroy();
    return;
  }
  record.status = fault.status;
  const isText = typeof fault.body === "string" || fault.body === undefined;
  const body = isText ? (fault.body ?? "") : JSON.stringify(fault.body);
  const type = isText ? {} : { "content-type": "application/json" };
  // A body that nobody reads would be taken for the next request of the connection: it ends here.
  reply.raw.writeHead(fault.status, { ...type, connection: "close", ...fault.headers });
  reply.raw.end(body);
}

/**
 * What every request passes on either port: the log and its counters, added latency, hooks and faults.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "./clock";
import { isRead, type Fault } from "./faults/fault";
import { isAnsweredWith, truncate } from "./faults/inject";
import type { RequestHook, RequestLog, RequestRecord, ServiceName } from "./requests";

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

const UNKNOWN_OPERATION = "Unknown";

/** How requests are watched and disturbed. */
export interface Instruments {
  readonly log: RequestLog;
  /** Resolves when everything done so far is kept. */
  readonly flushed: () => Promise<void>;
  readonly latencyMilliseconds: number;
  readonly clock: Required<Clock>;
  readonly onRequest?: RequestHook | undefined;
  /** What goes wrong with the request, if anything. */
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
    const reply = replies.get(this);
    if (fault === undefined || !reply) return;
    record.fault = fault;
    await delay(fault, instruments.clock);
    if (isAnsweredWith(fault, record, reply)) await new Promise<never>(() => undefined);
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
    if (record.fault === "drop-after") request.raw.socket.destroy();
    if (record.fault !== "truncated") return payload;
    truncate(reply, payload);
    return new Promise<never>(() => undefined);
  });
}

/** How long ago a request is to be answered from; 0: now. */
export function ageMillisecondsOf(record: RequestRecord | null): number {
  const { fault, method = "" } = record ?? {};
  if (typeof fault !== "object" || !("kind" in fault) || fault.kind !== "stale") return 0;
  return isRead(method) ? fault.seconds * 1000 : 0;
}

function pathOf(request: FastifyRequest): string {
  const query = request.url.indexOf("?");
  return query === -1 ? request.url : request.url.slice(0, query);
}

async function delay(fault: Fault, clock: Required<Clock>): Promise<void> {
  if (typeof fault !== "object" || !("kind" in fault) || fault.kind !== "slow") return;
  await clock.sleep(fault.milliseconds);
}

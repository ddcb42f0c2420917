/**
 * Makes a fault happen to a request.
 * @module
 */
import type { OutgoingHttpHeaders } from "node:http";
import type { FastifyReply } from "fastify";
import type { RequestRecord } from "../requests";
import { answerOf } from "./answers";
import type { Fault } from "./fault";

/**
 * Answers, or cuts the connection, instead of the service.
 * @returns false where the fault leaves the request to the service
 */
export function isAnsweredWith(fault: Fault, record: RequestRecord, reply: FastifyReply): boolean {
  if (fault === "drop-before") {
    reply.hijack();
    reply.raw.destroy();
    return true;
  }
  const requestId = String(reply.getHeader("x-amz-request-id") ?? "");
  const answer = answerOf(fault, { ...record, requestId });
  if (!answer) return false;
  record.status = answer.status;
  const isText = typeof answer.body === "string" || answer.body === undefined;
  const body = isText ? (answer.body ?? "") : JSON.stringify(answer.body);
  const type = isText ? {} : { "content-type": "application/json" };
  const headers = { ...headersOf(reply), ...type, ...answer.headers };
  reply.hijack();
  // A body that nobody reads would be taken for the next request of the connection: it ends here.
  reply.raw.writeHead(answer.status, { ...headers, connection: "close" });
  reply.raw.end(body);
  return true;
}

/** Sends half of an answer under the length of the whole, then cuts the connection. */
export function truncate(reply: FastifyReply, payload: unknown): void {
  const isBytes = typeof payload === "string" || Buffer.isBuffer(payload);
  const whole = Buffer.from(isBytes ? payload : "");
  reply.hijack();
  reply.raw.writeHead(reply.statusCode, {
    ...headersOf(reply),
    "content-length": whole.length,
    connection: "close",
  });
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  // The head alone must be on its way before the cut, too: an empty write has no end to wait for.
  reply.raw.flushHeaders();
  reply.raw.write(half.length > 0 ? half : "", () => reply.raw.destroy());
}

/** What was set so far; the server's own names for header values are wider than Node's. */
function headersOf(reply: FastifyReply): OutgoingHttpHeaders {
  return reply.getHeaders() as OutgoingHttpHeaders;
}

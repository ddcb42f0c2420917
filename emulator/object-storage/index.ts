/**
 * Object Storage as a plugin of the HTTP server: bytes in, bytes out, every refusal as S3's XML.
 * @module
 */
import { randomBytes } from "node:crypto";
import type {
  FastifyError,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
  FastifyServerOptions,
} from "fastify";
import type { Clock } from "../clock";
import { ageMillisecondsOf } from "../instruments";
import type { Answer } from "./call";
import type { ObjectStorageDependencies } from "./dependencies";
import { S3Error } from "./errors";
import { ObjectStorageService } from "./service";
import { xmlWithoutDeclaration } from "./xml";

export { bucketCount, removeBuckets } from "./buckets";
export { storageStateOf } from "./state";
export type {
  ObjectStorageDependencies,
  StorageKey,
  StorageQuestion,
  StorageRequest,
} from "./dependencies";

/** Bodies are held in memory: larger objects are uploaded in parts, as clients do anyway. */
const BODY_LIMIT_BYTES = 1024 * 1024 * 1024;
const REQUEST_ID = "x-amz-request-id";
const EMPTY = Buffer.alloc(0);

/** Options that the server around the plugin must have: what it cannot read as a request is answered in XML as well. */
export const objectStorageServerOptions: Pick<
  FastifyServerOptions,
  "frameworkErrors" | "clientErrorHandler"
> = {
  clientErrorHandler: (error, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return;
    const body = xmlWithoutDeclaration("Error", { Code: "InvalidRequest", Message: error.message });
    const head = `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/xml`;
    socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  },
  frameworkErrors: (_error, request, reply) => {
    identify(reply, new Date());
    void sendRefusal(new S3Error("InvalidURI"), request, reply);
  },
};

/** Answers every request that reaches the server. */
export function objectStorage(dependencies: ObjectStorageDependencies): FastifyPluginAsync {
  return (server) => {
    const { clock } = dependencies;
    const service = new ObjectStorageService(dependencies);
    const contentTypes = new WeakMap<FastifyRequest, string>();
    server.removeAllContentTypeParsers();
    server.addContentTypeParser(
      "*",
      { parseAs: "buffer", bodyLimit: BODY_LIMIT_BYTES },
      (_request, body, done) => done(null, body),
    );
    server.addHook("onRequest", (request, reply, done) => {
      identify(reply, clock.now());
      // The type is data about the object, and need not be one that the server could read.
      const { headers } = request.raw;
      const type = headers["content-type"];
      if (type !== undefined) contentTypes.set(request, type);
      headers["content-type"] = "application/octet-stream";
      done();
    });
    const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const answer = await service.answer({
        method: request.method,
        url: request.raw.url ?? "/",
        headers: { ...request.headers, "content-type": contentTypes.get(request) },
        body: Buffer.isBuffer(request.body) ? request.body : EMPTY,
        facts: factsOf(request, clock),
        announce: (operation, accessKey) => request.announce(operation, accessKey),
        ageMilliseconds: () => ageMillisecondsOf(request.record),
      });
      return sendAnswer(answer, reply);
    };
    server.setErrorHandler((error: FastifyError | S3Error, request, reply) =>
      sendRefusal(toS3Error(error), request, reply),
    );
    server.all("*", handler);
    server.setNotFoundHandler(handler);
    return Promise.resolve();
  };
}

function factsOf(request: FastifyRequest, clock: Clock) {
  return {
    ip: request.ip,
    userAgent: request.headers["user-agent"] ?? "",
    time: clock.now(),
    // Announced only later: read when a decision asks for it.
    get number() {
      return request.record?.number;
    },
  };
}

/** `txg`, 20 digits, and the second, both hexadecimal. */
function identify(reply: FastifyReply, now: Date): void {
  const second = Math.floor(now.getTime() / 1000);
  const id = `txg${randomBytes(10).toString("hex")}-00${second.toString(16).padStart(8, "0")}`;
  void reply.headers({ [REQUEST_ID]: id, "x-amz-id-2": id, date: now.toUTCString() });
}

function sendAnswer(
  { status = 200, headers = {}, body }: Answer,
  reply: FastifyReply,
): FastifyReply {
  if (typeof body === "string") void reply.header("content-type", "text/xml; charset=utf-8");
  void reply.code(status).headers(headers);
  return body === undefined ? reply.send() : reply.send(body);
}

function sendRefusal(error: S3Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  void reply.code(error.status).headers(error.headers).header("content-type", "application/xml");
  if (request.method === "HEAD" || error.status === 304) return reply.send();
  const id = String(reply.getHeader(REQUEST_ID));
  return reply.send(
    xmlWithoutDeclaration("Error", {
      Code: error.code,
      Message: error.message,
      ...error.details,
      RequestId: id,
      HostId: id,
      Resource: (request.raw.url ?? "/").replace(/\?.*$/s, ""),
    }),
  );
}

function toS3Error(error: FastifyError | S3Error): S3Error {
  if (error instanceof S3Error) return error;
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return new S3Error("EntityTooLarge");
  const isSenders = error.statusCode !== undefined && error.statusCode < 500;
  return isSenders
    ? new S3Error("InvalidRequest", { message: error.message })
    : new S3Error("InternalError");
}

/**
 * The API gateway before IAM and Account: authentication, headers, error envelopes.
 * @module
 */
import { randomUUID } from "node:crypto";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authenticate, callOf } from "./access";
import { schemaRefusal, withoutNulls } from "./bodies";
import type { ApiContext } from "./context";
import { ApiError, invalidArgument } from "./errors";

/** What every answer of the real gateway carries. */
const HEADERS = {
  "content-type": "application/json",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  server: "Scaleway API Gateway (fr-par-1;edge02)",
  "strict-transport-security": "max-age=63072000",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Puts the gateway before all routes that are added to the server later. */
export function gateway(server: FastifyInstance, context: ApiContext): void {
  const routes: RegExp[] = [];
  server.decorateRequest("caller", null);
  server.addHook("onRoute", ({ url }) => {
    routes.push(new RegExp(`^${url.replace(/:\w+/g, "[^/]+")}$`));
  });
  server.addHook("onRequest", async (request, reply) => {
    // On this cloud's clock, as everything that it says; answers of a fault have it, too.
    void reply.header("date", context.clock.now().toUTCString());
    context.organization.removeDeletedProjects();
    const token = request.headers["x-auth-token"];
    const key = typeof token === "string" ? context.keys.bySecretKey(token) : undefined;
    await request.announce(callOf(request) ?? `${request.method} (no such call)`, key?.id);
    request.caller = authenticate(request, context);
  });
  server.addHook("preValidation", (request, _reply, done) => {
    request.body = withoutNulls(request.body ?? {});
    done();
  });
  server.addHook("onSend", (_request, reply, payload, done) => {
    void reply.headers({ ...HEADERS, "x-request-id": randomUUID() });
    done(null, payload);
  });
  readEveryBodyAsJson(server);
  server.setErrorHandler((error: FastifyError | ApiError, _request, reply) => {
    const { status, body } = toAnswer(error);
    return reply.code(status).send(body);
  });
  server.setNotFoundHandler((request, reply) => {
    const { status, body } = noSuchCall(request, routes);
    return reply.code(status).send(body);
  });
}

/** An answer without a body, as to every DELETE. */
export function noContent(reply: FastifyReply): FastifyReply {
  return reply.code(204).send();
}

/** The answer to a path that is no URL: it reaches neither a route nor a hook. */
export function answerUndecodable(
  _error: Error,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { status, body } = invalidArgument("path", "format", "the path is not a valid URL");
  void reply
    .headers({ ...HEADERS, "x-request-id": randomUUID() })
    .code(status)
    .send(body);
}

/** The real gateway looks at the body, whatever its declared type. */
function readEveryBodyAsJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_request, text, done) => {
    if (text === "") {
      done(null, {});
      return;
    }
    try {
      done(null, JSON.parse(text as string));
    } catch {
      done(invalidArgument("body", "format", "the request body is not valid JSON"));
    }
  });
}

function toAnswer(error: FastifyError | ApiError): ApiError {
  if (error instanceof ApiError) return error;
  if (error.validation) return schemaRefusal(error.validation);
  const status = error.statusCode ?? 500;
  if (status >= 500) return new ApiError(500, { message: "Internal error", type: "internal" });
  return new ApiError(status, { message: error.message, type: "invalid_request_error" });
}

function noSuchCall(request: FastifyRequest, routes: readonly RegExp[]): ApiError {
  const path = request.url.replace(/\?.*$/, "");
  return routes.some((route) => route.test(path))
    ? new ApiError(405, { message: "method not allowed", type: "method_not_allowed" })
    : new ApiError(404, { message: "no such path", type: "unknown_resource" });
}

/**
 * What every conversation over gRPC needs: limits, promises, a server on a free local port.
 * @module
 */
import {
  Server,
  ServerCredentials,
  status,
  type handleUnaryCall,
  type ServiceError,
} from "@grpc/grpc-js";

const MAXIMUM_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Options of every client and server. */
export const CHANNEL_OPTIONS = {
  "grpc.max_receive_message_length": MAXIMUM_MESSAGE_BYTES,
  "grpc.max_send_message_length": MAXIMUM_MESSAGE_BYTES,
};

/** Thrown by a handler to answer a call with a status of its own. */
export class RpcError extends Error {
  constructor(
    readonly code: status,
    message: string,
  ) {
    super(message);
  }
}

/** A call with a callback, as a promise. Rejects with the ServiceError. */
export function unary<Response>(
  call: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}

/** A handler of a service from an async function; an RpcError sets the status, any other error is UNKNOWN. */
export function answer<Request, Response>(
  handle: (request: Request) => Promise<Response> | Response,
): handleUnaryCall<Request, Response> {
  return (call, done) => {
    Promise.resolve()
      .then(() => handle(call.request))
      .then(
        (response) => done(null, response),
        (error: unknown) => {
          const code = error instanceof RpcError ? error.code : status.UNKNOWN;
          const details = error instanceof Error ? error.message : String(error);
          done({ code, details, name: "RpcError", message: details });
        },
      );
  };
}

/** Opens a server on a free port of 127.0.0.1. */
export async function startServer(
  register: (server: Server) => void,
): Promise<{ address: string; close: () => void }> {
  const server = new Server(CHANNEL_OPTIONS);
  register(server);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

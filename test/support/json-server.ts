/**
 * A small HTTP server that answers by script, for what no well-behaved service does.
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What to answer; `drop` cuts the connection without an answer. */
export type Answer =
  | {
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly json?: unknown;
      readonly text?: string;
    }
  | { readonly raw: (response: ServerResponse) => void }
  | "drop";

/** A running server. */
export interface JsonServer {
  readonly url: string;
  readonly received: readonly Received[];
  stop(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1; the handler sees how many requests came before. */
export async function startJsonServer(
  handler: (request: Received, number: number) => Answer | Promise<Answer>,
): Promise<JsonServer> {
  const received: Received[] = [];
  const server = createServer((message, response) => {
    void answer(message, response, handler, received);
  });
  // Longer than any test: whoever needs a connection closed has to close it.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    received,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  handler: (request: Received, number: number) => Answer | Promise<Answer>,
  received: Received[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const url = new URL(message.url ?? "/", "http://server");
  const request: Received = {
    method: message.method ?? "",
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
  received.push(request);
  const scripted = await handler(request, received.length);
  if (scripted === "drop") return void message.socket.destroy();
  if ("raw" in scripted) {
    scripted.raw(response);
    return;
  }
  const { status, headers, json, text } = scripted;
  response.writeHead(status, {
    ...(json === undefined ? {} : { "Content-Type": "application/json" }),
    ...headers,
  });
  response.end(json === undefined ? (text ?? "") : JSON.stringify(json));
}

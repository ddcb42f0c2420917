/**
 * The one way to a JSON service, over the one axios instance of the process.
 * @module
 */
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import axios, { type AxiosInstance, type AxiosResponse } from "axios";
import { attemptText, canceledError, CloudError, messageOf } from "./errors";
import { registerSecret } from "./redact";
import { parentIsAlive, requireParent, type ParentCheck } from "./parent";
import { retry, wasNeverSent, isTransient } from "./retry";
import { version } from "./version";
import { remainingMilliseconds, type Pacing } from "./wait";
import {
  errorFromAnswer,
  errorFromFailure,
  parseJson,
  type Attempted,
  type InterpretError,
} from "./wire-errors";

/** What calls on JSON services name as their agent. */
export const USER_AGENT = `pulumi-storage-access/${version}`;

/** One value of a query; a list becomes the same name repeated. */
export type QueryValue = string | number | boolean | readonly string[] | undefined;

/** One call. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Begins with a slash; ids in it are encoded by {@link segment}. */
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** What is tried, such as `create application`; for messages. */
  readonly operation: string;
  /** On what: a name or an id; for messages. */
  readonly resource: string;
  /**
   * `idempotent`: repeated after any passing failure. `never`: repeated only where the service cannot have carried it out.
   * Default `idempotent`, for POST `never`.
   */
  readonly retry?: "idempotent" | "never";
}

/** A JSON service. */
export interface Http {
  /**
   * The parsed body of a successful answer; undefined where it has none by design (204).
   * @throws CloudError for everything else
   */
  request(request: HttpRequest): Promise<unknown>;
}

/** Which service, as whom, within which operation. */
export interface HttpOptions extends Pacing {
  readonly baseUrl: string;
  /** Asked at each call, so that no credential is kept. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** What the service's own error bodies mean. */
  readonly interpretError?: InterpretError;
  /** For one try. Default 30,000. */
  readonly timeoutMilliseconds?: number;
  readonly parentIsAlive?: ParentCheck;
  /** Is told the Date of each answer. */
  readonly sawDate?: (date: string | undefined) => void;
}

const MAXIMUM_SOCKETS = 64;
const MAXIMUM_ANSWER_BYTES = 64 * 1024 * 1024;

/** One path segment, encoded. */
export const segment = (text: string): string => encodeURIComponent(text);

let shared: AxiosInstance | undefined;

/** Made at the first call: it holds sockets, but no address and no credential. Idle sockets do not keep the process alive. */
function instance(): AxiosInstance {
  const sockets = { keepAlive: true, maxSockets: MAXIMUM_SOCKETS };
  return (shared ??= axios.create({
    adapter: "http",
    httpAgent: new HttpAgent(sockets),
    httpsAgent: new HttpsAgent(sockets),
    // A redirect would carry the token to another host.
    maxRedirects: 0,
    maxContentLength: MAXIMUM_ANSWER_BYTES,
    responseType: "text",
    transformResponse: [(body: unknown) => body],
    validateStatus: () => true,
  }));
}

/** A client for one service within one operation. Cheap: sockets are shared by all of them. */
export function createHttp(options: HttpOptions): Http {
  return {
    request(request) {
      const attempted: Attempted = { operation: request.operation, resource: request.resource };
      const repeat = request.retry ?? (request.method === "POST" ? "never" : "idempotent");
      const policy = {
        pacing: options,
        what: attemptText(request),
        isRetryable: (error: CloudError) =>
          isTransient(error) &&
          (repeat === "idempotent" || error.kind === "rateLimited" || wasNeverSent(error)),
      };
      return retry(policy, async () => {
        if (request.method !== "GET") {
          requireParent(options.parentIsAlive ?? parentIsAlive, attempted);
        }
        const response = await send(options, request, attempted);
        return readAnswer(options, response, attempted);
      });
    },
  };
}

async function send(
  options: HttpOptions,
  request: HttpRequest,
  attempted: Attempted,
): Promise<AxiosResponse<unknown>> {
  const url = addressOf(options.baseUrl, request);
  const credentials = options.headers();
  // By value: whoever echoes a request may name its headers in any way.
  Object.values(credentials).forEach(registerSecret);
  try {
    return await instance().request<unknown>({
      method: request.method,
      url: url.href,
      headers: {
        Accept: "application/json",
        ...(request.body === undefined ? {} : { "Content-Type": "application/json" }),
        "User-Agent": USER_AGENT,
        ...credentials,
      },
      ...(request.body === undefined ? {} : { data: JSON.stringify(request.body) }),
      ...(isLoopback(url) ? { proxy: false as const } : {}),
      timeout: timeoutMilliseconds(options, attempted),
      signal: options.signal,
    });
  } catch (thrown) {
    throw failureOf(thrown, attempted, url.origin);
  }
}

/** The time for one try: what was asked for, but not past the deadline. */
function timeoutMilliseconds(options: HttpOptions, attempted: Attempted): number {
  const remaining = remainingMilliseconds(options);
  if (remaining > 0) return Math.ceil(Math.min(options.timeoutMilliseconds ?? 30_000, remaining));
  throw new CloudError({
    ...attempted,
    kind: "unavailable",
    code: "deadline",
    answer: "the deadline passed before the call was made",
    hint: "Give the resource a longer time in `timeouts`.",
  });
}

function failureOf(thrown: unknown, attempted: Attempted, origin: string): CloudError {
  if (thrown instanceof CloudError) return thrown;
  if (axios.isCancel(thrown)) return canceledError(attempted);
  if (axios.isAxiosError(thrown) && thrown.response !== undefined && thrown.response.status < 300) {
    return truncated(attempted, thrown.response.status);
  }
  if (axios.isAxiosError(thrown)) return errorFromFailure(thrown, attempted, origin);
  return errorFromFailure({ message: messageOf(thrown) }, attempted, origin);
}

function truncated(attempted: Attempted, status: number, requestId?: string): CloudError {
  return new CloudError({
    ...attempted,
    kind: "protocol",
    code: "truncated",
    status,
    requestId,
    answer: `the service answered ${String(status)} with a body that is cut off or not JSON`,
    hint: "Check the configured API address; something between here and the service may have answered.",
  });
}

function readAnswer(
  options: HttpOptions,
  response: AxiosResponse<unknown>,
  attempted: Attempted,
): unknown {
  const { status } = response;
  const body = typeof response.data === "string" ? response.data : "";
  const header = (name: string): string | undefined => {
    const value: unknown = response.headers[name];
    return typeof value === "string" ? value : undefined;
  };
  options.sawDate?.(header("date"));
  if (status < 200 || status >= 300) {
    const interpret = options.interpretError ?? (() => undefined);
    const now = options.clock.now();
    throw errorFromAnswer({ status, body, header }, { attempted, now, interpret });
  }
  if (status === 204) return undefined;
  const parsed = parseJson(body);
  if (parsed === undefined) throw truncated(attempted, status, header("x-request-id"));
  return parsed;
}

function addressOf(baseUrl: string, { path, query = {} }: HttpRequest): URL {
  const url = new URL(baseUrl.replace(/\/+$/, "") + path);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    const values = typeof value === "object" ? value : [String(value)];
    for (const item of values) url.searchParams.append(name, item);
  }
  return url;
}

/** True for an address of this machine: the local cloud is never reached through a proxy. */
export function isLoopback(url: URL): boolean {
  return ["localhost", "[::1]"].includes(url.hostname) || url.hostname.startsWith("127.");
}

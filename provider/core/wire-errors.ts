/**
 * From what came over the wire (or did not) to the one error. Nothing of axios leaves these lines: its errors carry headers.
 * @module
 */
import { CloudError, type CloudErrorFields, type CloudErrorKind } from "./errors";
import { redactedBeginning } from "./redact";

/** What was tried, on what. */
export type Attempted = Pick<CloudErrorFields, "operation" | "resource">;

/** An answer that is not a success, as text. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
}

/** What a cloud's own error body says beyond the status; undefined where the body is not of that cloud. */
export type InterpretError = (status: number, body: unknown) => Interpretation | undefined;

/** The cloud's own words for a refusal. */
export type Interpretation = Partial<
  Pick<CloudErrorFields, "kind" | "code" | "answer" | "hint" | "details">
>;

const KIND_BY_STATUS: Readonly<Record<number, CloudErrorKind>> = {
  401: "denied",
  403: "denied",
  404: "notFound",
  408: "unavailable",
  409: "conflict",
  410: "notFound",
  412: "precondition",
  423: "precondition",
  429: "rateLimited",
};

/** The kind that a status alone stands for. */
export function kindOfStatus(status: number): CloudErrorKind {
  const known = KIND_BY_STATUS[status];
  if (known !== undefined) return known;
  if (status >= 500) return "unavailable";
  return status >= 400 ? "invalid" : "protocol";
}

/** Seconds that a Retry-After header asks for: a number, or a date compared with now. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined || header.trim() === "") return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Number(header);
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? undefined : Math.max(0, (moment - now.getTime()) / 1000);
}

/** JSON, or undefined where the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The error that an answer other than a success stands for. */
export function errorFromAnswer(
  answer: ErrorAnswer,
  context: {
    readonly attempted: Attempted;
    readonly now: Date;
    readonly interpret: InterpretError;
  },
): CloudError {
  const { status, body } = answer;
  const interpreted = context.interpret(status, parseJson(body));
  const fields: CloudErrorFields = {
    ...context.attempted,
    kind: kindOfStatus(status),
    status,
    answer: `the service answered ${String(status)}${describeBody(body)}`,
    requestId: answer.header("x-request-id"),
    retryAfterSeconds: parseRetryAfter(answer.header("retry-after"), context.now),
    ...(interpreted ?? strangerFields(status)),
  };
  return new CloudError(fields);
}

/** An error page that is not the service's own says nothing about the object: "not found" would make it vanish from the state. */
function strangerFields(status: number): Interpretation {
  if (kindOfStatus(status) !== "notFound") {
    return status < 400
      ? { hint: "Check the configured API address: it answers with a redirect." }
      : {};
  }
  return {
    kind: "protocol",
    hint: "This is not the service's own word for a missing object. Check the configured API address.",
  };
}

/** So much of an answer is shown that is not the service's own. */
const LONGEST_REMARK = 300;

function describeBody(body: string): string {
  const start = body.trimStart();
  if (start === "") return " with an empty body";
  if (start.startsWith("<")) return " with a page instead of JSON";
  return `: ${redactedBeginning(body, LONGEST_REMARK)}`;
}

const CERTIFICATE_CODE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|ERR_TLS/;

const MEANINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing accepts connections at that address",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up just now",
  ECONNRESET: "the connection was cut before the answer came",
  EPIPE: "the connection was cut before the answer came",
  ETIMEDOUT: "no answer came in time",
  ECONNABORTED: "no answer came in time",
};

/** The error of a call to which no usable answer came. */
export function errorFromFailure(
  failure: { readonly code?: string | undefined; readonly message: string },
  attempted: Attempted,
  address: string,
): CloudError {
  const code = failure.code ?? "unknown";
  if (CERTIFICATE_CODE.test(code)) {
    return new CloudError({
      ...attempted,
      kind: "network",
      code: "untrusted_certificate",
      answer: `${address} showed a certificate that is not trusted (${code})`,
      hint: "Check the configured address, the machine's clock, and NODE_EXTRA_CA_CERTS if a proxy signs for it.",
    });
  }
  return new CloudError({
    ...attempted,
    kind: "network",
    code,
    answer: `no answer from ${address}: ${MEANINGS[code] ?? failure.message} (${code})`,
    hint: "Check the network and the configured address, then run the command again.",
  });
}

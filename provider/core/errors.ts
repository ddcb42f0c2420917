/**
 * The one error that leaves this provider. Branch on `kind` (and, where a kind has cases, on the service's own `code`),
 * never on text.
 * @module
 */
import { redact } from "./redact";

/** What went wrong, in the terms on which code decides. */
export type CloudErrorKind =
  /** The object does not exist; said by the service itself, not by something in between. */
  | "notFound"
  /** Credentials or rights do not suffice. */
  | "denied"
  /** The object exists already, or is being changed by somebody else. */
  | "conflict"
  /** Too many requests; nothing was done. */
  | "rateLimited"
  /** A limit of the account is reached. */
  | "quota"
  /** The request itself, or a setting, is wrong. */
  | "invalid"
  /** The state of things forbids the call: it may pass later, or after something else is done. */
  | "precondition"
  /** The service failed or did not get ready in time; the call may or may not have had its effect. */
  | "unavailable"
  /** No answer arrived; the call may or may not have had its effect. */
  | "network"
  /** An answer arrived that makes no sense here. */
  | "protocol";

/** One machine-readable particular of a refusal, as the service gave it. */
export type ErrorDetail = Readonly<Record<string, string | number | boolean>>;

/** What an error is made of. */
export interface CloudErrorFields {
  readonly kind: CloudErrorKind;
  /** What was tried, such as `create application`. */
  readonly operation: string;
  /** On what: a name or an id; empty where the operation says it all. */
  readonly resource: string;
  /** What the service answered, or what happened instead of an answer: a clause without a final stop. */
  readonly answer: string;
  /** What to do next: whole sentences. */
  readonly hint?: string | undefined;
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** The service's own word for the case, such as `transient_state`, `BucketNotEmpty` or `ECONNREFUSED`. */
  readonly code?: string | undefined;
  /** The id under which the service's support finds the call. */
  readonly requestId?: string | undefined;
  /** How long the service asked callers to stay away. */
  readonly retryAfterSeconds?: number | undefined;
  readonly details?: readonly ErrorDetail[] | undefined;
  /**
   * Finds out what to do next where that takes calls of its own; undefined where it finds nothing better than the hint.
   * Asked where the error ends an operation, and at no other time.
   */
  readonly explain?: (() => Promise<string | undefined>) | undefined;
}

/** Says what was tried, on what, what was answered, and what to do next. Free of secrets, with a stack of one line. */
export class CloudError extends Error implements CloudErrorFields {
  readonly kind: CloudErrorKind;
  readonly operation: string;
  readonly resource: string;
  readonly answer: string;
  readonly hint: string | undefined;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly details: readonly ErrorDetail[] | undefined;
  readonly explain: (() => Promise<string | undefined>) | undefined;

  constructor(fields: CloudErrorFields) {
    super(redact(sentence(fields)));
    this.name = "CloudError";
    this.kind = fields.kind;
    this.operation = redact(fields.operation);
    this.resource = redact(fields.resource);
    this.answer = redact(fields.answer);
    this.hint = fields.hint === undefined ? undefined : redact(fields.hint);
    this.status = fields.status;
    this.code = fields.code;
    this.requestId = fields.requestId === undefined ? undefined : redact(fields.requestId);
    this.retryAfterSeconds = fields.retryAfterSeconds;
    this.details = fields.details;
    this.explain = fields.explain;
    // The engine prints stacks; frames of this package tell a user nothing.
    this.stack = `${this.name}: ${this.message}`;
  }

  /** The same error with some fields replaced, such as a better hint. */
  with(changes: Partial<CloudErrorFields>): CloudError {
    return new CloudError({ ...fieldsOf(this), ...changes });
  }
}

function fieldsOf(error: CloudErrorFields): CloudErrorFields {
  const { kind, operation, resource, answer, hint } = error;
  const { status, code, requestId, retryAfterSeconds, details, explain } = error;
  return {
    kind,
    operation,
    resource,
    answer,
    hint,
    status,
    code,
    requestId,
    retryAfterSeconds,
    details,
    explain,
  };
}

/** An error that ends an operation, with what could be found out about it. */
export async function explainedError(error: CloudError): Promise<CloudError> {
  try {
    const hint = await error.explain?.();
    return hint === undefined ? error : error.with({ hint, explain: undefined });
  } catch {
    // What went wrong first is what counts.
    return error;
  }
}

function sentence({ operation, resource, answer, hint, requestId }: CloudErrorFields): string {
  const subject = resource === "" ? operation : `${operation} "${resource}"`;
  const next = hint === undefined ? "" : ` ${hint}`;
  const reference = requestId === undefined ? "" : ` (request id ${requestId})`;
  return `Could not ${subject}: ${answer}${reference}.${next}`;
}

/** True for a {@link CloudError} of one of the kinds given (of any kind when none is given). */
export function isCloudError(
  error: unknown,
  ...kinds: readonly CloudErrorKind[]
): error is CloudError {
  return error instanceof CloudError && (kinds.length === 0 || kinds.includes(error.kind));
}

/** Turns whatever was thrown into a {@link CloudError}; one that is one already stays as it is. */
export function toCloudError(
  thrown: unknown,
  attempted: Pick<CloudErrorFields, "operation" | "resource"> = {
    operation: "finish",
    resource: "",
  },
): CloudError {
  if (thrown instanceof CloudError) return thrown;
  if (isAbort(thrown)) return canceledError(attempted);
  const text = messageOf(thrown);
  return new CloudError({
    ...attempted,
    kind: "protocol",
    answer: `an unexpected failure: ${text}`,
    hint: "This is a defect of the provider: please report it with this message.",
  });
}

/** The error of a call that was given up because the deployment was canceled. */
export function canceledError(
  attempted: Pick<CloudErrorFields, "operation" | "resource">,
): CloudError {
  return new CloudError({
    ...attempted,
    kind: "network",
    code: "canceled",
    answer: "the operation was canceled before the answer came",
    hint: "Run the command again: it finds what was already made.",
  });
}

/** True for what an aborted timer, request or stream throws. */
export function isAbort(thrown: unknown): boolean {
  const { name } = (thrown ?? {}) as { readonly name?: unknown };
  return name === "AbortError" || name === "CanceledError";
}

/** The message of whatever was thrown. Not by `instanceof`: errors of Node's own may come from another realm. */
export function messageOf(thrown: unknown): string {
  const { message } = (thrown ?? {}) as { readonly message?: unknown };
  return typeof message === "string" ? message : String(thrown);
}

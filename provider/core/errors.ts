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
  /** The stack of what was thrown unexpectedly. */
  readonly defect?: string | undefined;
}

/** Says what was tried, on what, what was answered, and what to do next. Free of secrets, with a stack of one line. */
export class CloudError extends Error implements CloudErrorFields {
  // Not enumerable: whoever prints the error, as Node does with one that nobody caught, prints what the message says again.
  readonly #fields: CloudErrorFields;

  constructor(fields: CloudErrorFields) {
    super(redact(sentence(fields)));
    this.name = "CloudError";
    this.#fields = redacted(fields);
    // The engine prints stacks; frames of this package tell a user nothing.
    this.stack = `${this.name}: ${this.message}`;
  }

  get kind(): CloudErrorKind {
    return this.#fields.kind;
  }
  get operation(): string {
    return this.#fields.operation;
  }
  get resource(): string {
    return this.#fields.resource;
  }
  get answer(): string {
    return this.#fields.answer;
  }
  get hint(): string | undefined {
    return this.#fields.hint;
  }
  get status(): number | undefined {
    return this.#fields.status;
  }
  get code(): string | undefined {
    return this.#fields.code;
  }
  get requestId(): string | undefined {
    return this.#fields.requestId;
  }
  get retryAfterSeconds(): number | undefined {
    return this.#fields.retryAfterSeconds;
  }
  get details(): readonly ErrorDetail[] | undefined {
    return this.#fields.details;
  }
  get explain(): (() => Promise<string | undefined>) | undefined {
    return this.#fields.explain;
  }
  /** Where a defect of the provider is, without secrets; undefined for every other error. */
  get defect(): string | undefined {
    return this.#fields.defect;
  }

  /** The same error with some fields replaced, such as a better hint. */
  with(changes: Partial<CloudErrorFields>): CloudError {
    return new CloudError({ ...this.#fields, ...changes });
  }
}

function redacted(fields: CloudErrorFields): CloudErrorFields {
  const masked = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : redact(text);
  return {
    ...fields,
    operation: redact(fields.operation),
    resource: redact(fields.resource),
    answer: redact(fields.answer),
    hint: masked(fields.hint),
    requestId: masked(fields.requestId),
    defect: masked(fields.defect),
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

/** What is tried, on what: such as `create application "ci"`, or `list API keys`. */
export function attemptText({
  operation,
  resource,
}: Pick<CloudErrorFields, "operation" | "resource">): string {
  return resource === "" ? operation : `${operation} "${resource}"`;
}

function sentence({ answer, hint, requestId, ...attempted }: CloudErrorFields): string {
  const next = hint === undefined ? "" : ` ${hint}`;
  const reference = requestId === undefined ? "" : ` (request id ${requestId})`;
  return `Could not ${attemptText(attempted)}: ${answer}${reference}.${next}`;
}

/** True for a {@link CloudError} of one of the kinds given (of any kind when none is given). */
export function isCloudError(
  error: unknown,
  ...kinds: readonly CloudErrorKind[]
): error is CloudError {
  return error instanceof CloudError && (kinds.length === 0 || kinds.includes(error.kind));
}

/** Where it is 1, the place of a defect is printed. */
export const DEBUG_VARIABLE = "STORAGE_ACCESS_DEBUG";

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
    hint: `This is a defect of the provider: please report it with this message, and with what ${DEBUG_VARIABLE}=1 prints.`,
    defect: (thrown as { readonly stack?: string } | null)?.stack ?? text,
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

/**
 * From what the S3 client throws to the one error.
 * @module
 */
import {
  canceledError,
  CloudError,
  isAbort,
  messageOf,
  type CloudErrorKind,
} from "../../../core/errors";
import {
  errorFromFailure,
  kindOfStatus,
  parseRetryAfter,
  type Attempted,
} from "../../../core/wire-errors";
import { refusedStorageHint } from "../../hints";

/** Kinds of the S3 codes that say more than the status. */
const KIND_BY_CODE: Readonly<Record<string, CloudErrorKind>> = {
  NotFound: "notFound",
  NoSuchBucket: "notFound",
  NoSuchKey: "notFound",
  NoSuchUpload: "notFound",
  NoSuchTagSet: "notFound",
  NoSuchCORSConfiguration: "notFound",
  NoSuchLifecycleConfiguration: "notFound",
  NoSuchWebsiteConfiguration: "notFound",
  ServerSideEncryptionConfigurationNotFoundError: "notFound",
  ObjectLockConfigurationNotFoundError: "notFound",
  NoSuchBucketPolicy: "notFound",
  SlowDown: "rateLimited",
  TooManyBuckets: "quota",
  QuotaExceeded: "quota",
};

const HINT_BY_CODE: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch: "The secret key does not belong to the access key: check both.",
  RequestTimeTooSkewed: "Set this machine's clock: it is more than 15 minutes off.",
  InvalidAccessKeyId: "Check the access key, and that it still exists and has not expired.",
  BucketNotEmpty: "Empty it (versions and delete markers too), or set `forceDestroy: true`.",
  BucketAlreadyExists:
    "Bucket names are global over all customers and regions: choose another one.",
  BucketAlreadyOwnedByYou:
    'A bucket of that name is there already, in this Project or region: adopt: "existing" takes it over as it is.',
};

/** Where a call acted, for what is said about a refusal. */
export interface StoragePlace {
  /** As the AWS SDK names it, such as `HeadBucket`. */
  readonly sdkOperation: string;
  /** Undefined: the key's preferred one. */
  readonly projectId: string | undefined;
  readonly endpoint: string;
}

/** What the S3 client attaches to its errors, where an answer came. */
interface ServiceFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: string | undefined;
  readonly $metadata?:
    { readonly httpStatusCode?: number; readonly requestId?: string } | undefined;
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> } | undefined;
}

/** The error that something thrown by the S3 client stands for. */
export function storageError(
  thrown: unknown,
  attempted: Attempted,
  place: StoragePlace,
  now: Date,
): CloudError {
  if (thrown instanceof CloudError) return thrown;
  if (isAbort(thrown)) return canceledError(attempted);
  const failure = asFailure(thrown);
  const status = failure.$metadata?.httpStatusCode;
  if (status === undefined) {
    const code = failure.name === "TimeoutError" ? "ETIMEDOUT" : failure.code;
    return errorFromFailure({ code, message: failure.message }, attempted, place.endpoint);
  }
  if (status < 400) return misread(attempted, status);
  const kind = kindOf(failure, status);
  const code = codeOf(failure, status);
  return new CloudError({
    ...attempted,
    kind,
    code,
    status,
    requestId: failure.$metadata?.requestId,
    retryAfterSeconds: parseRetryAfter(failure.$response?.headers?.["retry-after"], now),
    answer: `Object Storage answered ${String(status)} ${code}${remark(failure, code)}`,
    hint: hintOf(kind, code, place),
  });
}

/** HEAD answers have no body, so no code: the status speaks, where the answer is Object Storage's own. */
function kindOf(failure: ServiceFailure, status: number): CloudErrorKind {
  const kind = KIND_BY_CODE[failure.name] ?? kindOfStatus(status);
  const isOwn = failure.name !== "NotFound" || failure.$metadata?.requestId !== undefined;
  const isNamed = failure.name in KIND_BY_CODE;
  return kind === "notFound" && !(isOwn && isNamed) ? "protocol" : kind;
}

function codeOf(failure: ServiceFailure, status: number): string {
  const hasCode = /^[A-Z][A-Za-z0-9]+$/.test(failure.name) && !failure.name.startsWith("Unknown");
  if (hasCode) return failure.name;
  return status === 403 ? "AccessDenied" : "without a code";
}

function remark({ message }: ServiceFailure, code: string): string {
  return message === "" || message === code || message.startsWith("Unknown") ? "" : `: ${message}`;
}

function hintOf(kind: CloudErrorKind, code: string, place: StoragePlace): string | undefined {
  const known = HINT_BY_CODE[code];
  if (known !== undefined) return known;
  if (kind === "denied") return refusedStorageHint(place.sdkOperation, place.projectId);
  if (kind === "protocol") return "Check the configured Object Storage address.";
  return undefined;
}

function misread(attempted: Attempted, status: number): CloudError {
  return new CloudError({
    ...attempted,
    kind: "protocol",
    code: "truncated",
    status,
    answer: `Object Storage answered ${String(status)} with a body that cannot be read`,
    hint: "Check the configured Object Storage address.",
  });
}

function asFailure(thrown: unknown): ServiceFailure {
  const { name = "", code, $metadata, $response } = (thrown ?? {}) as Partial<ServiceFailure>;
  return { name, message: messageOf(thrown), code, $metadata, $response };
}

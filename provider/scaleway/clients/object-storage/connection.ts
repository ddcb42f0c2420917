/**
 * S3 calls as one key in one Project and region: signed as `ACCESSKEY@PROJECT_ID`, tried again by our own rules.
 * @module
 */
import type * as sdkModule from "@aws-sdk/client-s3";
import type { S3Client } from "@aws-sdk/client-s3";
import type { Context } from "../../../core/context";
import { attemptText, CloudError } from "../../../core/errors";
import { parentIsAlive, requireParent, type ParentCheck } from "../../../core/parent";
import { retry } from "../../../core/retry";
import { s3EndpointOf, type Settings } from "../../../core/settings";
import { version } from "../../../core/version";
import { remainingMilliseconds } from "../../../core/wait";
import type { Attempted } from "../../../core/wire-errors";
import { storageError } from "./errors";

/** The AWS SDK; loaded at the first call, since most stacks have few buckets and it is large. @internal */
export type Sdk = typeof sdkModule;

/** Options of one send. @internal */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
  readonly requestTimeout: number;
}

/** One S3 call. @internal */
export interface StorageCall<T> {
  /** As the AWS SDK names it, such as `HeadBucket`. */
  readonly sdkOperation: string;
  /** For messages, such as `read bucket`. */
  readonly operation: string;
  readonly resource: string;
  readonly send: (client: S3Client, sdk: Sdk, options: SendOptions) => Promise<T>;
}

/** A call that was refused, for those who can find out why. */
export interface RefusedCall {
  readonly accessKey: string;
  /** The Project behind `@`; undefined: the one that the key prefers. */
  readonly projectId: string | undefined;
  /** As the AWS SDK names it. */
  readonly operation: string;
  /** Empty where the call is on no bucket. */
  readonly bucket: string;
  /** The object's; undefined where the call is on the bucket itself. */
  readonly key?: string | undefined;
  readonly region: string;
}

/** Says why a call was refused, and what would allow it; undefined where that cannot be told. */
export type WhyRefused = (call: RefusedCall) => Promise<string | undefined>;

/**
 * Object Storage as one key in one Project and region. What names the AWS SDK is internal, and so left out of the
 * declarations: every program that uses this package would otherwise be compiled together with those of the whole SDK.
 */
export interface StorageConnection {
  readonly context: Context;
  /** One try. @internal */
  once<T>(call: StorageCall<T>): Promise<T>;
  /** Tries again after passing failures: every S3 call may be repeated. @internal */
  call<T>(call: StorageCall<T>): Promise<T>;
}

const TIMEOUT_MILLISECONDS = 30_000;
const CONNECTION_TIMEOUT_MILLISECONDS = 10_000;

const clients = new WeakMap<Settings, Map<string, S3Client>>();

/**
 * A connection for one operation. Cheap: S3 clients are kept per settings, Project and region.
 * @param projectId where the calls act; undefined: in the key's preferred Project
 * @param options - `whyRefused` explains refusals that end an operation
 */
export function storageConnection(
  context: Context,
  projectId: string | undefined,
  region: string,
  {
    isParentAlive = parentIsAlive,
    whyRefused,
  }: { readonly isParentAlive?: ParentCheck; readonly whyRefused?: WhyRefused } = {},
): StorageConnection {
  const { settings, clock } = context;
  const endpoint = s3EndpointOf(settings, region);
  const once = async <T>(call: StorageCall<T>): Promise<T> => {
    const attempted: Attempted = { operation: call.operation, resource: call.resource };
    if (!/^(Get|Head|List)/.test(call.sdkOperation)) requireParent(isParentAlive, attempted);
    const requestTimeout = timeoutMilliseconds(context, attempted);
    const sdk = await loadSdk();
    const client = clientFor(sdk, settings, projectId, region);
    try {
      return await call.send(client, sdk, { abortSignal: context.signal, requestTimeout });
    } catch (thrown) {
      const place = { sdkOperation: call.sdkOperation, projectId, endpoint };
      const error = storageError(thrown, attempted, place, clock.now());
      if (!whyRefused || error.kind !== "denied" || error.code !== "AccessDenied") throw error;
      throw error.with({ explain: () => whyRefused(refused(call)) });
    }
  };
  const refused = ({ sdkOperation: operation, resource }: StorageCall<unknown>): RefusedCall => {
    const [bucket = "", ...below] = resource.split("/");
    const key = below.length === 0 ? undefined : below.join("/");
    return { accessKey: settings.accessKey, projectId, operation, bucket, key, region };
  };
  return {
    context,
    once,
    call: (call) => retry({ pacing: context, what: attemptText(call) }, () => once(call)),
  };
}

function loadSdk(): Promise<Sdk> {
  return import("@aws-sdk/client-s3");
}

const QUIET_VARIABLE = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";

/**
 * Which versions of Node are supported is this package's to say, not a warning amid the lines of a deployment. The variable
 * stands only while a client is made: lookups run in the user's program, whose environment is not ours to change.
 */
function withoutVersionWarning<T>(make: () => T): T {
  if (process.env[QUIET_VARIABLE] !== undefined) return make();
  process.env[QUIET_VARIABLE] = "true";
  try {
    return make();
  } finally {
    Reflect.deleteProperty(process.env, QUIET_VARIABLE);
  }
}

function timeoutMilliseconds(context: Context, attempted: Attempted): number {
  const remaining = remainingMilliseconds(context);
  if (remaining > 0) return Math.ceil(Math.min(TIMEOUT_MILLISECONDS, remaining));
  throw new CloudError({
    ...attempted,
    kind: "unavailable",
    code: "deadline",
    answer: "the deadline passed before the call was made",
    hint: "Give the resource a longer time in `timeouts`.",
  });
}

function clientFor(
  sdk: Sdk,
  settings: Settings,
  projectId: string | undefined,
  region: string,
): S3Client {
  const ofSettings = clients.get(settings) ?? new Map<string, S3Client>();
  clients.set(settings, ofSettings);
  const key = `${projectId ?? ""}/${region}`;
  const client =
    ofSettings.get(key) ??
    withoutVersionWarning(() => createClient(sdk, settings, projectId, region));
  ofSettings.set(key, client);
  return client;
}

/** Everything is given, so that nothing is taken from AWS_* variables or from AWS's own files. */
function createClient(
  sdk: Sdk,
  settings: Settings,
  projectId: string | undefined,
  region: string,
): S3Client {
  return new sdk.S3Client({
    endpoint: s3EndpointOf(settings, region),
    region,
    forcePathStyle: settings.sources.s3Endpoint !== "default",
    credentials: {
      accessKeyId:
        projectId === undefined ? settings.accessKey : `${settings.accessKey}@${projectId}`,
      secretAccessKey: settings.secretKey,
    },
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard",
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    useArnRegion: false,
    disableS3ExpressSessionAuth: true,
    userAgentAppId: "",
    customUserAgent: [["pulumi-storage-access", version]],
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MILLISECONDS,
      requestTimeout: TIMEOUT_MILLISECONDS,
      throwOnRequestTimeout: true,
    },
  });
}

/**
 * What a request claims about its sender: the parts of a version 4 signature, in the header, the query or a form.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import { invalidArgument, S3Error } from "./errors";
import { requiredField, type Form } from "./form";
import { REGIONS } from "./regions";

/** A claim, not yet verified. */
export interface Credential {
  /** `header`: Authorization; `query`: a presigned URL; `policy`: of a form. */
  readonly form: "header" | "query" | "policy";
  readonly accessKey: string;
  /** What stands after `@` in the access key. */
  readonly projectId?: string;
  readonly region: string;
  /** `YYYYMMDD`. */
  readonly day: string;
  /** `YYYYMMDDTHHMMSSZ`, as signed. */
  readonly longDate: string;
  readonly signedAt: Date;
  /** Lowercase, as listed. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** Of a presigned URL. */
  readonly lifetimeSeconds?: number;
  /** Of a form: all that is signed, its policy in base 64. */
  readonly policy?: string;
}

type Query = ReadonlyMap<string, readonly string[]>;

const ALGORITHM = "AWS4-HMAC-SHA256";
const MAXIMUM_LIFETIME_SECONDS = 7 * 24 * 60 * 60;

/**
 * Reads the credential of a request.
 * @param region - what a client that guessed a region which is not there is told to sign for
 * @returns undefined for an anonymous request
 * @throws S3Error when it is malformed, of another version, or for a region that is not there
 */
export function readCredential(
  headers: IncomingHttpHeaders,
  query: Query,
  region: string,
): Credential | undefined {
  if (headers.authorization !== undefined) {
    return fromHeader(headers.authorization, headers, region);
  }
  if (query.has("X-Amz-Algorithm")) return fromQuery(query, region);
  if (query.has("Signature") && query.has("AWSAccessKeyId")) throw unsupportedVersion();
  return undefined;
}

/**
 * Reads the credential of a form.
 * @param region - as for other requests
 * @returns undefined for a form that nobody signed
 * @throws S3Error when a field is missing or malformed
 */
export function readFormCredential(form: Form, region: string): Credential | undefined {
  const { fields } = form;
  const isClaimed = ["policy", "x-amz-credential", "x-amz-signature"].some((name) =>
    fields.has(name),
  );
  if (!isClaimed) return undefined;
  if (fields.has("awsaccesskeyid") || fields.has("signature")) throw unsupportedVersion();
  const policy = requiredField(form, "policy");
  const algorithm = requiredField(form, "X-Amz-Algorithm");
  const identity = requiredField(form, "X-Amz-Credential");
  const moment = momentOf(requiredField(form, "X-Amz-Date"));
  const signature = requiredField(form, "X-Amz-Signature");
  if (algorithm !== ALGORITHM) {
    throw invalidArgument(
      "X-Amz-Algorithm",
      algorithm,
      `X-Amz-Algorithm only supports "${ALGORITHM}"`,
    );
  }
  if (!moment) {
    const given = fields.get("x-amz-date") ?? "";
    throw invalidArgument("X-Amz-Date", given, "X-Amz-Date must be formatted via ISO8601");
  }
  const malformed: Malformed = (message, details = {}) =>
    new S3Error("InvalidArgument", {
      message,
      details: { ArgumentName: "X-Amz-Credential", ArgumentValue: identity, ...details },
    });
  const scope = scopeOf(identity, region, malformed);
  return { form: "policy", ...scope, ...moment, signedHeaders: [], signature, policy };
}

function fromHeader(
  authorization: string,
  headers: IncomingHttpHeaders,
  region: string,
): Credential {
  if (!authorization.startsWith(`${ALGORITHM} `)) throw unsupportedVersion();
  const fields = new Map(
    authorization
      .slice(ALGORITHM.length + 1)
      .split(",")
      .map((field) => {
        const [name = "", ...value] = field.trim().split("=");
        return [name, value.join("=")] as const;
      }),
  );
  const malformed: Malformed = (message, details = {}) =>
    new S3Error("AuthorizationHeaderMalformed", {
      message: `The authorization header is malformed; ${message}`,
      details,
    });
  const date = headers["x-amz-date"] ?? headers.date;
  const moment = momentOf(typeof date === "string" ? date : "");
  if (!moment) {
    throw new S3Error("AccessDenied", {
      message: "AWS authentication requires a valid Date or x-amz-date header",
    });
  }
  return {
    form: "header",
    ...scopeOf(fields.get("Credential") ?? "", region, malformed),
    ...moment,
    signedHeaders: headerNames(fields.get("SignedHeaders"), malformed),
    signature: fields.get("Signature") ?? "",
  };
}

function fromQuery(query: Query, region: string): Credential {
  const malformed: Malformed = (message, details = {}) =>
    new S3Error("AuthorizationQueryParametersError", { message, details });
  const value = (name: string): string => query.get(name)?.[0] ?? "";
  if (value("X-Amz-Algorithm") !== ALGORITHM) {
    throw malformed(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  }
  const moment = momentOf(value("X-Amz-Date"));
  if (!moment) {
    throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  const lifetime = value("X-Amz-Expires");
  if (!/^\d{1,7}$/.test(lifetime) || Number(lifetime) > MAXIMUM_LIFETIME_SECONDS) {
    throw malformed(
      `X-Amz-Expires must be a number of seconds from 0 to ${MAXIMUM_LIFETIME_SECONDS}`,
    );
  }
  return {
    form: "query",
    ...scopeOf(value("X-Amz-Credential"), region, malformed),
    ...moment,
    signedHeaders: headerNames(value("X-Amz-SignedHeaders"), malformed),
    signature: value("X-Amz-Signature"),
    lifetimeSeconds: Number(lifetime),
  };
}

type Scope = Pick<Credential, "accessKey" | "projectId" | "day" | "region">;

/** The refusal of a claim, with further elements of its XML. */
type Malformed = (message: string, details?: Readonly<Record<string, string>>) => S3Error;

function scopeOf(text: string, expected: string, malformed: Malformed): Scope {
  const parts = text.split("/");
  const [identity = "", day = "", region = "", service, terminator] = parts;
  if (parts.length !== 5 || service !== "s3" || terminator !== "aws4_request") {
    throw malformed("the Credential is not of the form ACCESS_KEY/YYYYMMDD/REGION/s3/aws4_request");
  }
  if (!REGIONS.includes(region)) {
    // Clients that were told no region sign for one of AWS, and then for the one in this element.
    const message = `the region '${region}' is wrong; expecting '${expected}'`;
    throw malformed(message, { Region: expected });
  }
  const at = identity.indexOf("@");
  if (at === -1) return { accessKey: identity, day, region };
  return { accessKey: identity.slice(0, at), projectId: identity.slice(at + 1), day, region };
}

function headerNames(text: string | undefined, malformed: Malformed): readonly string[] {
  const names = (text ?? "").toLowerCase().split(";");
  if (!names.includes("host")) throw malformed("SignedHeaders must name host");
  return names;
}

/** Reads `YYYYMMDDTHHMMSSZ`, or the form of the Date header. */
function momentOf(text: string): Pick<Credential, "longDate" | "signedAt"> | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  const signedAt = parts
    ? new Date(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"))
    : new Date(text);
  if (Number.isNaN(signedAt.getTime())) return undefined;
  const longDate = signedAt.toISOString().replace(/[-:]|\.\d{3}/g, "");
  return { longDate, signedAt };
}

function unsupportedVersion(): S3Error {
  return new S3Error("InvalidRequest", {
    message: `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`,
  });
}

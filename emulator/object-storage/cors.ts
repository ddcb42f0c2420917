/**
 * A bucket's rules for pages of other origins: read, replaced, removed; and what browsers are told by them.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import { NO_CONTENT, type Answer, type BucketCall, type Handlers } from "./call";
import { corsRuleFor, corsRulesOf, corsRulesToXml, type CorsRule } from "./cors-rules";
import { S3Error } from "./errors";
import type { Bucket } from "./state";

/** Handlers about the rules of a bucket for other origins. */
export const corsHandlers: Handlers<BucketCall> = {
  GetBucketCors: ({ bucket }) => {
    if (!bucket.cors) throw new S3Error("NoSuchCORSConfiguration");
    return { body: corsRulesToXml(bucket.cors) };
  },
  PutBucketCors: ({ bucket, body, state }) => {
    state.buckets.set(bucket.name, { ...bucket, cors: corsRulesOf(body) });
    return {};
  },
  DeleteBucketCors: ({ bucket, state }) => {
    state.buckets.set(bucket.name, { ...bucket, cors: undefined });
    return NO_CONTENT;
  },
};

/** By which headers an answer depends on who asks. */
const VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

/**
 * Answers what a browser asks before the request itself. It needs no credential: the rules alone decide.
 * @param isObject - whether the request is about an object, for the refusal
 * @throws S3Error BadRequest or AccessForbidden
 */
export function preflight(
  bucket: Bucket | undefined,
  headers: IncomingHttpHeaders,
  isObject: boolean,
): Answer {
  const origin = headers.origin;
  if (origin === undefined) {
    throw new S3Error("BadRequest", {
      message: "Insufficient information. Origin request header needed.",
    });
  }
  const method = headers["access-control-request-method"];
  if (method === undefined || !/^[A-Z]+$/.test(method)) {
    throw new S3Error("BadRequest", {
      message: `Invalid Access-Control-Request-Method: ${method ?? "null"}`,
    });
  }
  const asked = namesIn(headers["access-control-request-headers"]);
  const rules = bucket?.cors;
  const rule = rules && corsRuleFor(rules, { origin, method, headers: asked });
  if (!rule) {
    throw new S3Error("AccessForbidden", {
      message: rules
        ? "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
        : "CORSResponse: CORS is not enabled for this bucket.",
      details: { Method: method, ResourceType: isObject ? "OBJECT" : "BUCKET" },
    });
  }
  return {
    headers: {
      ...allowance(rule, origin),
      ...(asked.length > 0 ? { "access-control-allow-headers": asked.join(", ") } : {}),
    },
  };
}

/** What the answer to a page of another origin tells its browser; nothing where no rule is about it. */
export function corsHeaders(
  bucket: Bucket | undefined,
  method: string,
  { origin }: IncomingHttpHeaders,
): Record<string, string> {
  if (origin === undefined || !bucket?.cors) return {};
  const rule = corsRuleFor(bucket.cors, { origin, method, headers: [] });
  return rule ? allowance(rule, origin) : {};
}

function allowance(rule: CorsRule, origin: string): Record<string, string> {
  const isForAll = rule.origins.includes("*");
  const { exposedHeaders, maxAgeSeconds } = rule;
  return {
    "access-control-allow-origin": isForAll ? "*" : origin,
    "access-control-allow-methods": rule.methods.join(", "),
    ...(isForAll ? {} : { "access-control-allow-credentials": "true" }),
    ...(exposedHeaders.length > 0
      ? { "access-control-expose-headers": exposedHeaders.join(", ") }
      : {}),
    ...(maxAgeSeconds === undefined ? {} : { "access-control-max-age": String(maxAgeSeconds) }),
    vary: VARY,
  };
}

function namesIn(list: string | string[] | undefined): string[] {
  return String(list ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
}

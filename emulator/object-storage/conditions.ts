/**
 * Conditional requests: what the sender expects of the object before anything is done.
 * @module
 */
import type { IncomingHttpHeaders } from "node:http";
import { S3Error } from "./errors";
import { quoted } from "./object-headers";
import type { ObjectVersion } from "./state";

const COPY_SOURCE_PREFIX = "x-amz-copy-source-";

interface Outcome {
  /** If-Match or If-Unmodified-Since does not hold. */
  readonly failed: boolean;
  /** If-None-Match or If-Modified-Since does not hold. */
  readonly unchanged: boolean;
}

/**
 * Conditions on what is read.
 * @throws S3Error PreconditionFailed or NotModified
 */
export function verifyReadConditions(headers: IncomingHttpHeaders, version: ObjectVersion): void {
  const { failed, unchanged } = outcomeOf(headers, "", version);
  if (failed) throw new S3Error("PreconditionFailed");
  if (unchanged) throw new S3Error("NotModified", { headers: { etag: quoted(version.etag) } });
}

/**
 * Conditions on what a copy reads.
 * @throws S3Error PreconditionFailed
 */
export function verifyCopyConditions(headers: IncomingHttpHeaders, version: ObjectVersion): void {
  const { failed, unchanged } = outcomeOf(headers, COPY_SOURCE_PREFIX, version);
  if (failed || unchanged) throw new S3Error("PreconditionFailed");
}

/**
 * Conditions on what a write replaces.
 * @param current - the object as it is, or undefined when there is none
 * @throws S3Error PreconditionFailed, or NoSuchKey when there is nothing to match
 */
export function verifyWriteConditions(
  headers: IncomingHttpHeaders,
  current: ObjectVersion | undefined,
): void {
  const { "if-match": match, "if-none-match": noneMatch } = headers;
  if (noneMatch !== undefined && current && lists(noneMatch, current)) {
    throw new S3Error("PreconditionFailed");
  }
  if (match === undefined) return;
  if (!current) throw new S3Error("NoSuchKey");
  if (!lists(match, current)) throw new S3Error("PreconditionFailed");
}

/**
 * Conditions on what a deletion removes.
 * @param version - what is there, or undefined when there is nothing
 * @throws S3Error PreconditionFailed
 */
export function verifyDeleteConditions(
  headers: IncomingHttpHeaders,
  version: ObjectVersion | undefined,
): void {
  const { "if-match": match } = headers;
  if (match === undefined) return;
  const holds = version?.isDeleteMarker === false && lists(match, version);
  if (!holds) throw new S3Error("PreconditionFailed");
}

/** An entity tag decides before a date: RFC 9110, section 13.2.2. */
function outcomeOf(headers: IncomingHttpHeaders, prefix: string, version: ObjectVersion): Outcome {
  const header = (name: string): string | undefined => {
    const value = headers[prefix + name];
    return Array.isArray(value) ? value.join(",") : value;
  };
  const match = header("if-match");
  const noneMatch = header("if-none-match");
  const isNewer = isNewerThan(version, header("if-modified-since"));
  const isNewerThanExpected = isNewerThan(version, header("if-unmodified-since"));
  return {
    failed: match === undefined ? isNewerThanExpected === true : !lists(match, version),
    unchanged: noneMatch === undefined ? isNewer === false : lists(noneMatch, version),
  };
}

/** Undefined when there is no readable date to compare with. */
function isNewerThan(version: ObjectVersion, date: string | undefined): boolean | undefined {
  const milliseconds = Date.parse(date ?? "");
  if (Number.isNaN(milliseconds)) return undefined;
  return Math.floor(version.modifiedAtMilliseconds / 1000) > Math.floor(milliseconds / 1000);
}

function lists(tags: string, { etag }: ObjectVersion): boolean {
  return tags
    .split(",")
    .map((tag) => tag.trim().replace(/^W\//, ""))
    .some((tag) => tag === "*" || tag === etag || tag === quoted(etag));
}
